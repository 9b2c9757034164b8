// Another try after a failure.

import { changeSpecs, type NodeLike } from '../definition/change-specs.ts'
import { withLayer } from '../definition/node-spec.ts'
import { coreIssue } from '../errors/catalogue.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import { isThenable, type Layer, type StepCall } from '../execute/layer.ts'
import type { StepScope } from '../execute/step-scope.ts'
import { startTimer } from '../execute/timer.ts'

export interface RetryOptions {
  /** Tries in all, the first included. */
  readonly maxAttempts: number
  /** Wait before the second try. @unit milliseconds  @defaultValue 1000 */
  readonly backoffMs?: number
  /** Growth of the wait per try; 1 keeps it constant. @defaultValue 2 */
  readonly factor?: number
  /** The wait never grows beyond this. @unit milliseconds  @defaultValue 30000 */
  readonly maxBackoffMs?: number
  /** Waits a random part, from half to all, of each wait, so that many do not come back at once. @defaultValue false */
  readonly jitter?: boolean
  /** Whether this failure is worth another try. @defaultValue every failure */
  readonly retryIf?: (error: unknown, attempt: number) => boolean
}

/**
 * Tries a node again when it fails. Stops when the run is aborted. A direct call, as in a unit test, does not retry.
 *
 * @throws {modifier/bad-option} when `maxAttempts` is not a whole number from 1, or a wait is negative
 */
export function retry<Node extends NodeLike>(node: Node, options: RetryOptions): Node {
  const layer = retryLayer(options)
  return changeSpecs(node, 'retry', (spec) => (spec.kind === 'extracted' ? spec : withLayer(spec, layer)))
}

export function retryLayer(options: RetryOptions): Layer {
  const { maxAttempts, backoffMs = 1_000, factor = 2, maxBackoffMs = 30_000, jitter = false, retryIf } = options
  const wrong = (name: string, given: unknown, expected: string): never => {
    throw new ThroughlineError([coreIssue('modifier/bad-option', { modifier: 'retry', name, given, expected })])
  }
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1) wrong('maxAttempts', maxAttempts, 'a whole number from 1')
  if (!(backoffMs >= 0)) wrong('backoffMs', backoffMs, 'milliseconds from 0')
  if (!(factor >= 1)) wrong('factor', factor, 'a number from 1')

  const delayAfter = (attempt: number): number => {
    const delay = Math.min(maxBackoffMs, backoffMs * factor ** (attempt - 1))
    return jitter ? delay * (0.5 + Math.random() / 2) : delay
  }

  const around = (next: StepCall): StepCall => {
    const tryAgain = async (args: unknown, scope: StepScope, failure: unknown): Promise<unknown> => {
      for (let error = failure, tries = 1; ; tries++) {
        if (tries >= maxAttempts || scope.signal.aborted || retryIf?.(error, tries) === false) throw error
        const delayMs = delayAfter(tries)
        const { runId, node, attempt } = scope
        scope.host.tell('onStepRetry', { runId, node, attempt, error, delayMs })
        await wait(delayMs, scope.signal)
        if (scope.signal.aborted) throw error
        scope.nextAttempt()
        try {
          return await next(args, scope)
        } catch (thrown) {
          error = thrown
        }
      }
    }
    return (args, scope) => {
      try {
        const value = next(args, scope)
        return isThenable(value) ? Promise.resolve(value).catch((error) => tryAgain(args, scope, error)) : value
      } catch (error) {
        return tryAgain(args, scope, error)
      }
    }
  }
  return { policy: { retry: options }, needsTime: true, around }
}

/** Resolves after the time, or at once when the signal aborts. */
function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = startTimer(done, signal.aborted ? 0 : delayMs)
    signal.addEventListener('abort', done, { once: true })
  })
}
