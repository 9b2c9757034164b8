// What an action sees of the state: the keys that it declares, and no others.

import { ThroughlineError } from 'throughline'
import { bare } from '../definition/validate.ts'
import { machineIssue } from '../errors/catalogue.ts'
import { viewOf, type Values } from '../state/values.ts'

/** Frozen unless it may be changed without harm. @throws {app/absent-key} */
export type Reader = (values: Values, mayChange?: boolean) => Readonly<Record<string, unknown>>

/**
 * Another key of the machine is not there; to read it throws.
 *
 * @param reads of the action, `'reason?'` for one that may be absent
 * @param everyKey that the state can have
 */
export function readerOf(action: string, reads: readonly string[], everyKey: readonly string[]): Reader {
  const keys = reads.map(bare)
  const needed = reads.filter((key) => !key.endsWith('?'))
  const optional = keys.filter((key) => !needed.includes(key))
  const guard = guardOf(action, keys, everyKey)
  const always = slotsOn(guard, needed)
  const prototypes = new Map<string, object>()
  const prototypeFor = (values: Values): object => {
    if (optional.length === 0) return always
    const present = optional.filter((key) => Object.hasOwn(values, key))
    if (present.length === 0) return always
    const id = JSON.stringify(present)
    const known = prototypes.get(id)
    if (known) return known
    const made = slotsOn(guard, [...needed, ...present])
    prototypes.set(id, made)
    return made
  }
  return (values, mayChange = false) => {
    const view = viewOf(values, keys, prototypeFor(values))
    for (const name of needed) {
      if (!Object.hasOwn(view, name)) throw new ThroughlineError([machineIssue('app/absent-key', { action, name })])
    }
    return mayChange ? view : Object.freeze(view)
  }
}

/** Asked for what the view itself does not have, so that what is declared is read as of any object. */
function guardOf(action: string, reads: readonly string[], everyKey: readonly string[]): object {
  const undeclared = new Set<string | symbol>(everyKey.filter((name) => !reads.includes(name)))
  return new Proxy<object>(
    {},
    {
      get: (target, name, view) => {
        if (!undeclared.has(name)) return Reflect.get(target, name, view) as unknown
        throw new ThroughlineError([machineIssue('app/undeclared-read', { action, name: String(name), reads })])
      },
      has: (target, name) => !undeclared.has(name) && Reflect.has(target, name),
      set: (target, name, value, view) => !undeclared.has(name) && Reflect.set(target, name, value, view),
    },
  )
}

/** Keys that a view is going to have itself: putting them into it must not ask the guard each time, which is slow. */
function slotsOn(guard: object, keys: readonly string[]): object {
  return Object.create(
    guard,
    Object.fromEntries(keys.map((key) => [key, { value: undefined, writable: true, configurable: true }])),
  ) as object
}
