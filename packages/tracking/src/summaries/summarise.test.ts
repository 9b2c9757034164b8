import { tableFromArrays } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { column, of } from './fixtures/summary-of.ts'
import { secret } from './privacy/secret.ts'

describe('a summary of numbers', () => {
  it('counts what is odd, and leaves it out of all else', () => {
    expect(of('numeric', [3, 1, null, NaN, undefined, Infinity, -Infinity, 0, -2, -0])).toMatchObject({
      n: 10,
      missing: 2,
      nan: 1,
      positiveInfinity: 1,
      negativeInfinity: 1,
      zeros: 2,
      negatives: 1,
      min: -2,
      max: 3,
      mean: 0.4,
      distinct: 4,
    })
  })

  it('says the same of arrays, typed arrays and columns of bigints', () => {
    const expected = of('numeric', [1, 2, 3, 4])
    expect(expected).toMatchObject({
      mean: 2.5,
      std: Math.sqrt(5 / 3),
      skew: 0,
      quantiles: { p25: 1.75, p50: 2.5, p75: 3.25 },
    })
    expect(of('numeric', Float64Array.of(1, 2, 3, 4))).toEqual(expected)
    expect(of('numeric', Int8Array.of(1, 2, 3, 4))).toEqual(expected)
    expect(of('numeric', [1n, 2n, 3n, 4n])).toEqual(expected)
    expect(of('numeric', BigInt64Array.of(1n, 2n, 3n, 4n))).toEqual(expected)
  })

  it('of one number is that number', () => {
    expect(of('numeric', 7)).toMatchObject({ n: 1, min: 7, max: 7, mean: 7, std: null, distinct: 1 })
  })

  it('has nulls where there is no number', () => {
    expect(of('numeric', [NaN])).toMatchObject({ n: 1, nan: 1, min: null, max: null, mean: null, twentieths: [] })
  })

  it('of many has figures that are exact, and quantiles of a sample', () => {
    const values = Float64Array.from({ length: 100_000 }, (_, at) => (at * 7919) % 100_000)
    const { min, max, mean, distinct, quantiles, histogram } = of('numeric', values)
    expect([min, max, mean]).toEqual([0, 99_999, 49_999.5])
    expect(Math.abs(distinct / 100_000 - 1)).toBeLessThan(0.07)
    expect(Math.abs(quantiles.p50! - 50_000)).toBeLessThan(2500)
    expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(100_000)
  })
})

describe('a summary of texts', () => {
  it('tells lengths and how many are different, and no text', () => {
    const summary = of('text', ['lisbon', '', 'porto', 'porto', null])
    expect(summary).toMatchObject({
      n: 5,
      missing: 1,
      empty: 1,
      distinct: 3,
      characters: 16,
      length: { min: 0, max: 6, mean: 4 },
      pattern: null,
    })
    expect(JSON.stringify(summary)).not.toMatch(/lisbon|porto/)
  })

  it.each([
    ['uuid', ['123e4567-e89b-12d3-a456-426614174000']],
    ['email', ['ann@example.com', 'bob@example.org']],
    ['url', ['https://example.com/a?b=c']],
    ['date', ['2024-02-29', '2024-02-29T10:00:00Z']],
    ['number', ['12', '-3.5e10']],
    [null, ['2024-02-29', 'ann@example.com']],
  ])('guesses the pattern %s', (pattern, texts) => {
    expect(of('text', texts).pattern).toBe(pattern)
  })

  it('keeps no hash of a single text', () => {
    const { distinct, sketch, tokens } = of('text', 'What is the capital of Portugal?')
    expect({ distinct, sketch, tokens }).toEqual({
      distinct: null,
      tokens: 8,
      sketch: { lengths: expect.anything(), patterns: { looked: 1 } },
    })
  })

  it('has other hashes under another salt', () => {
    const [a, b] = [1, 2].map((salt) => of('text', ['x', 'y', 'z'], { salt }).sketch.distinct)
    expect(a).not.toBe(b)
  })
})

describe('a summary of booleans', () => {
  it('tells how many are true', () => {
    expect(of('boolean', [true, false, true, null])).toEqual({ n: 4, missing: 1, true: 2, trueRatio: 2 / 3 })
    expect(of('boolean', false)).toEqual({ n: 1, missing: 0, true: 0, trueRatio: 0 })
  })
})

