// DuckDB, loaded when it is first needed: an optional package.

import { createRequire } from 'node:module'
import { ThroughlineError } from 'throughline'
import { ioIssue } from '../issues.ts'

export type DuckdbApi = typeof import('@duckdb/node-api')
type Chunk = import('@duckdb/node-api').DuckDBDataChunk
type RawChunk = Chunk['chunk']

/** A vector as the library in C has it. */
export interface RawVector {
  readonly __duckdb_type: 'duckdb_vector'
}

/** The calls of the library in C that move whole vectors; `@duckdb/node-api` brings the package of them along. */
export interface DuckdbBindings {
  vector_size(): number
  data_chunk_get_vector(chunk: RawChunk, columnIndex: number): RawVector
  vector_get_data(vector: RawVector, sizeBytes: number): Uint8Array
  vector_get_validity(vector: RawVector, sizeBytes: number): Uint8Array | null
  vector_ensure_validity_writable(vector: RawVector): void
  copy_data_to_vector(
    vector: RawVector,
    targetByte: number,
    source: ArrayBufferLike,
    sourceByte: number,
    sizeBytes: number,
  ): void
  copy_data_to_vector_validity(
    vector: RawVector,
    targetByte: number,
    source: ArrayBufferLike,
    sourceByte: number,
    sizeBytes: number,
  ): void
  vector_assign_string_element_len(vector: RawVector, index: number, text: Uint8Array): void
  /** Bytes at the address that stands in a buffer. */
  get_data_from_pointer(buffer: ArrayBufferLike, pointerByte: number, sizeBytes: number): Uint8Array
}

export interface Duckdb {
  readonly api: DuckdbApi
  readonly bindings: DuckdbBindings
}

/** Loads a package by its name; another one in tests. */
export type ImportPackage = (name: string) => Promise<unknown>

const NAME = '@duckdb/node-api'
let loaded: Promise<Duckdb> | undefined

/** @throws {io/missing-package} */
export function loadDuckdb(importPackage?: ImportPackage): Promise<Duckdb> {
  if (importPackage) return load(importPackage)
  return (loaded ??= load((name) => import(name)))
}

async function load(importPackage: ImportPackage): Promise<Duckdb> {
  try {
    const api = (await importPackage(NAME)) as DuckdbApi
    const besideIt = createRequire(createRequire(import.meta.url).resolve(NAME))
    return { api, bindings: besideIt('@duckdb/node-bindings') as DuckdbBindings }
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException | null)?.code
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw cause
    throw new ThroughlineError([ioIssue('io/missing-package', { what: 'DuckDB', packages: [NAME] })], { cause })
  }
}
