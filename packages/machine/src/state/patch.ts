// What an action returned becomes a patch, and a patch becomes the next state.

import { ThroughlineError, type Issue } from 'throughline'
import { machineIssue } from '../errors/catalogue.ts'
import type { StoredPatch } from '../journal/entry.ts'
import { changeKind, type Append, type Increment } from './changes.ts'
import { Growing } from './growing.ts'
import type { Values } from './values.ts'

/** What an action may write. */
export interface WriteRule {
  readonly action: string
  readonly writes: ReadonlySet<string>
  /** Those that a patch must have. */
  readonly required: readonly string[]
}

type Growth = { -readonly [Part in keyof StoredPatch]: StoredPatch[Part] }

/**
 * Sorts what an action returned into the parts of a patch.
 *
 * @throws {app/not-a-patch}, {app/undeclared-write}, {app/missing-write}, all that hold
 */
export function toPatch(returned: unknown, rule: WriteRule): StoredPatch {
  if (returned === undefined && rule.required.length === 0) return {}
  if (typeof returned !== 'object' || returned === null || Array.isArray(returned)) {
    const found = returned === null ? 'null' : Array.isArray(returned) ? 'a list' : typeof returned
    throw new ThroughlineError([
      machineIssue('app/not-a-patch', { action: rule.action, found, writes: [...rule.writes] }),
    ])
  }
  let issues: Issue[] | undefined
  const written = returned as Readonly<Record<string, unknown>>
  const keys = Object.keys(written)
  let hasChanges = false
  for (const key of keys) {
    if (!rule.writes.has(key)) (issues ??= []).push(undeclared(key, rule))
    if (changeKind(written[key]) !== undefined) hasChanges = true
  }
  for (const key of rule.required) {
    if (!Object.hasOwn(written, key))
      (issues ??= []).push(machineIssue('app/missing-write', { action: rule.action, name: key }))
  }
  if (issues) throw new ThroughlineError(issues)
  if (!hasChanges) return keys.length === 0 ? {} : { set: { ...written } }
  const patch: Growth = {}
  for (const key of keys) addTo(patch, key, written[key])
  return patch
}

function undeclared(name: string, { action, writes }: WriteRule): Issue {
  return machineIssue('app/undeclared-write', { action, name, writes: [...writes] })
}

function addTo(patch: Growth, key: string, value: unknown): void {
  const kind = changeKind(value)
  switch (kind) {
    case 'append':
      patch.append = { ...patch.append, [key]: (value as Append<unknown>).items }
      break
    case 'increment':
      patch.increment = { ...patch.increment, [key]: (value as Increment).by }
      break
    case 'unset':
      patch.unset = [...(patch.unset ?? []), key]
      break
    default:
      patch.set = { ...patch.set, [key]: value }
  }
}

/**
 * The state after a patch.
 *
 * @throws {app/bad-change} when something that is no list is to grow, or something that is no number to be added to
 */
export function applyPatch(values: Values, { set, append, increment, unset }: StoredPatch): Values {
  const next: Record<string, unknown> = { ...values, ...set }
  if (!append && !increment && !unset) return next
  if (append) {
    for (const [key, items] of Object.entries(append)) next[key] = grown(key, values[key], items)
  }
  if (increment) {
    for (const [key, by] of Object.entries(increment)) next[key] = added(key, values[key], by)
  }
  if (unset) for (const key of unset) delete next[key]
  return next
}

/** What it brings into the state. */
export function freezePatch({ set, append }: StoredPatch, freeze: (value: unknown) => void): void {
  for (const key in set) freeze(set[key])
  for (const key in append) freeze(append[key])
}

function grown(key: string, value: unknown, items: readonly unknown[]): Growing {
  if (value instanceof Growing) return value.with(items)
  if (value === undefined || Array.isArray(value)) return Growing.of(value ?? [], items)
  throw new ThroughlineError([machineIssue('app/bad-change', { name: key, change: 'append', found: typeof value })])
}

function added(key: string, value: unknown, by: number): number {
  if (value === undefined) return by
  if (typeof value === 'number') return value + by
  throw new ThroughlineError([machineIssue('app/bad-change', { name: key, change: 'increment', found: typeof value })])
}
