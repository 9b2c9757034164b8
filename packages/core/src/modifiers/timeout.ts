// A limit of time.

import { changeLayers, type NodeLike } from '../definition/change-specs.ts'
import { coreIssue } from '../errors/catalogue.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import type { Layer, StepCall } from '../execute/layer.ts'
import { onAbort } from '../execute/on-abort.ts'
import type { StepScope } from '../execute/step-scope.ts'
import { startTimer } from '../execute/timer.ts'
import { toMilliseconds, type Duration } from './duration.ts'

/**
 * Fails a node that takes longer, with `run/timeout`, and aborts the `signal` of its context. Around `retry` it limits
 * all attempts together, inside of it each attempt. JavaScript cannot interrupt a synchronous function: such a node is
 * never cut short, and its value counts. A direct call, as in a unit test, has no limit.
 *
 * @throws {modifier/bad-duration} when the limit cannot be read
 */
export function timeout<Node extends NodeLike>(node: Node, limit: Duration): Node {
  const layer = timeoutLayer(limit)
  return changeLayers(node, 'timeout', layer)
}

export function timeoutLayer(limit: Duration): Layer {
  const limitMs = toMilliseconds(limit)
  const around = (next: StepCall) => async (args: unknown, scope: StepScope) => {
    const controller = new AbortController()
    const { signal, node, host } = scope
    const stopListening = onAbort(signal, () => controller.abort(signal.reason))
    let timer: ReturnType<typeof setTimeout> | undefined
    try {
      const startedAt = performance.now()
      const value = Promise.resolve(next(args, scope.withSignal(controller.signal)))
      const limited = new Promise<never>((_, reject) => {
        const fail = (): void => {
          const error = new ThroughlineError([coreIssue('run/timeout', { node, limit: String(limit), limitMs })])
          host.leaveBehind(node, value)
          reject(error)
          controller.abort(error)
        }
        timer = startTimer(fail, limitMs - (performance.now() - startedAt))
      })
      return await Promise.race([value, limited])
    } finally {
      clearTimeout(timer)
      stopListening()
    }
  }
  return { policy: { timeout: limit }, needsTime: true, around }
}
