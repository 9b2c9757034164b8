// A limit of time.

import { changeSpecs, type NodeLike } from '../definition/change-specs.ts'
import { withLayer } from '../definition/node-spec.ts'
import { coreIssue } from '../errors/catalogue.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import { isThenable, type Layer } from '../execute/layer.ts'
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
  return changeSpecs(node, 'timeout', (spec) => (spec.kind === 'extracted' ? spec : withLayer(spec, layer)))
}

export function timeoutLayer(limit: Duration): Layer {
  const limitMs = toMilliseconds(limit)
  return {
    policy: { timeout: limit },
    needsTime: true,
    around: (next) => (args, scope) => {
      const controller = new AbortController()
      const outer = scope.signal
      const forward = (): void => controller.abort(outer.reason)
      if (outer.aborted) forward()
      const startedAt = performance.now()
      const returned = next(args, scope.withSignal(controller.signal))
      if (!isThenable(returned)) return returned
      const value = Promise.resolve(returned)
      // The function itself may have stopped the run.
      if (outer.aborted) forward()
      else outer.addEventListener('abort', forward, { once: true })
      return new Promise((resolve, reject) => {
        const stop = (): void => {
          clearTimeout(timer)
          outer.removeEventListener('abort', forward)
        }
        const fail = (): void => {
          stop()
          const { node } = scope
          const error = new ThroughlineError([
            coreIssue('run/timeout', { node, limit: String(limit), limitMs }, { subject: { node } }),
          ])
          scope.host.leaveBehind(node, value)
          controller.abort(error)
          reject(error)
        }
        const timer = startTimer(fail, limitMs - (performance.now() - startedAt))
        value.then(
          (result) => {
            stop()
            resolve(result)
          },
          (error) => {
            stop()
            reject(error)
          },
        )
      })
    },
  }
}
