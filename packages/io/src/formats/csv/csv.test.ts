// CSV, cell by cell: what is written, what is read, and what is refused.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { toldContext } from '../../fixtures/contexts.ts'
import { makeScratch } from '../../fixtures/scratch.ts'
import { issueText } from '../../fixtures/texts-of-issues.ts'
import { csv, csvFile, jsonLinesFile, type Columns, type TableValue } from '../../index.ts'

type Options = Parameters<typeof csvFile>[1]

async function written(value: TableValue, options?: Options): Promise<string> {
  const path = join(makeScratch(), 'a.csv')
  await csvFile(path, options).write(value, toldContext())
  return readFileSync(path, 'utf8')
}

async function read(content: string, options?: Options): Promise<unknown> {
  const path = join(makeScratch(), 'a.csv')
  writeFileSync(path, content)
  return await csvFile(path, options).read(toldContext())
}

async function refused(value: TableValue, options?: Options): Promise<string> {
  const folder = makeScratch()
  const text = await issueText(csvFile(join(folder, 'a.csv'), options).write(value, toldContext()), folder)
  return text.split('\n')[2]!.trim()
}

it.each([
  [null, ''],
  [undefined, ''],
  ['', '""'],
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "yes"', '"say ""yes"""'],
  ['two\nlines', '"two\nlines"'],
  ['a\rb', '"a\rb"'],
  [' space ', '" space "'],
  ['007', '007'],
  ['-1.5', '-1.5'],
  [-0, '-0'],
  [0.1, '0.1'],
  [NaN, 'NaN'],
  [-Infinity, '-Infinity'],
  [2n ** 64n, '18446744073709551616'],
  [true, 'true'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
])('%o is written as %j', async (value, cell) => {
  expect(await written([{ x: value, y: 1 }])).toBe(`x,y\n${cell},1\n`)
})

it('a dialect is written and read', async () => {
  const rows = [
    { 'the "name"': "it's", n: 1.5, none: null },
    { 'the "name"': 'NA', n: -1, none: null },
  ]
  const options = { delimiter: ';', quote: "'", nullText: 'NA', lineEnd: '\r\n', bom: true } as const
  const content = `\ufeffthe "name";n;none\r\n'it''s';1.5;NA\r\n'NA';-1;NA\r\n`
  expect(await written(rows, options)).toBe(content)
  const columns = { n: 'float64', none: 'string?', 'the "name"': 'string' } as const
  expect(await read(content, { ...options, columns })).toEqual(rows)
  expect(csv(options).settings).toEqual({ delimiter: ';' })
})

it('days are days where they are said to be', async () => {
  const rows = [{ day: new Date('2024-02-29') }]
  expect(await written(rows, { columns: { day: 'date' } })).toBe('day\n2024-02-29\n')
  expect(await written({ day: { type: 'Date', length: 1, values: Int32Array.of(19_782) } })).toBe('day\n2024-02-29\n')
})

it('batches of columns are written cell by cell, whatever the first of them holds', async () => {
  const numbers = Float64Array.of(1)
  const day = { type: 'Date', length: 1, values: Int32Array.of(1) } as const
  const instant = { type: 'Timestamp', unit: 'ms', length: 1, values: Float64Array.of(1) } as const
  async function* batches(): AsyncGenerator<Columns> {
    yield { x: [null], n: numbers, at: day }
    yield { x: ['a'], n: numbers, at: instant }
  }
  expect(await written(batches())).toBe('x,n,at\n,1,1970-01-02\na,1,1970-01-01T00:00:00.001Z\n')
  expect(await written({ x: ['a', 5, null], n: Float64Array.of(1, 2, 3) })).toBe('x,n\na,1\n5,2\n,3\n')
})

it.each([
  ['us', 1_704_067_200_123_456n, '2024-01-01T00:00:00.123456Z'],
  ['us', -1n, '1969-12-31T23:59:59.999999Z'],
  ['us', 1000n, '1970-01-01T00:00:00.001Z'],
  ['ns', 1_704_067_200_000_000_120n, '2024-01-01T00:00:00.00000012Z'],
  ['ms', 5n, '1970-01-01T00:00:00.005Z'],
] as const)('an instant of columns in %s is written with all digits: %s', async (unit, value, text) => {
  const at = { type: 'Timestamp', unit, length: 1, values: BigInt64Array.of(value) } as const
  expect(await written({ at, n: Float64Array.of(1) })).toBe(`at,n\n${text},1\n`)
  expect(await written({ at, n: Float64Array.of(1) }, { columns: { at: 'timestamp' } })).toBe(`at\n${text}\n`)
  const path = join(makeScratch(), 'a.jsonl')
  await jsonLinesFile(path).write({ at }, toldContext())
  expect(readFileSync(path, 'utf8')).toBe(`{"at":"${text}"}\n`)
})

it('fields that rows have from their class are written where they are asked for', async () => {
  class Order {
    readonly net = 4
    get total(): number {
      return this.net * 1.25
    }
  }
  expect(await written([new Order()], { columns: { net: 'float64', total: 'float64?' } })).toBe('net,total\n4,5\n')
})

it('lists and objects are written as JSON where a column is said to be that', async () => {
  const rows = [{ x: { a: [1, 'é,"'] } }, { x: null }, { x: 'text' }]
  const content = 'x\n"{""a"":[1,""é,\\""""]}"\n\n"""text"""\n'
  expect(await written(rows, { columns: { x: 'json?' } })).toBe(content)
  expect(await read(content, { columns: { x: 'json?' } })).toEqual(rows)
  expect(await refused([{ x: { a: NaN } }], { columns: { x: 'json' } })).toBe('row 1, column "x": value.a is NaN')
})

it('a header may be left out, or be given', async () => {
  expect(await read('1,2\n', { header: false })).toEqual([{ column1: '1', column2: '2' }])
  expect(await read('1,2\n', { header: ['a', 'b'] })).toEqual([{ a: '1', b: '2' }])
  expect(await read('', { header: ['a', 'b'], as: 'columns' })).toMatchObject({ a: { length: 0 }, b: { length: 0 } })
  expect(await written([{ a: 1, b: 2 }], { header: false })).toBe('1,2\n')
  expect(await written([{ a: 1, b: 2 }], { header: ['x', 'y'] })).toBe('x,y\n1,2\n')
  expect(await refused([{ a: 1 }], { header: ['x', 'y'] })).toBe('2 names for 1 columns')
})

it('line ends of every kind, a mark at the start, and lines without anything are read', async () => {
  for (const end of ['\n', '\r\n', '\r']) {
    expect(await read(`\ufeffa,b${end}1,2${end}${end}3,4`)).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ])
  }
  expect(await read('a\n1\n\n""\n')).toEqual([{ a: '1' }, { a: null }, { a: '' }])
  expect(await read('')).toEqual([])
  expect(await read('a,b\n')).toEqual([])
})

