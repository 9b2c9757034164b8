// Fields of values that are no plain records, other names, fields that may be missing, fields of variants.

import { tableFromArrays } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import {
  bind,
  byConfig,
  dataflow,
  extract,
  from,
  isThroughlineError,
  oneOf,
  otherwise,
  renderIssue,
  tagged,
  untyped,
  when,
  type NodeError,
} from '../index.ts'
import { untypedFlow } from '../testing/index.ts'

const anything = extract as (fn: unknown, fields: unknown) => object

/** What the failed fields say, by node. */
async function failuresOf(value: unknown, fields: unknown, outputs: readonly string[]): Promise<string[]> {
  const { failures } = await untypedFlow({ whole: anything(() => value, fields) }).settle(outputs)
  return failures.map((failure: NodeError) => {
    const issue = failure.issues.find(({ code }) => code === 'run/missing-field')!
    return [failure.node, issue.title, ...issue.hints].join(' | ')
  })
}

/** As Apache Arrow gives columns: properties of the table are no columns. */
class Table {
  readonly schema: { readonly fields: readonly { readonly name: string }[] }
  readonly #columns: ReadonlyMap<string, unknown>
  constructor(columns: Readonly<Record<string, unknown>>) {
    this.#columns = new Map(Object.entries(columns))
    this.schema = { fields: Object.keys(columns).map((name) => ({ name })) }
  }
  getChild(name: string): unknown {
    return this.#columns.get(name) ?? null
  }
}

