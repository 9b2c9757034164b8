// A table that stays in its file: a statement reads from there what it needs, without having it in memory before.

import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ThroughlineError, type NodeContext } from 'throughline'
import type { Source } from 'throughline/io'
import { exactPath, textLiteral } from '../duckdb/sql-literals.ts'
import { ioIssue } from '../issues.ts'
import { fileFailure } from '../places/file-failure.ts'
import { fileChecksum } from '../places/file-version.ts'
import { pathWithin } from '../places/path-within.ts'
import { badOption } from '../tables/table-form.ts'

export type FileTableFormat = 'parquet' | 'csv' | 'json'

/** A table in a file, as plain data. With its checksum: another content is another value. */
export interface FileTable {
  readonly type: 'file-table'
  readonly format: FileTableFormat
  /** Absolute. */
  readonly path: string
  readonly sizeBytes: number
  /** Milliseconds since 1970. */
  readonly modifiedAtMs: number
  readonly sha256: string
}

export interface FileTableOptions {
  /** Default: what the name of the file says. */
  readonly format?: FileTableFormat
  /** The folder that the path must stay in; a relative path starts there. */
  readonly within?: string
}

const FORMATS: readonly string[] = ['parquet', 'csv', 'json']

/**
 * A source of a table that stays in its file, for SQL nodes: they read the columns and rows that they need, by all
 * processors. The file is read for its checksum, so that a cache knows what is in it; in one process once, until it is touched.
 *
 * @throws {io/bad-option} when the name does not say the format; {io/outside}
 * @example
 * export const flights = loaded(fileTable('flights.parquet'))
 * export const late = sql`select origin, count(*) as flights from ${from('flights')} where delay > 15 group by origin`
 */
export function fileTable(path: string, options: FileTableOptions = {}): Source<FileTable> {
  const place = resolve(pathWithin(path, options.within))
  const checksum = async (context: NodeContext): Promise<string> => {
    // A folder may have become a link since.
    pathWithin(path, options.within)
    return await fileChecksum(place, context)
  }
  const format = options.format ?? formatOf(path)
  if (!FORMATS.includes(format)) throw badOption('fileTable', 'format', JSON.stringify(format), FORMATS.join(', '))
  return {
    describe: () => ({ type: format, path }),
    read: async (context) => {
      const sha256 = await checksum(context)
      const facts = await factsOf(place)
      context.report({ sizeBytes: facts.sizeBytes, sha256, modifiedAt: new Date(facts.modifiedAtMs).toISOString() })
      return { type: 'file-table', format: format as FileTableFormat, path: place, ...facts, sha256 }
    },
    version: async (context: NodeContext) => `sha256:${await checksum(context)}`,
  }
}

export function isFileTable(value: unknown): value is FileTable {
  return typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'file-table'
}

/** The call that reads it in SQL: this file alone, and of it nothing but its content. */
export function fileTableCall({ format, path }: FileTable): string {
  const file = textLiteral(exactPath(path))
  return `${READERS[format]}(${file}, hive_partitioning = false)`
}

/**
 * A file that was written again is as good as before when its content is the same.
 *
 * @throws {io/changed} when it is not what it was; {io/not-found}
 */
export async function assertUnchanged({ path, sha256 }: FileTable, context: NodeContext): Promise<void> {
  if ((await fileChecksum(path, context)) !== sha256)
    throw new ThroughlineError([ioIssue('io/changed', { name: path })])
}

const READERS = { parquet: 'read_parquet', csv: 'read_csv', json: 'read_json' }

function formatOf(path: string): string {
  const extension = /\.(\w+)(?:\.gz|\.zst)?$/.exec(path)?.[1]?.toLowerCase() ?? ''
  if (extension === 'tsv' || extension === 'txt') return 'csv'
  return extension === 'jsonl' || extension === 'ndjson' ? 'json' : extension
}

async function factsOf(path: string): Promise<Pick<FileTable, 'sizeBytes' | 'modifiedAtMs'>> {
  try {
    const { size, mtime } = await stat(path)
    return { sizeBytes: size, modifiedAtMs: mtime.getTime() }
  } catch (error) {
    throw fileFailure(error, path, 'read')
  }
}
