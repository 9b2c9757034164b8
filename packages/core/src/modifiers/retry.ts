// Another try after a failure.

import { changeLayers, type NodeLike } from '../definition/change-specs.ts'
import { expectOption } from '../errors/expect-option.ts'
import type { Layer, StepCall } from '../execute/layer.ts'
import { pause } from '../execute/pause.ts'
import type { StepScope } from '../execute/step-scope.ts'

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
  return changeLayers(node, 'retry', layer)
}

export function retryLayer(options: RetryOptions): Layer {
  const { maxAttempts, backoffMs = 1_000, factor = 2, maxBackoffMs = 30_000, jitter = false, retryIf } = options
  expectOption(
    Number.isInteger(maxAttempts) && maxAttempts > 0,
    'retry',
    'maxAttempts',
    maxAttempts,
    'a whole number from 1',
  )
  expectOption(backoffMs >= 0, 'retry', 'backoffMs', backoffMs, 'milliseconds from 0')
  expectOption(factor >= 1, 'retry', 'factor', factor, 'a number from 1')

  const around = (next: StepCall) => async (args: unknown, scope: StepScope) => {
    for (let tries = 1; ; tries++) {
      try {
        return await next(args, scope)
      } catch (error) {
        if (tries >= maxAttempts || scope.signal.aborted || retryIf?.(error, tries) === false) throw error
        const wait = Math.min(maxBackoffMs, backoffMs * factor ** (tries - 1))
        const delayMs = jitter ? wait * (0.5 + Math.random() / 2) : wait
        scope.tell('onStepRetry', { attempt: scope.attempt, error, delayMs })
        await pause(delayMs, scope.signal)
        if (scope.signal.aborted) throw error
        scope.nextAttempt()
      }
    }
  }
  return { policy: { retry: options }, needsTime: true, around }
}
