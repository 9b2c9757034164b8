// The failure of a run, for a test that expects one.

import { NodeError } from '../errors/node-error.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import { testingIssue } from './catalogue.ts'

/**
 * The error of the node that a run fails with: `(await failureOf(flow.execute(['a']))).cause`.
 *
 * @throws {testing/did-not-fail} when the run succeeds; what it rejects with, when that is no `NodeError`
 */
export async function failureOf(run: PromiseLike<unknown>): Promise<NodeError> {
  try {
    await run
  } catch (error) {
    if (error instanceof NodeError) return error
    throw error
  }
  throw new ThroughlineError([testingIssue('testing/did-not-fail', {})])
}
