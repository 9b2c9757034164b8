// A file as the value of an input, by its extension.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, resolve } from 'node:path'
import { ThroughlineError } from 'throughline'
import { projectIssue } from '../issues.ts'

/**
 * - `.json`: the parsed value
 * - `.jsonl`, `.ndjson`: an array, one value per line; empty lines are left out
 * - `.csv`, `.tsv`: an array of records by the names in the first line. Every value is text: what a column means, such
 *   as a number or a date, is for a node to say
 * - `.yaml`, `.yml`: the parsed value
 * - `.txt`, `.md`, `.sql`, `.html`, `.xml`: text
 * - anything else: bytes, as `Uint8Array`
 *
 * Text is UTF-8; a byte order mark is left out.
 *
 * @throws {project/input-file-missing} {project/input-file-unreadable}
 */
export function readInputFile(name: string, path: string, directory: string): unknown {
  let bytes
  try {
    bytes = readFileSync(resolve(directory, path))
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') {
      throw new ThroughlineError([projectIssue('project/input-file-missing', { name, path })])
    }
    throw unreadable(name, path, (error as Error).message)
  }
  const parse = PARSERS[extname(path).toLowerCase()]
  if (parse === undefined) return new Uint8Array(bytes)
  try {
    return parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw unreadable(name, path, (error as Error).message)
  }
}

// Loaded when a file asks for them: most runs read none.
const require = createRequire(import.meta.url)

const toText = (text: string): string => text

const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  '.json': (text) => JSON.parse(text) as unknown,
  '.jsonl': parseLines,
  '.ndjson': parseLines,
  '.csv': (text) => parseTable(text, ','),
  '.tsv': (text) => parseTable(text, '\t'),
  '.yaml': parseYaml,
  '.yml': parseYaml,
  '.txt': toText,
  '.md': toText,
  '.sql': toText,
  '.html': toText,
  '.xml': toText,
}

function parseYaml(text: string): unknown {
  const { parse } = require('yaml') as typeof import('yaml')
  return parse(text) as unknown
}

function parseLines(text: string): unknown[] {
  const values: unknown[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    try {
      values.push(JSON.parse(line) as unknown)
    } catch (error) {
      throw new Error(`line ${index + 1}: ${(error as Error).message}`, { cause: error })
    }
  }
  return values
}

function parseTable(text: string, delimiter: string): Record<string, string>[] {
  const { parse } = require('csv-parse/sync') as typeof import('csv-parse/sync')
  const [header, ...rows] = parse(text, { delimiter, skip_empty_lines: true })
  return rows.map((row) => Object.fromEntries((header ?? []).map((name, column) => [name, row[column] ?? ''])))
}

function unreadable(name: string, path: string, reason: string): ThroughlineError {
  return new ThroughlineError([projectIssue('project/input-file-unreadable', { name, path, reason })])
}
