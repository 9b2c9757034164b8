// JSON: what it cannot say is refused with its path, and errors are found where they are.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { toColumns } from '../../columns/index.ts'
import { toldContext } from '../../fixtures/contexts.ts'
import { makeScratch } from '../../fixtures/scratch.ts'
import { issueText } from '../../fixtures/texts-of-issues.ts'
import { jsonFile, jsonLinesFile, type Columns } from '../../index.ts'

async function refused(value: unknown, options?: Parameters<typeof jsonFile>[1]): Promise<string> {
  const folder = makeScratch()
  const text = await issueText(jsonFile(join(folder, 'a.json'), options).write(value, toldContext()), folder)
  return text.split('\n')[2]!.trim()
}

async function written(value: unknown, options?: Parameters<typeof jsonFile>[1]): Promise<string> {
  const path = join(makeScratch(), 'a.json')
  await jsonFile(path, options).write(value, toldContext())
  return readFileSync(path, 'utf8')
}

const round: { self?: unknown } = {}
round.self = round

it.each([
  [undefined, 'value is undefined'],
  [{ a: [1, undefined] }, 'value.a[1] is undefined'],
  [[{ 'a b': NaN }], 'value[0]["a b"] is NaN'],
  [{ a: 1n }, 'value.a is a bigint'],
  [{ a: () => 1 }, 'value.a is a function'],
  [{ a: Symbol('x') }, 'value.a is a symbol'],
  [new Map(), 'value is an object of the class Map'],
  [{ a: new Set() }, 'value.a is an object of the class Set'],
  [{ a: new Float64Array(2) }, 'value.a is an object of the class Float64Array'],
  [{ a: /x/ }, 'value.a is an object of the class RegExp'],
  [{ a: new Date(NaN) }, 'value.a is an invalid Date'],
  [{ a: { toJSON: () => undefined } }, 'value.a is undefined'],
  [Array(2), 'value[0] is undefined'],
])('%o is refused', async (value, found) => {
  expect(await refused(value)).toBe(found)
})

it('what holds itself is refused', async () => {
  expect(await refused(round)).toMatch(/^value(\.self)+ is something nested without end$/)
})

it('options allow what can be allowed', async () => {
  expect(await written({ a: 2n ** 64n }, { bigint: 'string' })).toBe('{"a":"18446744073709551616"}\n')
  expect(await written([NaN, Infinity, -0], { nonFinite: 'null' })).toBe('[null,null,-0]\n')
  expect(await written({ a: [1] }, { indent: 2 })).toBe('{\n  "a": [\n    1\n  ]\n}\n')
  expect(await written({ a: new Date(0), b: new URL('https://a.b') })).toBe(
    '{"a":"1970-01-01T00:00:00.000Z","b":"https://a.b/"}\n',
  )
  expect(await issueText(() => jsonFile('a.json', { indent: -1 }))).toContain('The option "indent" of json is -1.')
  expect(await issueText(() => jsonLinesFile('a.jsonl', { bigint: 'number' as never }))).toContain('"bigint"')
  expect(await issueText(() => jsonLinesFile('a.jsonl', { nonFinite: 'x' as never }))).toContain('"nonFinite"')
  expect(await issueText(() => jsonLinesFile('a.jsonl', { maxLineBytes: 0 }))).toContain('"maxLineBytes"')
})

it('a day of JSON Lines is written without a time where it is declared, or is a column of days', async () => {
  const path = join(makeScratch(), 'days.jsonl')
  const [day, at] = [new Date('2024-02-29'), new Date('2024-02-29T10:00:00Z')]
  const line = '{"day":"2024-02-29","at":"2024-02-29T10:00:00.000Z","none":null}\n'
  const columns = { day: 'date', at: 'timestamp', none: 'date?' } as const
  const file = jsonLinesFile(path, { columns })
  await file.write([{ day, at, none: null }], toldContext())
  expect(readFileSync(path, 'utf8')).toBe(line)
  expect(await file.read(toldContext())).toEqual([{ day, at, none: null }])
  await jsonLinesFile(path).write(toColumns([{ day, at, none: null }], columns), toldContext())
  expect(readFileSync(path, 'utf8')).toBe(line)
})

it('a row of JSON Lines that cannot be written is named', async () => {
  const folder = makeScratch()
  const writing = jsonLinesFile(join(folder, 'a.jsonl')).write([{ a: 1 }, { a: { b: [NaN] } }], toldContext())
  expect((await issueText(writing, folder)).split('\n')[2]!.trim()).toBe('row 2: row.a.b[0] is NaN')
})

it('integers are read to their last digit where these are asked for', async () => {
  const path = join(makeScratch(), 'a.jsonl')
  const nested = '{"id":12345678901234567891}'
  writeFileSync(path, `{"id":12345678901234567,"__proto__":-9223372036854775808,"x":${nested}}\n{"id":5}\n`)
  const columns = JSON.parse('{"id":"int64","__proto__":"int64?","x":"json?"}') as { id: 'int64'; x: 'json?' }
  const [first, second] = await jsonLinesFile(path, { columns }).read(toldContext())
  expect(Object.entries(first!)).toEqual([
    ['id', 12345678901234567n],
    ['__proto__', -(2n ** 63n)],
    ['x', JSON.parse(nested)],
  ])
  expect(second!.id).toBe(5n)
  writeFileSync(path, '{"id":1e30}\n')
  const found = 'row 1, column "id": 1e+30 is no int64'
  expect(await issueText(jsonLinesFile(path, { columns }).read(toldContext()))).toContain(found)
})

it('a later batch of instants keeps its times where the first one has days', async () => {
  const path = join(makeScratch(), 'a.jsonl')
  async function* batches(): AsyncGenerator<Columns> {
    yield { at: { type: 'Date', length: 1, values: Int32Array.of(1) } }
    yield { at: { type: 'Timestamp', unit: 'ms', length: 1, values: Float64Array.of(1) } }
  }
  await jsonLinesFile(path).write(batches(), toldContext())
  expect(readFileSync(path, 'utf8')).toBe('{"at":"1970-01-02"}\n{"at":"1970-01-01T00:00:00.001Z"}\n')
})
