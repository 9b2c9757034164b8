// Tables are given to their writers as these want them.

import { runInNewContext } from 'node:vm'
import { isThroughlineError, renderIssue } from 'throughline'
import { expect, it } from 'vitest'
import { toColumns, toRows } from '../columns/index.ts'
import type { TableValue } from './batch.ts'
import { readTable } from './read-table.ts'
import { asColumnsPiece } from './table-value.ts'
import { withColumns, withRows, type WriteRequest } from './write-table.ts'

const subject = { name: 'sales.csv', type: 'CSV', signal: new AbortController().signal }

const rows = [
  { id: 1, name: 'a' },
  { id: 2, name: null },
  { id: 3, name: 'c' },
]

async function* later<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  for (const item of items) yield await Promise.resolve(item)
}

const forms: Readonly<Record<string, () => TableValue>> = {
  'a list': () => rows,
  'an iterable': () => new Set(rows),
  'a stream': () => later(rows),
  columns: () => toColumns(rows),
  'a stream of columns': () => later([toColumns(rows.slice(0, 1)), toColumns(rows.slice(1))]),
}

async function rowsOf(value: TableValue, request: Partial<WriteRequest> = {}) {
  return await withRows(value, { ...subject, ...request }, async ({ names, batches }) => ({
    names,
    batches: await Array.fromAsync(batches),
  }))
}

async function columnsOf(value: TableValue, request: Partial<WriteRequest> = {}) {
  return await withColumns(value, { ...subject, ...request }, async ({ schema, batches }) => ({
    schema,
    batches: await Array.fromAsync(batches),
  }))
}

async function textOf(writing: Promise<unknown>): Promise<string> {
  try {
    await writing
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    return error.issues.map((issue) => renderIssue(issue)).join('\n')
  }
  throw new Error('nothing was wrong')
}

it.each(Object.entries(forms))('%s is given as rows and as columns', async (_, make) => {
  const asRows = await rowsOf(make(), { batchRows: 2 })
  expect(asRows.names).toEqual(['id', 'name'])
  expect(asRows.batches.flat()).toEqual(rows)
  expect(asRows.batches.every((batch) => batch.length <= 2)).toBe(true)
  const asColumns = await columnsOf(make(), { batchRows: 2 })
  expect(asColumns.schema).toEqual({ id: 'float64?', name: 'string?' })
  expect(asColumns.batches.flatMap((batch) => toRows(batch) as object[])).toEqual(rows)
})

it('a schema says which columns there are, of which types, in which order', async () => {
  const schema = { name: 'string?', id: 'int32' } as const
  for (const make of Object.values(forms)) {
    const { names, batches } = await rowsOf(make(), { schema })
    expect(names).toEqual(['name', 'id'])
    expect(batches.flat().map((row) => Object.keys(row))).toEqual(rows.map(() => ['name', 'id']))
    const { batches: columns } = await columnsOf(make(), { schema })
    expect(columns[0]!['id']).toBeInstanceOf(Int32Array)
  }
  const wrong = { name: 'string', id: 'int32' } as const
  for (const make of Object.values(forms)) {
    expect(await textOf(rowsOf(make(), { schema: wrong }))).toContain('row 2, column "name": nothing')
    expect(await textOf(columnsOf(make(), { schema: wrong }))).toContain('row 2, column "name": nothing')
  }
})

it('an empty table has the columns that are known of it', async () => {
  expect(await rowsOf([])).toEqual({ names: [], batches: [] })
  expect((await rowsOf([], { schema: { a: 'int32' } })).names).toEqual(['a'])
  expect((await rowsOf({ a: new Int32Array() })).names).toEqual(['a'])
  expect(await columnsOf(later([]))).toEqual({ schema: {}, batches: [] })
})

it('a row with a column that the first one has not is an error, unless rows may differ', async () => {
  const uneven = [{ a: 1 }, { a: 2, b: 3 }]
  expect(await textOf(rowsOf(uneven))).toContain('row 2, column "b": the first row has no such column')
  expect(await textOf(columnsOf(later(uneven), { batchRows: 1 }))).toContain('row 2, column "b"')
  const batches = [{ a: Int8Array.of(1) }, { a: Int8Array.of(2), b: Int8Array.of(3) }]
  expect(await textOf(rowsOf(later(batches) as never))).toContain('row 2, column "b"')
  expect(await textOf(columnsOf(later(batches) as never))).toContain('row 2, column "b"')
  expect((await rowsOf(uneven, { mayDiffer: true })).batches.flat()).toEqual(uneven)
})

