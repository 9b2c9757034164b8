// One line of source with a mark under the word in question.

import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Origin } from 'throughline'
import { readSourceLines } from './read-source.ts'

export interface CodeFrameOptions {
  /** How many characters to mark. Default: the word, or the text in quotes, at the place; else one character. */
  readonly length?: number
  /** Paths are shown from here. Default: the working directory. */
  readonly directory?: string
  /** Longest line. Default: 120 characters. */
  readonly width?: number
}

/**
 * `file:line  source` and carets below it; `file:line` alone when the source cannot be read.
 *
 * @example
 * codeFrame({ module: 'src/marketing.ts', exportPath: 'cost', line: 14, column: 24 })
 * // src/marketing.ts:14  export const cost = ({ spend }) => spend
 * //                                             ^^^^^
 */
export function codeFrame(at: Origin, options: CodeFrameOptions = {}): string {
  const place = `${displayPath(at.module, options.directory)}:${at.line}`
  const text = readSourceLines(at.module)?.[at.line - 1]
  if (text === undefined || text.trim() === '') return place
  const length = options.length ?? wordLength(text, at.column - 1)
  const indent = text.length - text.trimStart().length
  const room = Math.max(40, (options.width ?? 120) - place.length - 2)
  const window = cut(text.trim(), at.column - 1 - indent, room)
  const marks = Math.max(1, Math.min(length, window.text.length - window.column))
  return `${place}  ${window.text}\n${' '.repeat(place.length + 2 + window.column)}${'^'.repeat(marks)}`
}

function wordLength(text: string, column: number): number {
  const quote = text[column - 1]
  const end = quote === "'" || quote === '"' ? text.indexOf(quote, column) : -1
  return end > column ? end - column : (/^[\p{ID_Continue}$]+/u.exec(text.slice(column))?.[0].length ?? 1)
}

/** A path as a person reads it: from the given folder when it lies in it, otherwise whole. */
export function displayPath(module: string, directory: string = process.cwd()): string {
  const path = module.startsWith('file:') ? fileURLToPath(module) : module
  const shown = relative(directory, path)
  return shown === '' || shown.startsWith('..') ? path : shown.replaceAll('\\', '/')
}

/** The part of a long line around a column. Tabs become spaces, so that the mark stands below its word. */
function cut(text: string, column: number, room: number): { text: string; column: number } {
  const flat = text.replaceAll('\t', ' ')
  const at = Math.max(0, column)
  if (flat.length <= room) return { text: flat, column: at }
  const start = Math.max(0, Math.min(at - Math.floor(room / 2), flat.length - room))
  const lead = start > 0 ? '... ' : ''
  const tail = start + room < flat.length ? ' ...' : ''
  return { text: lead + flat.slice(start, start + room) + tail, column: at - start + lead.length }
}
