// Whatever is written comes back, and another reader of the same file agrees.
//
// THROUGHLINE_CASES sets the number of cases.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import * as fc from 'fast-check'
import { stringify as referenceStringify } from 'csv-stringify/sync'
import { expect, it } from 'vitest'
import { parse as referenceYaml } from 'yaml'
import { toColumns, toRows, type Row, type TableSchema } from '../columns/index.ts'
import { toldContext } from '../fixtures/contexts.ts'
import { referenceCsv } from '../fixtures/reference-csv.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { bytesFile, csvFile, jsonFile, jsonLinesFile, textFile, yamlFile, type TableValue } from '../index.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 60)

/** Every character, those that mean something in a format more often. */
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('"', ',', '\n', '\r', ' ', '\t', ';', "'", '=', '-', '1', 'é', '\ufeff', '\u2028', '\0'),
  }),
  fc.constantFrom('', 'null', 'NA', 'true', '007', '-1', '=1+2', '__proto__', '2024-02-29'),
)
const withHalves = fc.oneof(anyText, fc.constantFrom('\ud800', 'a\udc00b'))
const instants = fc.date({ min: new Date(-1e13), max: new Date(1e13), noInvalidDate: true })

const elements: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  float64: fc.oneof(fc.double(), fc.constantFrom(-0, NaN, Infinity, 5e-324, 1e21)),
  int32: fc.integer(),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  boolean: fc.boolean(),
  string: anyText,
  date: instants.map((date) => new Date(Math.floor(date.getTime() / 86_400_000) * 86_400_000)),
  timestamp: instants,
  json: fc
    .json({ maxDepth: 2 })
    .filter((text) => text !== 'null')
    .map((text) => JSON.parse(text.replaceAll('-0', '0')) as unknown),
}

interface Table {
  readonly schema: TableSchema
  readonly rows: readonly Row[]
}

const tables: fc.Arbitrary<Table> = fc
  .uniqueArray(fc.tuple(anyText, fc.constantFrom(...Object.keys(elements)), fc.boolean()), {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: 5,
  })
  .chain((columns) => {
    const schema = Object.fromEntries(columns.map(([name, type, isNullable]) => [name, isNullable ? `${type}?` : type]))
    const row = fc
      .tuple(...columns.map(([, type, isNullable]) => (isNullable ? fc.option(elements[type]!) : elements[type]!)))
      .map((values) => Object.fromEntries(columns.map(([name], at) => [name, (values as unknown[])[at]])))
    return fc.record({ schema: fc.constant(schema as TableSchema), rows: fc.array(row, { maxLength: 6 }) })
  })

const forms: readonly ((table: Table) => TableValue)[] = [
  ({ rows }) => rows,
  ({ rows }) => new Set(rows),
  async function* ({ rows }) {
    yield* rows
  },
  ({ rows, schema }) => toColumns(rows, schema),
]

async function readAll(value: unknown, as: string): Promise<readonly unknown[]> {
  if (as === 'rows') return value as unknown[]
  if (as === 'columns') return toRows(value as never)
  const parts = await Array.fromAsync(value as AsyncIterable<unknown>)
  return as === 'stream' ? parts : parts.flatMap((part) => toRows(part as never) as unknown[])
}

const as = fc.constantFrom('rows', 'stream', 'columns', 'batches' as const)

it(`tables in CSV (${numRuns} cases)`, { timeout: 600_000 }, async () => {
  const path = join(makeScratch(), 'a.csv')
  const dialects = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    quote: fc.constantFrom('"', "'"),
    nullText: fc.constantFrom('', 'NA', 'null', '-'),
    lineEnd: fc.constantFrom('\n', '\r\n' as const),
    bom: fc.boolean(),
  })
  const property = fc.asyncProperty(tables, dialects, fc.nat(3), as, async ({ schema, rows }, dialect, form, as) => {
    const options = { ...dialect, columns: schema, as, formulas: 'keep' } as const
    const one = csvFile(path, options)
    await one.write(forms[form]!({ schema, rows }), toldContext())
    expect(await readAll(await one.read(toldContext()), as)).toStrictEqual(rows.map((row) => whole(row, schema)))
    if (dialect.delimiter !== ',' || dialect.quote !== '"' || dialect.nullText !== '') return
    const [header, ...records] = referenceCsv(readFileSync(path, 'utf8').replace(/^\ufeff/, ''))
    const names = Object.keys(schema)
    expect(header!.map(({ text }) => text)).toEqual(names)
    expect(
      records.map((record) => record.map(({ text, isQuoted }) => (text === '' && !isQuoted ? null : text))),
    ).toEqual(rows.map((row) => names.map((name) => csvText(row[name], schema[name]!))))
  })
  await fc.assert(property, { numRuns })
})

/** What a cell of CSV must say. */
function csvText(value: unknown, type: string): string | null {
  if (value === null) return null
  if (type.startsWith('json')) return JSON.stringify(value)
  if (value instanceof Date) return type.startsWith('date') ? value.toISOString().split('T')[0]! : value.toISOString()
  return Object.is(value, -0) ? '-0' : String(value as string | number | bigint | boolean)
}

/** Days and integers have no -0. */
function whole(row: Row, schema: TableSchema): Row {
  return Object.fromEntries(
    Object.keys(schema).map((name) => {
      const value = row[name]
      return [name, schema[name]!.startsWith('int32') && value === 0 ? 0 : value]
    }),
  )
}