describe('a summary of dates', () => {
  it('tells from when to when, and the gaps between', () => {
    const days = ['2024-01-05', '2024-01-01', '2024-01-02'].map((text) => new Date(text))
    expect(of('date', [...days, new Date(Number.NaN), null])).toMatchObject({
      n: 5,
      missing: 1,
      invalid: 1,
      min: '2024-01-01T00:00:00.000Z',
      max: '2024-01-05T00:00:00.000Z',
      zones: ['UTC'],
      gapsMs: { n: 2, min: 86_400_000, max: 3 * 86_400_000 },
    })
  })

  it('knows values of Temporal by their form', () => {
    class ZonedDateTime {
      readonly epochMilliseconds = 0
      readonly timeZoneId = 'Europe/Lisbon'
      readonly [Symbol.toStringTag] = 'Temporal.ZonedDateTime'
    }
    class PlainDate {
      readonly [Symbol.toStringTag] = 'Temporal.PlainDate'
      toString(): string {
        return '1970-01-02'
      }
    }
    expect(of('date', [new ZonedDateTime(), new PlainDate()])).toMatchObject({
      max: '1970-01-02T00:00:00.000Z',
      zones: ['Europe/Lisbon', 'local'],
    })
  })
})

describe('a summary of vectors', () => {
  it('tells how many dimensions they have, and their norms', () => {
    const summary = of('vectors', [[3, 4], Float32Array.of(0, 1), null])
    expect(summary).toMatchObject({
      n: 3,
      missing: 1,
      dimensions: { min: 2, max: 2 },
      norms: { min: 1, max: 5, mean: 3 },
    })
  })
})

describe('a summary of a table', () => {
  const columns = { price: Float64Array.of(1, 2, 3), city: ['a', 'b', null], ok: [true, false, true] }

  it('has a summary for each column, whichever form it has', () => {
    const rows = [
      { price: 1, city: 'a', ok: true },
      { price: 2, city: 'b', ok: false },
      { price: 3, ok: true },
    ]
    const [byColumns, byRows] = [of('table', columns), of('table', rows)]
    const arrow = of(
      'table',
      tableFromArrays({ price: columns.price, city: ['a', 'b', null], ok: [true, false, true] }),
    )
    expect([byColumns.form, byRows.form, arrow.form]).toEqual(['columns', 'rows', 'arrow'])
    expect([byColumns, byRows, arrow].map(({ rows }) => rows)).toEqual([3, 3, 3])
    expect(byRows.columns).toEqual(byColumns.columns)
    expect(arrow.columns).toEqual(byColumns.columns)
    expect(column(byRows, 'city', 'text')).toMatchObject({ n: 3, missing: 1, distinct: 2 })
  })

  it('reads dates, integers of 64 bits and nulls of Apache Arrow', () => {
    const table = tableFromArrays({
      at: [new Date(0), new Date(86_400_000)],
      big: BigInt64Array.of(5n, 7n),
      some: [1.5, null],
    })
    const summary = of('table', table)
    expect(column(summary, 'at', 'date')).toMatchObject({ n: 2, max: '1970-01-02T00:00:00.000Z' })
    expect(column(summary, 'big', 'numeric')).toMatchObject({ min: 5, max: 7 })
    expect(column(summary, 'some', 'numeric')).toMatchObject({ n: 2, missing: 1, mean: 1.5 })
    expect(of('numeric', table.getChild('big'))).toMatchObject({ n: 2, max: 7 })
  })

  it('tells nothing of a column with a secret name', () => {
    expect(of('table', { userPassword: ['hunter22', 'letmein1'] }).columns['userPassword']).toEqual({
      type: 'redacted',
      schemaVersion: 1,
      value: { n: 2, missing: 0 },
    })
    expect(of('table', [{ token: 'abcdefgh' }]).columns['token']!.type).toBe('redacted')
  })

  it('does not name a column after a person', () => {
    expect(Object.keys(of('table', { 'ann@example.com': [1], 'bob@example.com': [2] }).columns)).toEqual([
      '[email]',
      '[email] 2',
    ])
  })

  it('keeps objects in cells apart, by their schema', () => {
    const table = of('table', [{ place: { city: 'Lisbon', at: [1, 2] } }, { place: { city: 'Porto' } }])
    expect(column(table, 'place', 'json').shape).toMatchObject({
      types: { object: 2 },
      fields: { city: { n: 2 }, at: { n: 1 } },
    })
  })

  it('has at most 200 columns, and says how many more there are', () => {
    const wide = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`c${at}`, [at]]))
    for (const form of [wide, [Object.fromEntries(Object.entries(wide).map(([key, list]) => [key, list[0]]))]]) {
      const { columns: kept, omitted } = of('table', form)
      expect([Object.keys(kept).length, omitted]).toEqual([200, 100])
    }
  })
})