describe('extract', () => {
  it('names the items of a tuple in order, as many as are wanted', async () => {
    const flow = dataflow({
      parts: extract(({ n }: { n: number }) => [n, `${n}`, n * 2] as const, ['count', 'label']),
      next: ({ count }: { count: number }) => count + 1,
    })
    expect(await flow.execute(['parts', 'label', 'next'], { inputs: { n: 3 } })).toEqual({
      parts: [3, '3', 6],
      label: '3',
      next: 4,
    })
  })

  it('gives nodes other names than fields, and takes items by position', async () => {
    const flow = dataflow({
      range: extract(() => ({ min: 1, max: 9 }), { min: 'lowest', max: 'highest' }),
      pair: extract(() => ['a', 'b'] as const, { 1: 'second' }),
    })
    expect(await flow.execute(['lowest', 'highest', 'second'])).toEqual({ lowest: 1, highest: 9, second: 'b' })
    expect(flow.nodes.map(({ name, exportPath }) => `${name} ${exportPath}`)).toEqual([
      'highest range',
      'lowest range',
      'pair pair',
      'range range',
      'second pair',
    ])
  })

  it('takes undefined for a field that may be missing, so that readers use their default', async () => {
    const flow = untypedFlow({
      parts: anything(() => ({ a: 1, none: undefined, nothing: null }), ['a?', 'b?', 'none', 'nothing?']),
      pair: anything(() => [1], ['first', 'second?']),
      renamed: anything(() => new Map(), { 'x?': 'y' }),
      use: ({ b = 'default' }: { b?: string }) => b,
    })
    expect(await flow.execute(['a', 'b', 'none', 'nothing', 'second', 'y', 'use'])).toEqual({
      a: 1,
      b: undefined,
      none: undefined,
      nothing: null,
      second: undefined,
      y: undefined,
      use: 'default',
    })
  })

  it('takes keys of a map, and columns of a table, never what map and table are made of', async () => {
    const price = new Float64Array([1, 2])
    const flow = untypedFlow({
      rates: anything(() => new Map([['eu', 1]]), ['eu']),
      table: anything(() => new Table({ price, schema: ['s'] }), ['price', 'schema']),
      columns: anything(() => ({ day: ['mon'] }), ['day']),
    })
    expect(await flow.execute(['eu', 'price', 'schema', 'day'])).toEqual({ eu: 1, price, schema: ['s'], day: ['mon'] })
    expect(await failuresOf(new Map([['eu', 1]]), ['size', 'ee'], ['size', 'ee'])).toEqual([
      'size | The value has no field "size" to extract: it is a map. | its fields: eu',
      'ee | The value has no field "ee" to extract: it is a map. | did you mean "eu"?',
    ])
    expect(await failuresOf(new Table({ price }), ['prise'], ['prise'])).toEqual([
      'prise | The value has no field "prise" to extract: it is a table. | did you mean "price"?',
    ])
    const bare = { getChild: () => undefined }
    expect(await failuresOf(bare, ['p'], ['p'])).toEqual(['p | The value has no field "p" to extract: it is a table.'])
  })

  it('takes columns of an Arrow table', async () => {
    const table = (): ReturnType<typeof tableFromArrays<{ price: Float64Array; sold: Int32Array }>> =>
      tableFromArrays({ price: Float64Array.of(1.5, 2), sold: Int32Array.of(3, 4) })
    const flow = dataflow({
      table: extract(table, ['price', 'sold']),
      most: ({ price }: { price: Iterable<number | null> }) => Math.max(...[...price].map(Number)),
    })
    const { most, sold } = await flow.execute(['most', 'sold'])
    expect([most, sold.get(1)]).toEqual([2, 4])
    expect(await failuresOf(table(), ['numRows'], ['numRows'])).toEqual([
      'numRows | The value has no field "numRows" to extract: it is a table. | its fields: price, sold',
    ])
  })

  it('fails the items that a list lacks, by their names', async () => {
    expect(await failuresOf([1], ['a', 'b', 'c'], ['a', 'b', 'c'])).toEqual([
      'b | The value has no field "b" to extract: it is a list of 1.',
      'c | The value has no field "c" to extract: it is a list of 1.',
    ])
    expect(await failuresOf([1], { 0: 'a', 2: 'c', length: 'l' }, ['a', 'c', 'l'])).toEqual([
      'c | The value has no field "2" to extract: it is a list of 1.',
      'l | The value has no field "length" to extract: it is a list of 1.',
    ])
  })

  it('has fields that come, go and change with the variants of the whole', async () => {
    const flow = dataflow({
      some: extract(
        when({ on: true }, () => ({ level: 3 })),
        ['level'],
      ),
      model: extract(byConfig('way', { x: () => ({ a: 1 }), y: () => ({ a: 'y' }) }), ['a']),
      pair: extract(
        oneOf(
          when({ way: 'x' }, () => [1] as const),
          otherwise(() => ['z'] as const),
        ),
        ['only'],
      ),
      use: ({ level = 0 }: { level?: number }) => level,
    })
    expect(flow.nodes.map((one) => one.name)).toEqual(['a', 'model', 'only', 'pair', 'use'])
    expect(await flow.execute(['only', 'use'])).toEqual({ only: 'z', use: 0 })
    expect(
      untyped(flow)
        .validate(['a'])
        .map((issue) => issue.code),
    ).toEqual(['graph/undecided-variant'])
    const on = flow.configure({ on: true, way: 'x' })
    expect(await on.execute(['a', 'level', 'only', 'use'])).toEqual({ a: 1, level: 3, only: 1, use: 3 })
    expect(on.upstream('level')).toEqual(['some'])
    expect(await flow.configure({ way: 'y' }).execute(['a'])).toEqual({ a: 'y' })
  })

  it('goes with overrides of the whole and of a field, and with other modifiers', async () => {
    const flow = dataflow({
      base: () => 2,
      parts: tagged(
        extract(
          bind(({ x }: { x: number }) => ({ a: x, b: x * 10 }), { x: from('base') }),
          ['a', 'b'],
        ),
        { t: 'v' },
      ),
      sum: ({ a, b }: { a: number; b: number }) => a + b,
    })
    expect(await flow.execute(['sum'])).toEqual({ sum: 22 })
    expect(await flow.override({ parts: { a: 1, b: 1 } }).execute(['sum'])).toEqual({ sum: 2 })
    expect(await flow.override({ a: 100 }).execute(['sum'])).toEqual({ sum: 120 })
    expect(flow.nodes.filter((one) => one.tags['t']).map((one) => one.name)).toEqual(['a', 'b', 'parts'])
  })

  it.each([['ab'], [undefined], [null], [3], [[1]], [{ a: 1 }], [[{}]]])('refuses %o for names', (fields) => {
    let said = ''
    try {
      anything(() => 1, fields)
    } catch (error) {
      if (isThroughlineError(error)) said = renderIssue(error.issues[0]!)
    }
    expect(said).toMatch(/^modifier\/bad-option\nextract: "fields.*expected a/)
  })
})
