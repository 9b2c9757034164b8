// Whatever bytes a file has, reading gives a value or says what is wrong: nothing else, and nothing stays open.
//
// THROUGHLINE_CASES sets the number of cases.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import * as fc from 'fast-check'
import { isThroughlineError } from 'throughline'
import { expect, it } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { csvFile, jsonFile, jsonLinesFile, textFile, yamlFile, type SourceAndSink } from '../index.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 60)

const readers: Readonly<Record<string, (path: string) => SourceAndSink<unknown, never>>> = {
  csv: (path) => csvFile(path, { maxColumns: 20, maxRecordBytes: 200 }),
  'csv, guessed': (path) => csvFile(path, { columns: 'infer', as: 'columns' }),
  'csv, typed': (path) => csvFile(path, { columns: { a: 'float64?', b: 'timestamp?' }, as: 'stream' }),
  json: (path) => jsonFile(path),
  'json lines': (path) => jsonLinesFile(path, { as: 'columns', maxLineBytes: 200 }),
  lines: (path) => textFile(path, { as: 'lines' }),
  yaml: (path) => yamlFile(path),
}

const piece = fc.oneof(
  fc.constantFrom('a,b\n', '"', '""', ',', '\n', '\r\n', '{', '}', '[', ']', ':', '\t', '\0', '\ufeff', '\\u12'),
  fc.constantFrom('- ', '&a ', '*a', '!!x ', '? ', '|\n', '>-\n', '%TAG', '---\n', '<<: ', '#', "'", '  '),
  fc.constantFrom('1', '-1e400', '2024-02-30', 'null'),
  fc.string({ unit: 'grapheme', maxLength: 5 }),
)
const anyBytes = fc.oneof(
  fc.array(piece, { maxLength: 30 }).map((pieces) => Buffer.from(pieces.join(''))),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
)

it.each(Object.entries(readers))(`%s (${numRuns} cases)`, { timeout: 600_000 }, async (_, reader) => {
  const scratch = makeScratch()
  const packings = fc.constantFrom('none', 'gz', 'zst', 'cut' as const)
  const property = fc.asyncProperty(anyBytes, packings, fc.nat(), async (bytes, packing, at) => {
    const path = join(scratch, packing === 'none' ? 'a' : packing === 'zst' ? 'a.zst' : 'a.gz')
    const packed = packing === 'none' ? bytes : packing === 'zst' ? zstdCompressSync(bytes) : gzipSync(bytes)
    if (packing === 'cut') packed[at % packed.length]! ^= 1 << (at & 7)
    writeFileSync(path, packed)
    try {
      const value = await reader(path).read(toldContext())
      if (typeof value === 'object' && value !== null && Symbol.asyncIterator in value) {
        await Array.fromAsync(value as AsyncIterable<unknown>)
      }
    } catch (error) {
      if (!isThroughlineError(error)) throw error
      expect(error.issues.map(({ code }) => code)).toEqual([expect.stringMatching(/^io\/(malformed|too-large)$/)])
    }
  })
  await fc.assert(property, { numRuns })
})
