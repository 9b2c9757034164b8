// How much of a value is told, and how long it may be looked at.

import { describe, expect, it } from 'vitest'
import { ticking } from './fixtures/clock.ts'
import { column, of } from './fixtures/summary-of.ts'
import { secret } from './privacy/secret.ts'
import { summarise, type SummariseOptions } from './summarise.ts'

describe('the time budget', () => {
  const values = Float64Array.from({ length: 1_000_000 }, (_, at) => at)

  it('ends with a part, of which the summary says how large it is, and scales to the whole', () => {
    const summary = of('numeric', values, { clock: ticking(0.1), budgetMs: 5 })
    const { n, sampled, mean, min, max, quantiles } = summary
    expect(n).toBe(1_000_000)
    expect(sampled!.of).toBe(1_000_000)
    expect(sampled!.n).toBeGreaterThan(10_000)
    expect(sampled!.n).toBeLessThan(100_000)
    expect(Math.abs(mean! / 500_000 - 1)).toBeLessThan(0.1)
    expect([min! < 100_000, max! > 900_000, Math.abs(quantiles.p50! - 500_000) < 50_000]).toEqual([true, true, true])
  })

  it('looks at the same part each time', () => {
    const options = { budgetMs: 5, seed: 3 }
    expect(of('numeric', values, { ...options, clock: ticking(0.1) })).toEqual(
      of('numeric', values, { ...options, clock: ticking(0.1) }),
    )
  })

  it('is 5 ms, or 2 % of the time of the step when that is more', () => {
    const seenIn = (options: SummariseOptions): number =>
      of('numeric', values, { clock: ticking(0.1), ...options }).sampled!.n
    expect(seenIn({ stepMs: 1000 }) / seenIn({})).toBeGreaterThan(3)
    expect(seenIn({ stepMs: 10 })).toBe(seenIn({ budgetMs: 5 }))
  })

  it('is shared by columns, so that the last one is seen as well', () => {
    const table = of('table', { a: values, b: values, c: values }, { clock: ticking(0.1), budgetMs: 9 })
    const seen = Object.keys(table.columns).map((name) => column(table, name, 'numeric').sampled!.n)
    expect(Math.max(...seen) / Math.min(...seen)).toBeLessThan(1.6)
  })

  it('ends the look into nested objects, and says so', () => {
    const nested = Array.from({ length: 400 }, () => Array.from({ length: 400 }, () => [{ a: 1 }]))
    let looks = 0
    const clock = { nowMs: () => (looks++, looks) }
    expect(of('json', nested, { clock, budgetMs: 5 }).shape).toMatchObject({ isPartial: true })
    expect(looks).toBeLessThan(50)
    expect(of('json', nested.slice(0, 3)).shape).not.toHaveProperty('isPartial')
  })

  it('looks at long texts and vectors a few at a time', () => {
    const texts = Array.from({ length: 1000 }, () => 'x'.repeat(5000))
    expect(of('text', texts, { clock: ticking(1), budgetMs: 0 }).sampled!.n).toBeLessThanOrEqual(64)
    const vectors = Array.from({ length: 100 }, () => new Float64Array(50_000))
    expect(of('vectors', vectors, { clock: ticking(1), budgetMs: 0 }).sampled!.n).toBe(1)
  })

  it('looks at a little of each when it is over from the start', () => {
    const rows = Array.from({ length: 5000 }, (_, at) => ({ a: at, b: 'x' }))
    const { sampled, columns } = of('table', rows, { clock: ticking(1), budgetMs: 0 })
    expect(sampled).toEqual({ n: 128, of: 5000 })
    expect(columns['b']!.value).toMatchObject({ n: 5000, missing: 0, sampled: { n: 128, of: 5000 } })
  })
})

describe('what may be captured', () => {
  const value = { name: ['Ann', 'Bob'], age: [30, 40] }

  it('is names and types alone with `schema`', () => {
    expect(summarise(value, { capture: 'schema' })).toEqual({
      type: 'table',
      schemaVersion: 1,
      value: {
        form: 'columns',
        rows: 2,
        columns: {
          name: { type: 'text', schemaVersion: 1, value: { n: 2 } },
          age: { type: 'numeric', schemaVersion: 1, value: { n: 2 } },
        },
      },
    })
    expect(JSON.stringify(summarise({ auc: 0.8125 }, { capture: 'schema' }))).not.toContain('0.8125')
    expect(JSON.stringify(summarise(new Date(0), { capture: 'schema' }))).not.toContain('1970')
  })

  it('holds no value of a text with `summary`, and the beginning with `sample`', () => {
    expect(JSON.stringify(summarise(value))).not.toContain('Ann')
    expect(of('table', value, { capture: 'sample' }).sample).toEqual(value)
    expect(of('table', value, { capture: 'full' }).sample).toEqual(value)
  })

  it('is nothing of a secret, whatever is asked for', () => {
    for (const hidden of [secret('hunter22'), secret([1, 2])]) {
      expect(summarise(hidden, { capture: 'full' })).toEqual({
        type: 'redacted',
        schemaVersion: 1,
        value: { n: 1, missing: 0 },
      })
    }
    expect(summarise('hunter22', { capture: 'sample', name: 'dbPassword' }).type).toBe('redacted')
  })

  it('has at most 2 kB of a sample', () => {
    const large = Array.from({ length: 100 }, () =>
      Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`key${at}`, 'é'.repeat(300)])),
    )
    const { sample } = of('table', large, { capture: 'sample' })
    expect(Buffer.byteLength(JSON.stringify(sample))).toBeLessThanOrEqual(2048)
  })
})