it(`CSV that another program has written (${numRuns} cases)`, { timeout: 600_000 }, async () => {
  const path = join(makeScratch(), 'a.csv')
  const cells = fc.array(fc.array(anyText, { minLength: 2, maxLength: 2 }), { maxLength: 5 })
  const property = fc.asyncProperty(cells, fc.boolean(), async (records, isQuoted) => {
    const content = referenceStringify(records, {
      columns: ['a', 'b'],
      header: true,
      quoted: isQuoted,
      quoted_empty: true,
    })
    writeFileSync(path, content)
    expect(await csvFile(path).read(toldContext())).toEqual(records.map(([a, b]) => ({ a, b })))
  })
  await fc.assert(property, { numRuns })
})

it(`tables in JSON Lines (${numRuns} cases)`, { timeout: 600_000 }, async () => {
  const scratch = makeScratch()
  const property = fc.asyncProperty(
    tables,
    fc.nat(3),
    as,
    fc.boolean(),
    async ({ schema, rows }, form, as, isPacked) => {
      const path = join(scratch, isPacked ? 'a.jsonl.gz' : 'a.jsonl')
      const isFinite = (value: unknown): boolean => typeof value !== 'number' || Number.isFinite(value)
      const sayable = rows.filter((row) => Object.values(row).every(isFinite))
      const one = jsonLinesFile(path, { columns: schema, as, bigint: 'string' })
      await one.write(forms[form]!({ schema, rows: sayable }), toldContext())
      expect(await readAll(await one.read(toldContext()), as)).toStrictEqual(sayable.map((row) => whole(row, schema)))
      const bytes = readFileSync(path)
      const lines = (isPacked ? gunzipSync(bytes) : bytes).toString().split('\n')
      expect(lines.pop()).toBe('')
      const again = lines.map((line) => JSON.stringify(JSON.parse(line)))
      expect(again).toEqual(sayable.map((row) => JSON.stringify(withDayTexts(row, schema), bigintAsText)))
    },
  )
  await fc.assert(property, { numRuns })
})

function withDayTexts(row: Row, schema: TableSchema): Row {
  const entries = Object.entries(row).map(([name, value]) => {
    const isDay = value instanceof Date && schema[name]!.startsWith('date')
    return [name, isDay ? value.toISOString().replace(/T.*/, '') : value] as const
  })
  return Object.fromEntries(entries)
}

function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

const plain = (text: fc.Arbitrary<string>, leaf: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, leaf, text, fc.constant(null), fc.boolean(), tie('list'), tie('record')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    record: fc
      .uniqueArray(fc.tuple(text, tie('value')), { selector: ([name]) => name, maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
  })).value as fc.Arbitrary<unknown>

it(`values in JSON (${numRuns} cases)`, { timeout: 600_000 }, async () => {
  const path = join(makeScratch(), 'a.json')
  const numbers = fc.oneof(fc.double({ noDefaultInfinity: true, noNaN: true }), fc.constantFrom(-0, 5e-324))
  const property = fc.asyncProperty(plain(withHalves, numbers), fc.nat(2), async (value, indent) => {
    const one = jsonFile(path, { indent })
    const facts = await one.write(value, toldContext())
    expect(await one.read(toldContext())).toStrictEqual(value)
    const content = readFileSync(path)
    expect(JSON.parse(content.toString())).toStrictEqual(value)
    expect(facts).toMatchObject({ sizeBytes: content.length })
  })
  await fc.assert(property, { numRuns })
})

it(`values in YAML (${numRuns} cases)`, { timeout: 600_000 }, async () => {
  const path = join(makeScratch(), 'a.yaml')
  // -0 is 0 in the core schema.
  const numbers = fc.oneof(
    fc.double().map((number) => (number === 0 ? 0 : number)),
    fc.bigInt().filter((integer) => !Number.isSafeInteger(Number(integer))),
  )
  const property = fc.asyncProperty(plain(anyText, numbers), async (value) => {
    const one = yamlFile(path)
    await one.write(value, toldContext())
    expect(await one.read(toldContext())).toStrictEqual(value)
    const reference: unknown = referenceYaml(readFileSync(path, 'utf8'), { intAsBigInt: true })
    expect(JSON.stringify(reference, bigintAsText)).toBe(JSON.stringify(value, integersAsText))
  })
  await fc.assert(property, { numRuns })
})

function integersAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' || Number.isSafeInteger(value) ? String(value) : value
}

it(`bytes and texts, packed or not, in pieces (${numRuns} cases)`, { timeout: 600_000 }, async () => {
  const scratch = makeScratch()
  const pieces = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 5 })
  const ending = fc.constantFrom('', '.gz', '.zst')
  const property = fc.asyncProperty(pieces, withHalves, ending, async (pieces, text, ending) => {
    const path = join(scratch, `a.bin${ending}`)
    await bytesFile(path).write(pieces, toldContext())
    const expected = Buffer.concat(pieces)
    expect(Buffer.from(await bytesFile(path).read(toldContext()))).toEqual(expected)
    const streamed = await bytesFile(path, { as: 'stream' }).read(toldContext())
    expect(Buffer.concat(await Array.fromAsync(streamed))).toEqual(expected)
    const content = readFileSync(path)
    const unpacked = ending === '' ? content : ending === '.gz' ? gunzipSync(content) : zstdDecompressSync(content)
    expect(unpacked).toEqual(expected)

    const file = textFile(join(scratch, `a.txt${ending}`))
    const writing = file.write(text, toldContext())
    if (/\p{Surrogate}/u.test(text)) {
      await expect(writing).rejects.toThrow('half of a surrogate pair')
      return
    }
    await writing
    expect(await file.read(toldContext())).toBe(text)
  })
  await fc.assert(property, { numRuns })
})
