// A change from outside: of the state, or of what runs next.

import { checkAction } from '../definition/check-action.ts'
import type { AnyMachine } from '../definition/machine.ts'
import type { StoredPatch } from '../journal/entry.ts'
import { applyPatch, toPatch } from '../state/patch.ts'
import type { Values } from '../state/values.ts'
import { chooseWay } from './choose-edge.ts'
import { compile } from './compiled.ts'
import type { Standing } from './standing.ts'

export interface Edit {
  readonly patch: StoredPatch
  readonly values: Values
  readonly next: string | null
  readonly isStuck?: true
}

/** @throws {machine/unknown-action}, {app/bad-change}, and what a guard throws */
export function editOf(
  { state = {}, next }: { readonly state?: object; readonly next?: string | null },
  { status, values: before, next: position, last }: Pick<Standing, 'status' | 'values' | 'next' | 'last'>,
  machine: AnyMachine,
): Edit {
  if (typeof next === 'string') checkAction(machine, next, 'edit')
  const patch = toPatch(state, { action: 'edit', writes: new Set(Object.keys(state)), required: [] })
  const values = applyPatch(before, patch)
  if (next !== undefined) return { patch, values, next }
  return { patch, values, ...(status === 'stuck' ? wayFrom(last, values, machine) : { next: position }) }
}

/**
 * Where an application that was stuck goes on now. A fork of one does not know behind which action it is, and the action may
 * be gone.
 */
export function wayFrom(last: string | null, values: Values, machine: AnyMachine): Pick<Edit, 'next' | 'isStuck'> {
  const compiled = last === null ? undefined : compile(machine, Object.keys(values)).get(last)
  if (!compiled) return { next: null, isStuck: true }
  const { next, isStuck } = chooseWay(compiled, values)
  return { next, ...(isStuck && { isStuck }) }
}
