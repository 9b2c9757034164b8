// An event on its way into rows, and what rows of every kind take from it.

import type { SpoolEvent } from '@throughline/store'
import type { Cell } from '@throughline/store/tables'
import { isFields, toInteger, toName, type Fields } from './cells.ts'
import type { Changes } from './changes.ts'

export type Row = Record<string, Cell | undefined>

export interface Said {
  readonly event: SpoolEvent
  /** Of the event among all: for what was said twice and must be decided somehow. */
  readonly told: string
  readonly run: string | null
  readonly changes: Changes
}

export function stepOf({ event, run }: Said): Row | undefined {
  const node = toName(event['node'])
  if (run === null || node === null) return undefined
  return stepKey(run, node, event)
}

/** Of what may be about a run, a node or neither. */
export function ownerOf({ event, run }: Said): Row {
  return stepKey(run ?? '', toName(event['node']) ?? '', event)
}

function stepKey(run: string, node: string, { item, sequence }: Fields): Row {
  const keys = Array.isArray(item) && item.length > 0 ? toName(JSON.stringify(item))! : ''
  return { run, node, item: keys, sequence: toInteger(sequence) ?? -1 }
}

export function fromOf({ from }: Fields): Row {
  return isFields(from) ? { from_run: toName(from['run']), from_at_ms: toInteger(from['atMs']) } : {}
}
