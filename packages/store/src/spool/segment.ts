// Segments: how files of a spool are called, how they begin, and how they end. Version 1 must be readable for ever.

import type { ProcessIdentity } from '../processes/processes.ts'
import { uncheckedLine } from './line.ts'

/** The format that this program writes. */
export const spoolFormat = 1

/** The first line of every segment. */
export interface SegmentHeader {
  /** Format of the spool. */
  readonly spool: number
  readonly writer: string
  /** From 1. */
  readonly segment: number
  /** Of the first event in it. */
  readonly firstSeq: number
  readonly openedAtMs: number
  /** Who writes: when it is gone, nothing more will come. */
  readonly process: ProcessIdentity
  /** Number of the thread in its process, 0 for the main one. */
  readonly thread: number
  /** SHA-256 in hex of all bytes of the segment before; null for the first, and when the one before was lost. */
  readonly previous: string | null
}

/** The last line of a segment that was sealed. */
export interface SegmentSeal {
  readonly sealed: number
  /** `closed`: its writer will write no other. */
  readonly reason: 'size' | 'age' | 'closed'
  readonly lastSeq: number
  readonly atMs: number
  /** SHA-256 in hex of all bytes before this line. */
  readonly sha256: string
}

/** With a blank for its check. */
export function headerLine(header: Omit<SegmentHeader, 'spool'>): string {
  return uncheckedLine(JSON.stringify({ spool: spoolFormat, ...header }).slice(0, -1))
}

/** With a blank for its check. */
export function sealLine(seal: Omit<SegmentSeal, 'sealed'>): string {
  return uncheckedLine(JSON.stringify({ sealed: spoolFormat, ...seal }).slice(0, -1))
}

/** `<writer>.<segment>.ndjson`; the number has at least six digits. */
export function segmentName(writer: string, segment: number): string {
  return `${writer}.${String(segment).padStart(6, '0')}.ndjson`
}

/** @returns what a file of this name holds; `undefined` for the name of anything else */
export function parseSegmentName(name: string): { readonly writer: string; readonly segment: number } | undefined {
  const found = /^([0-9a-z-]{8,64})\.(\d{6,9})\.ndjson$/.exec(name)
  return found ? { writer: found[1]!, segment: Number(found[2]) } : undefined
}

/** @returns whether a text may be the id of a writer, and so a part of the name of a file */
export function isWriterId(text: string): boolean {
  return /^[0-9a-z-]{8,64}$/.test(text)
}

export function isHeader(content: object): content is SegmentHeader {
  return typeof (content as Partial<SegmentHeader>).spool === 'number'
}

export function isSeal(content: object): content is SegmentSeal {
  return typeof (content as Partial<SegmentSeal>).sealed === 'number'
}
