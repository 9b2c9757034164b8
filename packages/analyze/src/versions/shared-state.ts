// Declarations that are changed while nodes run: their values are no longer given by the code.

import { Use, type Reference, type Remark, type Span } from '../scope/findings.ts'
import type { Unit } from './unit.ts'

/**
 * Adds a remark to each declaration that a function of the file changes which may run after the file is loaded. A
 * function that is only called while the file is loaded does not count.
 *
 * @param exported the local names that other files can reach
 */
export function withSharedState(units: readonly Unit[], exported: ReadonlySet<string>): readonly Unit[] {
  const writers = units.filter(({ references }) => references.some(isLateWrite))
  if (writers.length === 0) return units
  const mentionedLater = new Set<string>()
  for (const unit of units) {
    for (const { name, uses } of unit.references) {
      const isCallWhileLoading = (uses & Use.now) !== 0 && (uses & Use.called) !== 0
      if (!isCallWhileLoading && !unit.names.includes(name)) mentionedLater.add(name)
    }
  }
  const mayRunLater = ({ kind, names }: Unit): boolean =>
    kind !== 'function' || names.some((name) => exported.has(name) || mentionedLater.has(name))
  const changed = new Map<string, Remark[]>()
  for (const { references, start } of writers.filter(mayRunLater)) {
    for (const { name, at } of references.filter(isLateWrite)) {
      const remark = { kind: 'impure', what: `${name} is changed while nodes run`, at: moved(at, start) } as const
      changed.set(name, [...(changed.get(name) ?? []), remark])
    }
  }
  const declared = new Set(units.flatMap(({ names }) => names))
  return units.map((unit) => {
    // What is imported is not declared here: the remark stays with the code that changes it.
    const foreign = unit.references.filter((reference) => isLateWrite(reference) && !declared.has(reference.name))
    const names = new Set([...unit.names, ...foreign.map(({ name }) => name)])
    const remarks = [...names].flatMap((name) => changed.get(name) ?? [])
    if (remarks.length === 0) return unit
    return {
      ...unit,
      remarks: [...unit.remarks, ...remarks.map((one) => ({ ...one, at: moved(one.at, -unit.start) }))],
    }
  })
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by }
}

function isLateWrite({ uses }: Reference): boolean {
  return (uses & Use.written) !== 0 && (uses & (Use.now | Use.result)) === 0
}
