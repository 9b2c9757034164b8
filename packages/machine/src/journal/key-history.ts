// The values that a key of the state has had.

import type { KeyChange } from '../run/application.ts'
import { plainValue } from '../state/growing.ts'
import { applyPatch } from '../state/patch.ts'
import type { Values } from '../state/values.ts'
import type { StoredPatch } from './entry.ts'
import type { Numbered } from './persister.ts'

/** @param revive makes of what was kept what the application works with */
export function changesOf(
  key: string,
  entries: readonly Numbered[],
  revive: (stored: unknown) => unknown,
): KeyChange[] {
  const changes: KeyChange[] = []
  let values: Values = {}
  const changed = (sequence: number, action: string | null, atMs: number): void => {
    const value = Object.hasOwn(values, key) ? { value: revive(plainValue(values[key])) } : {}
    changes.push({ sequence, action, atMs, ...value })
  }
  for (const { entry } of entries) {
    if (entry.type === 'opened' || entry.type === 'migrated') {
      values = entry.state
      if (Object.hasOwn(values, key) || changes.length > 0) changed(entry.sequence, null, entry.atMs)
    } else if (entry.type === 'committed' || entry.type === 'edited') {
      values = applyPatch(values, entry.patch)
      if (touches(entry.patch, key))
        changed(entry.sequence, entry.type === 'committed' ? entry.action : null, entry.atMs)
    }
  }
  return changes
}

function touches({ set = {}, append = {}, increment = {}, unset = [] }: StoredPatch, key: string): boolean {
  return [set, append, increment].some((part) => Object.hasOwn(part, key)) || unset.includes(key)
}
