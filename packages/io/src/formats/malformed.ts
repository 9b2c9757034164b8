// The error of bytes that are not what their format wants.

import { ThroughlineError } from 'throughline'
import { ioIssue, type DataPlace } from '../issues.ts'
import type { TableSubject } from '../tables/row-fitter.ts'

/** @param found a sentence without its dot */
export function malformed(
  { name, type }: TableSubject,
  place: DataPlace,
  found: string,
  hint?: string,
  cause?: unknown,
): ThroughlineError {
  return new ThroughlineError([ioIssue('io/malformed', { name, type, place, found, hint })], { cause })
}

/** The error of a value that a format cannot say. */
export function unwritable(
  { name, type }: TableSubject,
  place: DataPlace,
  found: string,
  hint: string,
): ThroughlineError {
  return new ThroughlineError([ioIssue('io/unwritable-value', { name, type, place, found, hint })])
}

/** Where in a text a character stands: line and column from 1, bytes from 0. */
export function placeIn(text: string, index: number, skippedBytes = 0): DataPlace {
  const before = text.slice(0, index)
  const line = before.split('\n').length
  const column = index - (before.lastIndexOf('\n') + 1) + 1
  return { line, column, byte: Buffer.byteLength(before) + skippedBytes }
}
