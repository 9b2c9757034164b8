// A pause before chosen nodes: somebody looks, something becomes ready, a budget is granted.

import type { Hooks, Step } from '../execute/hooks.ts'
import { onAbort } from '../execute/on-abort.ts'
import { expectOf } from './hook-option.ts'

/** What a pause waits for: a promise, or a function that is called with each step and may give one. */
export type PauseUntil = PromiseLike<unknown> | ((step: Step) => unknown)

/**
 * Hooks that wait before these nodes run. Other nodes go on meanwhile; the pause counts to the duration of the step, not
 * to its `timeout`. When the run stops, so does the pause. What it throws or rejects with fails the node.
 *
 * @param nodes their names, or a predicate
 * @throws {hook/bad-option} when there is nothing to wait for, or no node
 * @example
 * import { pauseBefore } from 'throughline/hooks'
 * const asked = []
 * const flow = dataflow({ mail: () => 'sent' }).with({ hooks: [pauseBefore('mail', async ({ node }) => asked.push(node))] })
 * await flow.execute(['mail']) // => { mail: 'sent' }
 * asked // => ['mail']
 */
export function pauseBefore(nodes: string | readonly string[] | ((step: Step) => boolean), until: PauseUntil): Hooks {
  const expect = expectOf('pauseBefore')
  const names = typeof nodes === 'string' ? [nodes] : nodes
  const isList = Array.isArray(names) && names.every((name) => typeof name === 'string')
  expect(isList || typeof names === 'function', 'nodes', nodes, 'names of nodes, or a predicate')
  const isPromise = typeof (until as { then?: unknown } | undefined)?.then === 'function'
  expect(isPromise || typeof until === 'function', 'until', until, 'a promise, or a function')
  const isChosen = typeof names === 'function' ? names : ({ node }: Step) => names.includes(node)
  // The nodes that wait for it get its failure; that none does is nobody's fault.
  if (isPromise) Promise.resolve(until).catch(() => {})

  return {
    around: async (step, next) => {
      if (isChosen(step)) await unlessAborted(step.signal, () => (typeof until === 'function' ? until(step) : until))
      return next()
    },
  }
}

/** @throws the reason of the abort, at once */
function unlessAborted(signal: AbortSignal, wait: () => unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const stopListening = onAbort(signal, () => reject(signal.reason as Error))
    if (signal.aborted) return
    void (async () => wait())().then(resolve, reject).then(stopListening)
  })
}
