// Puts what a run opens as late as its readers allow: a connection is not held while others still compute.

import type { PlanStep } from './plan.ts'

/**
 * Lets each resource wait for what all of its readers wait for, and puts it right in front of the first of them.
 * Resources do not wait for each other, unless they read each other.
 *
 * @param steps of a plan, each after all that it reads; changed in place
 * @complexity O(steps + edges + the edges of the readers of resources)
 */
export function openLate(steps: PlanStep[]): void {
  const isLate = steps.map((step) => step.node.spec?.reach?.kind === 'resource')
  const waitsFor = steps.map(() => new Set<number>())
  for (const [index, { readers }] of steps.entries()) for (const reader of readers) waitsFor[reader]!.add(index)

  /** Where each step goes, as the place of a step that is not late. */
  const places = steps.map((_, index) => index)
  for (let index = steps.length - 1; index >= 0; index--) {
    if (!isLate[index]) continue
    const step = steps[index]!
    const [first, ...others] = step.readers
    if (first === undefined) continue
    places[index] = step.readers.reduce((earliest, reader) => Math.min(earliest, places[reader]!), Infinity)
    for (const awaited of waitsFor[first]!) {
      const isForAll = others.every((reader) => waitsFor[reader]!.has(awaited))
      if (isLate[awaited] || !isForAll || waitsFor[index]!.has(awaited)) continue
      waitsFor[index]!.add(awaited)
      steps[awaited]!.readers.push(index)
      step.waitsFor++
    }
  }

  const order = [...steps.keys()].sort(
    (a, b) => places[a]! - places[b]! || Number(isLate[b]) - Number(isLate[a]) || a - b,
  )
  const moved = new Int32Array(steps.length)
  for (const [to, from] of order.entries()) moved[from] = to
  for (const { readers } of steps) {
    for (const [index, reader] of readers.entries()) readers[index] = moved[reader]!
    readers.sort((a, b) => a - b)
  }
  const before = [...steps]
  for (const [to, from] of order.entries()) steps[to] = before[from]!
}
