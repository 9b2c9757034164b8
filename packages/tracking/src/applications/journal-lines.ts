// The lines of a journal file: a head, then one line for each append, with the check that lines of the spool have.

import { bytesOfLines, contentOf, fromLine, isDecoded, isLineDamage, uncheckedLine } from '@throughline/store'
import type { Head, JournalEntry, Parent } from '@throughline/machine'
import { accountAfter, type Account } from './account.ts'
import { fromStored, isJson, toStored } from './entry-codec.ts'

/** The format that this program writes. Version 1 must be readable for ever. */
export const journalFormat = 1

/** What a line ends with. */
export const NEWLINE = 10

/** The first line: what of an application stays as it is. */
export interface JournalHead {
  readonly journal: number
  readonly app: string
  readonly run: string
  readonly machine: string
  readonly startedAtMs: number
  readonly parent?: Parent
  readonly tags?: Readonly<Record<string, string>>
}

/** Where an application stands after a line, so that the last line is enough for a list. */
export interface Place {
  readonly sequence: number
  readonly last: string | null
  readonly next: string | null
  readonly status: Head['status']
  readonly attempts: number
  readonly schema: number
  readonly changedAtMs: number
  /** Number of the last snapshot and where its line begins; absent when there is none. */
  readonly snapshot?: readonly [number: number, offset: number]
}

/** A line of entries. They stand there as JSON, or as the bytes of another codec in base64. */
export interface JournalLine {
  /** Of its first entry. */
  readonly number: number
  readonly count: number
  readonly place: Place
  readonly entries?: readonly JournalEntry[]
  readonly codec?: string
  readonly bytes?: string
}

export function headOfJournal(app: string, { head, startedAtMs }: Account): JournalHead {
  const { runId, machine, parent, tags } = head
  return {
    journal: journalFormat,
    app,
    run: runId,
    machine,
    startedAtMs,
    ...(parent && { parent }),
    ...(tags && { tags }),
  }
}

/** Of what a list says. */
export function accountOf({ run, machine, startedAtMs, parent, tags }: JournalHead, place: Place): Account {
  const { changedAtMs, snapshot, ...rest } = place
  const head: Head = { runId: run, machine, state: {}, ...rest, ...(parent && { parent }), ...(tags && { tags }) }
  return { head, startedAtMs, changedAtMs, computed: 0, failed: 0, snapshot: snapshot?.[0] ?? 0 }
}

function placeOf({ head, changedAtMs }: Account, snapshot: Place['snapshot']): Place {
  const { sequence, last, next, status, attempts, schema } = head
  return { sequence, last, next, status, attempts, schema, changedAtMs, ...(snapshot && { snapshot }) }
}

/**
 * @param offset where the line will begin, for what refers to it
 * @throws {app/not-storable}
 */
export function lineOf(
  before: Account | undefined,
  snapshot: Place['snapshot'],
  number: number,
  entries: readonly JournalEntry[],
  offset: number,
): { readonly text: string; readonly account: Account; readonly place: Place } {
  let account = before
  entries.forEach((entry, index) => {
    account = accountAfter(account, number + index, entry)
  })
  const stored = toStored(entries)
  const isNew = account!.snapshot >= number
  const place = placeOf(account!, isNew ? [account!.snapshot, offset] : snapshot)
  const head = JSON.stringify({ number, count: entries.length, place }).slice(0, -1)
  const body = isJson(stored)
    ? `"entries":${stored.text}`
    : `"codec":${JSON.stringify(stored.codec)},"bytes":"${stored.text}"`
  return { text: uncheckedLine(`${head},${body}`), account: account!, place }
}

export function headLine(head: JournalHead): string {
  return uncheckedLine(JSON.stringify(head).slice(0, -1))
}

export function toBytes(lines: string): Buffer {
  return bytesOfLines(lines)
}

/** @returns undefined when the line is not what was written */
export function parseLine(bytes: Buffer): object | undefined {
  const text = fromLine(bytes)
  if (isLineDamage(text)) return undefined
  try {
    return contentOf(text)
  } catch {
    return undefined
  }
}

/** @returns why not in place of the entries, when the codec cannot read them */
export function entriesIn({ entries, codec = '', bytes = '' }: JournalLine): readonly JournalEntry[] | string {
  if (entries) return entries
  const decoded = fromStored({ codec, text: bytes })
  return isDecoded(decoded) ? (decoded.value as readonly JournalEntry[]) : decoded.undecodable
}
