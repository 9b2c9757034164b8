// Summaries of parts, merged, against the summary of the whole.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { standing } from './fixtures/clock.ts'
import type { Summarised, SummaryValues } from './kinds/summarised.ts'
import { mergeSummaries } from './merge.ts'
import { summarise } from './summarise.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 150)
const of = (value: unknown): Summarised => summarise(value, { clock: standing })

const cell: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -50, max: 50 }) },
  fc.constantFrom(null, undefined, NaN, Infinity),
  fc.boolean(),
  fc.string({ maxLength: 5 }),
  fc.date({ noInvalidDate: false, min: new Date(0), max: new Date(1e12) }),
  fc.record({ a: fc.integer({ min: 0, max: 9 }), b: fc.boolean() }, { requiredKeys: ['a'] }),
)

/** Lists of one kind, and of all. */
const lists = fc.oneof(
  fc.array(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 20 }), {
    minLength: 2,
    maxLength: 5,
  }),
  fc.array(fc.array(fc.oneof(fc.string({ maxLength: 5 }), fc.constant(null)), { minLength: 4, maxLength: 20 }), {
    minLength: 2,
    maxLength: 5,
  }),
  fc.array(fc.array(fc.oneof(fc.boolean(), fc.constant(null)), { maxLength: 20 }), { minLength: 2, maxLength: 5 }),
  fc.array(fc.array(cell, { maxLength: 20 }), { minLength: 2, maxLength: 5 }),
)

/** A list with a single text has no hashes of it; quantiles are compared, not how they are kept. */
const NOT_COMPARED = new Set(['distinct', 'buckets', 'pattern', 'sketch', 'gapsMs'])

/** Where two summaries differ, but for the last digits of what was added up in another order. */
function differences(actual: unknown, expected: unknown, path = ''): string[] {
  const told = `${path}: ${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`
  if (typeof actual === 'number' && typeof expected === 'number') {
    return Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)) ? [] : [told]
  }
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null) {
    return actual === expected ? [] : [told]
  }
  const names = new Set([...Object.keys(actual), ...Object.keys(expected)])
  const [one, other] = [actual, expected] as Record<string, unknown>[]
  return [...names].flatMap((name) =>
    NOT_COMPARED.has(name) ? [] : differences(one![name], other![name], `${path}.${name}`),
  )
}

/** A list of records only is a table, and one that holds others is not: parts of one form are compared. */
function haveOneForm(parts: readonly Summarised[]): boolean {
  const isTable = (summary: Summarised): boolean => summary.type === 'table'
  return parts.every(isTable) || !parts.some(isTable)
}

describe('mergeSummaries', () => {
  it('gives the summary of the whole, exactly where there are few different values', () => {
    fc.assert(
      fc.property(lists, (parts) => {
        const summaries = parts.map(of)
        const whole = of((parts as unknown[][]).flat())
        fc.pre(haveOneForm([...summaries, whole]))
        expect(differences(summaries.reduce(mergeSummaries), whole)).toEqual([])
      }),
      { numRuns, seed: 1 },
    )
  })

  it('does not depend on the order, nor on what is merged first', () => {
    fc.assert(
      fc.property(lists, (parts) => {
        const summaries = parts.map(of)
        const merged = summaries.reduce(mergeSummaries)
        expect(differences(summaries.toReversed().reduce(mergeSummaries), merged)).toEqual([])
        const fromRight = summaries.reduceRight((right, left) => mergeSummaries(left, right))
        expect(differences(fromRight, merged)).toEqual([])
      }),
      { numRuns, seed: 2 },
    )
  })

  it('merges tables by column, and counts what a part does not have as missing', () => {
    const rows = (count: number) =>
      fc.array(
        fc.record(
          { a: fc.integer({ min: 0, max: 9 }), b: fc.string({ maxLength: 3 }), c: fc.boolean() },
          { requiredKeys: ['a'] },
        ),
        { minLength: 2, maxLength: count },
      )
    fc.assert(
      fc.property(rows(20), rows(20), (one, other) => {
        const merged = mergeSummaries(of(one), of(other))
        expect(differences(merged, of([...one, ...other]))).toEqual([])
      }),
      { numRuns, seed: 3 },
    )
  })

  it('of what two summaries left to chance is what chance would do with both', () => {
    const values = Float64Array.from({ length: 60_000 }, (_, at) => Math.sin(at) * 100)
    const parts = [values.subarray(0, 20_000), values.subarray(20_000, 25_000), values.subarray(25_000)]
    const [merged, whole] = [parts.map(of).reduce(mergeSummaries), of(values)] as { value: SummaryValues['numeric'] }[]
    expect(merged!.value).toMatchObject({
      n: 60_000,
      min: whole!.value.min,
      max: whole!.value.max,
      histogram: whole!.value.histogram,
    })
    for (const name of ['p5', 'p25', 'p50', 'p75', 'p95'] as const) {
      const sorted = values.toSorted()
      const rank = sorted.findLastIndex((value) => value <= merged!.value.quantiles[name]!) / 60_000
      expect(Math.abs(rank - Number(name.slice(1)) / 100)).toBeLessThan(0.02)
    }
    expect(Math.abs(merged!.value.distinct / 60_000 - 1)).toBeLessThan(0.07)
  })

  it('keeps what is secret, and what is missing', () => {
    const secretColumn = of({ token: ['abcdefgh'] })
    expect(mergeSummaries(secretColumn, secretColumn).value).toMatchObject({
      columns: { token: { type: 'redacted', value: { n: 2 } } },
    })
    expect(mergeSummaries(of(null), of([1, 2])).value).toMatchObject({ n: 3, missing: 1, mean: 1.5 })
    expect(mergeSummaries(of([]), of(new Map())).type).toBe('map')
  })

  it('merges models, sets, bytes and schemas', () => {
    class Model {
      readonly slope: number
      constructor(slope: number) {
        this.slope = slope
      }
    }
    expect([1, 2, 6].map((slope) => of(new Model(slope))).reduce(mergeSummaries).value).toMatchObject({
      n: 3,
      numbers: { slope: 3 },
    })
    expect(mergeSummaries(of(new Set([1])), of(new Set([2]))).value).toMatchObject({ n: 2, entries: 2 })
    expect(mergeSummaries(of(Buffer.from('a')), of(new ArrayBuffer(3))).value).toEqual({
      n: 2,
      kind: 'ArrayBuffer | Buffer',
      sizeBytes: 4,
    })
    const schema = summarise([1, 2], { capture: 'schema' })
    expect(mergeSummaries(schema, of([3]))).toEqual({ type: 'numeric', schemaVersion: 1, value: { n: 3 } })
  })

  it('keeps one sample, the same whatever comes first', () => {
    const [a, b] = [
      ['x', 'y'],
      ['v', 'w'],
    ].map((texts) => summarise(texts, { capture: 'sample' })) as [Summarised, Summarised]
    expect(mergeSummaries(a, b).value.sample).toEqual(['v', 'w'])
    expect(mergeSummaries(b, a).value.sample).toEqual(['v', 'w'])
  })

  it('refuses a version that it does not know', () => {
    expect(() => mergeSummaries(of([1]), { type: 'numeric', schemaVersion: 2, value: {} })).toThrow(
      'of version 2 cannot be merged',
    )
  })
})
