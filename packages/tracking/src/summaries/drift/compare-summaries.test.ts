import { describe, expect, it } from 'vitest'
import { standing } from '../fixtures/clock.ts'
import { seeded } from '../sketches/seeded.ts'
import { summarise } from '../summarise.ts'
import { compareSummaries, type FieldComparison } from './compare-summaries.ts'

function compare(before: unknown, now: unknown): readonly FieldComparison[] {
  const [one, other] = [before, now].map((value) => summarise(value, { clock: standing }))
  return compareSummaries(one!, other!).fields
}

function only(before: unknown, now: unknown): FieldComparison {
  const fields = compare(before, now)
  expect(fields).toHaveLength(1)
  return fields[0]!
}

const next = seeded(7)
const even = (n: number, shift = 0): Float64Array => Float64Array.from({ length: n }, () => next() + shift)

describe('compareSummaries', () => {
  it('takes the test that fits what there is', () => {
    const cases: readonly [string, unknown, unknown][] = [
      ['ks', even(500), even(500)],
      ['wasserstein', even(2000), even(2000)],
      ['ks', even(2000), even(300)],
      ['chi-squared', Array.from({ length: 100 }, (_, at) => at % 4), Array.from({ length: 100 }, (_, at) => at % 4)],
      ['z', Array.from({ length: 100 }, (_, at) => at % 2), Array.from({ length: 100 }, (_, at) => at % 2)],
      [
        'jensen-shannon',
        Array.from({ length: 3000 }, (_, at) => at % 4),
        Array.from({ length: 3000 }, (_, at) => at % 4),
      ],
      ['z', new Array<boolean>(50).fill(true), new Array<boolean>(50).fill(true)],
      [
        'chi-squared on hashes',
        Array.from({ length: 100 }, (_, at) => `c${at % 7}`),
        Array.from({ length: 100 }, (_, at) => `c${at % 7}`),
      ],
      [
        'jensen-shannon on hashes',
        Array.from({ length: 2000 }, (_, at) => `c${at % 7}`),
        Array.from({ length: 2000 }, (_, at) => `c${at % 7}`),
      ],
      [
        'ks on lengths',
        Array.from({ length: 400 }, (_, at) => `id-${at}`),
        Array.from({ length: 400 }, (_, at) => `id-${at}`),
      ],
      ['ks on norms', Array.from({ length: 50 }, (_, at) => [at, 1]), Array.from({ length: 50 }, (_, at) => [at, 1])],
    ]
    for (const [test, before, now] of cases) {
      const found = only(before, now)
      expect(found.test).toBe(test)
      expect([found.test, found.drift]).toEqual([test, 'none'])
    }
  })

  it('marks what has moved', () => {
    expect(only(even(500), even(500, 0.2))).toMatchObject({ drift: 'drift', test: 'ks', n: { before: 500, now: 500 } })
    expect(only(even(3000), even(3000, 0.1))).toMatchObject({ drift: 'drift', test: 'wasserstein' })
    expect(
      only(
        Array.from({ length: 200 }, (_, at) => at % 2 === 0),
        Array.from({ length: 200 }, (_, at) => at % 5 === 0),
      ),
    ).toMatchObject({ drift: 'drift', test: 'z' })
    const [cities, others] = [
      ['a', 'b', 'c'],
      ['a', 'b', 'd'],
    ].map((names) => Array.from({ length: 300 }, (_, at) => names[at % 3]))
    expect(only(cities, others)).toMatchObject({ drift: 'drift', test: 'chi-squared on hashes' })
  })

  it('knows the size: what many show to be drift, few leave open, and a handful do not say', () => {
    const lists = (n: number) =>
      [Array.from({ length: n }, (_, at) => at / n), Array.from({ length: n }, (_, at) => at / n + 0.15)] as const
    expect(only(...lists(400)).drift).toBe('drift')
    expect(only(...lists(30)).drift).toBe('none')
    expect(only(...lists(5))).toMatchObject({ drift: 'unknown', test: null, statistic: null })
  })

  it('does not call noise in many categories drift', () => {
    const noisy = (): string[] => Array.from({ length: 1100 }, () => `c${Math.floor(next() * 45)}`)
    expect(only(noisy(), noisy()).drift).not.toBe('drift')
  })

  it('reckons with what was looked at, not with what there is', () => {
    const values = even(500_000)
    const summary = summarise(values, { clock: { nowMs: () => 1 }, budgetMs: 0 })
    expect(summary.value).toMatchObject({ n: 500_000, sampled: { n: 128 } })
    const found = compareSummaries(summary, summarise(even(500_000, 0.02), { clock: standing })).fields[0]!
    expect([found.test, found.drift]).toEqual(['ks', 'none'])
  })

  it('marks more missing values', () => {
    const [full, half] = [
      Array.from({ length: 100 }, (_, at) => at),
      Array.from({ length: 100 }, (_, at) => (at % 2 === 0 ? at : null)),
    ]
    expect(only(full, half)).toMatchObject({
      drift: 'drift',
      test: 'z on missing',
      change: { figures: { missing: { before: 0, now: 50 } } },
    })
  })

  it('says which figures differ, and that nothing does', () => {
    expect(only([1, 2, 3], [1, 2, 6]).change).toEqual({
      kind: 'changed',
      figures: {
        max: { before: 3, now: 6 },
        mean: { before: 2, now: 3 },
        std: { before: 1, now: expect.closeTo(2.6458, 4) },
      },
    })
    expect(only([1, 2, 3], [3, 2, 1]).change).toEqual({ kind: 'none', figures: {} })
  })

  it('compares tables by column, with those that came and went', () => {
    const fields = compare({ a: [1], b: ['x'], c: [1] }, { a: [1], c: ['1'], d: [true] })
    expect(fields.map(({ name, change }) => [name, change.kind])).toEqual([
      ['', 'none'],
      ['a', 'none'],
      ['b', 'removed'],
      ['c', 'type'],
      ['d', 'added'],
    ])
    expect(fields[3]).toMatchObject({
      drift: 'drift',
      test: 'type',
      change: { figures: { type: { before: 'numeric', now: 'text' } } },
    })
  })

  it('compares objects by place', () => {
    const fields = compare({ auc: 0.8, by: [{ k: 1 }] }, { auc: 0.9, by: [{ k: 1, l: 2 }] })
    expect(fields.filter(({ change }) => change.kind !== 'none').map(({ name, change }) => [name, change])).toEqual([
      [
        '.auc',
        {
          kind: 'changed',
          figures: { mean: { before: 0.8, now: 0.9 }, min: { before: 0.8, now: 0.9 }, max: { before: 0.8, now: 0.9 } },
        },
      ],
      ['.by[].l', { kind: 'added', figures: {} }],
    ])
  })

  it('compares records, maps, sets, models and lists of several kinds', () => {
    expect(
      compare({ t: new Float64Array(20), k: 1 }, { t: new Float64Array(21), k: 2 }).map(({ name }) => name),
    ).toEqual(['t', 'k'])
    expect(compare(new Map([[1, 2]]), new Map([[1, 3]])).map(({ name }) => name)).toEqual(['keys', 'values'])
    expect(compare(new Set([1]), new Set([2])).map(({ name }) => name)).toEqual(['values'])
    expect(compare([1, 'a'], [2, 'a']).map(({ name }) => name)).toEqual(['(numeric)', '(text)'])
    class Model {
      slope = 1
    }
    expect(only(new Model(), Object.assign(new Model(), { slope: 2 })).change.figures).toEqual({
      slope: { before: 1, now: 2 },
    })
  })

  it('compares schemas by what they have, and says nothing of versions that it does not know', () => {
    const [one, other] = [
      [1, 2],
      [3, 4, 5],
    ].map((value) => summarise({ a: value }, { capture: 'schema' }))
    expect(compareSummaries(one!, other!).fields.map(({ name, drift }) => [name, drift])).toEqual([
      ['', 'unknown'],
      ['a', 'unknown'],
    ])
    expect(compareSummaries(one!, { ...other!, schemaVersion: 9 })).toEqual({ fields: [] })
  })
})