it('another delimiter than expected is noticed', async () => {
  const text = await issueText(read('a;b\n1,5;2\n'))
  expect(text).toContain('is this the delimiter?  { delimiter: ";" }')
})

it('an empty table has its columns when they are known', async () => {
  expect(await written([])).toBe('')
  expect(await written([], { columns: { a: 'int32', b: 'string' } })).toBe('a,b\n')
  expect(await read('a,b\n', { as: 'columns', columns: { a: 'int32' } })).toEqual({ a: new Int32Array() })
})

it.each(['=1+2', '+1+2', '-a', '@SUM(1)', '\tx', '\rx', '＝1'])(
  'the formula %j is refused, unless it is wanted',
  async (text) => {
    expect(await refused([{ x: text }])).toContain('row 1, column "x": ')
    expect(await refused([{ [text]: 1 }])).toContain('is a formula for a spreadsheet program')
    for (const formulas of ['escape', 'keep'] as const) {
      const content = await written([{ x: text }], { formulas })
      expect(await read(content)).toEqual([{ x: formulas === 'keep' ? text : `'${text}` }])
    }
  },
)

it.each([
  [[1], 'row 2, column "x": a list'],
  [{}, 'row 2, column "x": an object'],
  [new Date(NaN), 'row 2, column "x": an invalid Date'],
  [() => 1, 'row 2, column "x": a function'],
  ['\ud800', 'row 2, column "x": half of a surrogate pair, which is no character'],
])('%j has no cell', async (value, found) => {
  expect(await refused([{ x: 1 }, { x: value }])).toBe(found)
})

it('a record without columns has no line', async () => {
  expect(await refused([{}])).toBe('row 1: a row without columns')
})

it.each([
  [{ delimiter: '' }, 'delimiter'],
  [{ delimiter: '\n' }, 'delimiter'],
  [{ quote: ',' }, 'quote'],
  [{ nullText: 'a,b' }, 'nullText'],
  [{ formulas: 'run' }, 'formulas'],
  [{ lineEnd: '\r' }, 'lineEnd'],
  [{ header: 'a' }, 'header'],
  [{ maxRecordBytes: 0 }, 'maxRecordBytes'],
  [{ as: 'table' }, 'as'],
  [{ columns: 'guess' }, 'columns'],
  [{ columns: { a: 'number' } }, 'columns.a'],
])('the options %j are refused', async (options, option) => {
  expect(await issueText(() => csvFile('a.csv', options as never))).toContain(`The option "${option}" of csv is`)
})