describe('a summary of a list of several kinds', () => {
  it('summarises each kind by itself', () => {
    const { n, missing, parts } = of('mixed', [1, 'a', null, { x: 1 }, secret('s'), 2])
    expect([n, missing]).toEqual([6, 1])
    expect(
      Object.fromEntries(Object.entries(parts).map(([type, { value }]) => [type, (value as { n: number }).n])),
    ).toEqual({
      numeric: 2,
      text: 1,
      json: 1,
      redacted: 1,
    })
  })

  it('says when there is nothing', () => {
    expect(of('empty', null)).toEqual({ n: 1, missing: 1 })
    expect(of('empty', [])).toEqual({ n: 0, missing: 0 })
    expect(of('empty', new Float64Array(0))).toEqual({ n: 0, missing: 0 })
  })
})

describe('a summary of objects', () => {
  it('tells keys, how often they are present, and the range of numbers', () => {
    const { shape } = of('json', {
      auc: 0.8,
      users: [{ name: 'Ann', age: 30 }, { name: 'Bob' }],
      password: { old: 'hunter22' },
    })
    expect(shape.fields).toMatchObject({
      auc: { types: { number: 1 }, numbers: { min: 0.8, max: 0.8, mean: 0.8 } },
      users: { items: { n: 2, fields: { name: { n: 2, types: { string: 2 } }, age: { n: 1 } } } },
      password: { n: 1, types: {}, isRedacted: true },
    })
    expect(JSON.stringify(shape)).not.toMatch(/Ann|Bob|hunter/)
  })

  it('is limited in depth and width, and ends in circles', () => {
    const circle: Record<string, unknown> = { a: 1 }
    circle['self'] = circle
    expect(of('json', circle).shape.fields!['self']).toEqual({ n: 1, types: { object: 1 } })
    const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`k${at}`, at]))
    const { fields, others } = of('json', wide).shape
    expect([Object.keys(fields!).length, others!.keys, others!.shape.n]).toEqual([100, 900, 900])
    let deep: unknown = 1
    for (let level = 0; level < 10_000; level++) deep = { deep }
    expect(JSON.stringify(of('json', deep)).length).toBeLessThan(1000)
  })

  it('of a record of large values has a summary for each', () => {
    const { fields } = of('record', {
      train: new Float64Array(30),
      label: 'x',
      apiKey: 'abcdefgh',
      inner: { test: new Float64Array(9), k: 3 },
    })
    expect(Object.fromEntries(Object.entries(fields).map(([name, { type }]) => [name, type]))).toEqual({
      train: 'numeric',
      label: 'text',
      apiKey: 'redacted',
      inner: 'record',
    })
  })
})

describe('a summary of an instance', () => {
  class Model {
    slope = 2
    weights = new Float64Array(10)
    note = 'trained on Ann'
    token = 'abcdefgh'
    get costly(): number {
      throw new Error('a getter was called')
    }
  }

  it('tells its class, size and numbers, and calls no getter', () => {
    const summary = of('model', new Model())
    expect(summary).toMatchObject({
      class: 'Model',
      numbers: { slope: 2 },
      fields: { weights: 'Float64Array(10)', note: 'string', token: '[redacted]' },
    })
    expect(summary.sizeBytes).toBeGreaterThan(80)
    expect(JSON.stringify(summary)).not.toMatch(/Ann|abcdefgh/)
  })
})

describe('a summary of anything else', () => {
  it('tells what it is called, and how large', () => {
    expect(
      of(
        'map',
        new Map([
          ['a', 1],
          ['b', 2],
        ]),
      ),
    ).toMatchObject({ entries: 2, keys: { type: 'text' }, values: { type: 'numeric' } })
    expect(of('set', new Set([1, 2, 2]))).toMatchObject({ entries: 2, values: { type: 'numeric' } })
    expect(of('bytes', Buffer.from('abc'))).toEqual({ n: 1, kind: 'Buffer', sizeBytes: 3 })
    expect(of('bytes', new ArrayBuffer(5))).toMatchObject({ kind: 'ArrayBuffer', sizeBytes: 5 })
    expect(of('other', () => 1).kind).toBe('function')
    expect(of('other', Symbol('x')).kind).toBe('symbol')
    expect(of('other', Promise.resolve(1)).kind).toBe('promise')
    expect(of('other', (async function* () {})()).kind).toBe('stream')
    expect(of('other', new WeakMap()).kind).toBe('WeakMap')
  })

  it('says that it could not be read, without the reason', () => {
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('hunter22')
        },
      },
    )
    expect(of('unreadable', trap)).toEqual({ n: 1, kind: 'object' })
  })

  it('leaves entries with secret names out of what it looks at', () => {
    const { entries, values } = of(
      'map',
      new Map([
        ['password', 'x'.repeat(77)],
        ['city', 'abc'],
      ]),
    )
    expect(entries).toBe(2)
    expect(values.value).toMatchObject({ length: { max: 3 } })
  })
})
