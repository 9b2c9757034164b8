// Runs the little flow in every way and writes down what came of it, as plain data that can be compared.

import { dataflow, hasIssue, isThroughlineError, type NodeError } from 'throughline'
import * as nodes from './nodes.ts'

export async function writeTranscript(): Promise<unknown> {
  const flow = dataflow(nodes)
  const day = { day: 3 }
  const stop = new AbortController()
  const stopping = flow.with({
    hooks: [
      {
        onStepStart: ({ node }) => {
          if (node === 'endless') stop.abort(new Error('enough'))
        },
      },
    ],
  })

  return {
    nodes: flow.nodes.map(
      ({ name, dependencies }) =>
        `${name}(${dependencies.map((one) => one.name + (one.optional ? '?' : '')).join(', ')})`,
    ),
    plain: await flow.execute(['report'], { inputs: day }),
    optional: await flow.execute(['report', 'rate'], { inputs: { day: 3, currency: 'USD', note: 'checked' } }),
    override: await flow.override({ orders: [10, 20], rate: 3 }).execute(['revenue', 'shiftedBySeven']),
    oneAtATime: await flow.execute(['report'], { inputs: day, concurrency: 1 }),
    failure: await failureOf(flow.execute(['afterBroken'], { inputs: day })),
    settled: await flow.settle(['afterBroken', 'revenue'], { inputs: day }).then(({ values, failures, skipped }) => ({
      values,
      failures: failures.map((failure) => failure.node),
      skipped,
    })),
    aborted: await failureOf(stopping.execute(['afterEndless'], { inputs: day, signal: stop.signal })),
    missing: await flow
      .loose()
      .execute(['report'])
      .then(
        () => 'no error',
        (error: unknown) => hasIssue(error, 'graph/missing-input'),
      ),
  }
}

async function failureOf(running: Promise<unknown>): Promise<unknown> {
  try {
    return { value: await running }
  } catch (error) {
    if (!isThroughlineError(error)) return { foreign: String(error) }
    const { code, node, path, cause } = error as NodeError
    return { code, node, path, cause: String(cause) }
  }
}