it.each([
  ['text', '"text" is no table'],
  [5, '5 is no table'],
  [null, 'null is no table'],
  [{ a: [1], b: [1, 2] }, 'an object is no table'],
  [new Date(0), '1970-01-01T00:00:00.000Z is no table'],
  [new Uint8Array(2), 'an object is no table'],
  [[{ a: 1 }, 5], 'row 2: 5 is no row'],
  [[{ a: 1 }, [1]], 'row 2: a list is no row'],
  [later([{ a: 1 }, null]), 'row 2: null is no row'],
])('%j is refused', async (value, found) => {
  expect(await textOf(rowsOf(value as never))).toContain(found)
})

it('a stream is ended when its writer fails, before and after the first row', async () => {
  for (const reads of [false, true]) {
    let isEnded = false
    async function* endless(): AsyncGenerator<object> {
      try {
        for (;;) yield { a: 1 }
      } finally {
        isEnded = true
      }
    }
    const failing = withRows(endless() as never, subject, async ({ batches }) => {
      if (reads) for await (const _ of batches) break
      throw new Error('full')
    })
    await expect(failing).rejects.toThrow('full')
    expect(isEnded).toBe(true)
  }
})

it.each([
  [1n, '007', '"007" is no int64'],
  [new Date(0), '2024-01-01', '"2024-01-01" is no timestamp'],
  [true, 1, '1 is no boolean'],
  [null, new Date(0), '1970-01-01T00:00:00.000Z is no json'],
])('a stream of %o does not make something else of %o', async (early, late, found) => {
  const given = later([{ x: early }, { x: late }])
  expect(await textOf(columnsOf(given, { batchRows: 1 }))).toContain(`row 2, column "x": ${found}`)
  const batches = later([{ x: early }, { x: late }].map((row) => asColumnsPiece(toColumns([row]))))
  expect(await textOf(columnsOf(batches))).toContain(`row 2, column "x": ${found}`)
})

it('rows and columns by turns are counted on', async () => {
  const given = later([
    { x: 1 },
    { x: Float64Array.of(2, 3) },
    { x: 4 },
    { x: Float64Array.of(5) },
    asColumnsPiece({ x: ['a'] }),
  ])
  expect(await textOf(columnsOf(given))).toContain('row 6, column "x": "a" is no float64')
})

it('batches that were read are columns, also when all of them are lists', async () => {
  const ids = Array.from({ length: 2000 }, (_, index) => `id ${index}`)
  const input = { batches: [{ columns: { id: ids, note: ids } }, { rows: ids.map((id) => ({ id, note: id })) }] }
  const told = { report: () => {}, progress: () => {}, signal: new AbortController().signal }
  const read = await readTable(input, { ...subject, as: 'batches' }, told)
  const { names, batches } = await rowsOf(read)
  expect(names).toEqual(['id', 'note'])
  expect(batches.flat()).toEqual([...ids, ...ids].map((id) => ({ id, note: id })))
})

it('promises of another realm are waited for', async () => {
  let left = 2
  const Elsewhere = runInNewContext('Promise') as PromiseConstructor
  const next = (): Promise<IteratorResult<object>> =>
    Elsewhere.resolve({ done: left-- === 0, value: { a: 1 } } as never)
  const given = { [Symbol.asyncIterator]: () => ({ next }) } as never
  expect((await rowsOf(given)).batches.flat()).toEqual([{ a: 1 }, { a: 1 }])
})

it('a signal ends the writing of a stream that waits for ever', async () => {
  const { signal, abort } = ((one) => ({ signal: one.signal, abort: () => one.abort(new Error('enough')) }))(
    new AbortController(),
  )
  async function* stuck(): AsyncGenerator<{ a: number }> {
    yield { a: 1 }
    abort()
    await new Promise(() => {})
  }
  await expect(rowsOf(stuck(), { signal })).rejects.toThrow('enough')
})

it('rows that fit are not copied for a writer that looks at the columns alone, and those that do not are left as they are', async () => {
  const schema = { id: 'int64', name: 'string?' } as const
  const given = [{ id: 1n, name: 'a', more: true }, { id: 2 }, { id: 3n, name: null }]
  const { batches } = await rowsOf(given, { schema, looksAtColumns: true })
  const found = batches.flat()
  expect(found[0]).toBe(given[0])
  expect(found.slice(1)).toEqual([
    { id: 2n, name: null },
    { id: 3n, name: null },
  ])
  expect(found[2]).toBe(given[2])
  expect(given[1]).toEqual({ id: 2 })
  expect(await textOf(rowsOf([{ id: 'x', name: 'a' }], { schema, looksAtColumns: true }))).toContain(
    'row 1, column "id": "x" is no int64',
  )
  const risky = { ['__proto__']: 'string?' } as const
  const { batches: safe } = await rowsOf([{ id: 1 }], { schema: risky, looksAtColumns: true })
  expect(Object.getOwnPropertyDescriptor(safe[0]![0], '__proto__')?.value).toBe(null)
})
