import { describe, expect, it } from 'vitest'
import { summarise } from './index.ts'

/** The third of five elements is missing. */
const valid = Uint8Array.of(0b11011)
const delay = { type: 'Int32', length: 5, values: Int32Array.of(3, 5, 99, 8, 5), valid }
const count = { type: 'Int64', length: 5, values: BigInt64Array.of(3n, 5n, 99n, 8n, 5n), valid }
const origin = {
  type: 'Utf8',
  length: 5,
  codes: Uint16Array.of(0, 1, 9, 1, 0),
  dictionary: ['OSL', 'BGO', 'a text that no row has'],
  valid,
}
const late = { type: 'Bool', length: 5, values: Uint8Array.of(1, 0, 1, 0, 1), valid }
const day = { type: 'Date', length: 5, values: Int32Array.of(-1, 0, 1, 2, 3) }
const at = { type: 'Timestamp', unit: 'us', length: 5, values: BigInt64Array.of(-1000n, 0n, 1n, 2000n, 3000n), valid }
const flights = { delay, count, origin, late, day, at, time: Float64Array.of(1, 2, 3, 4, 5) }
const rows = [0, 1, 2, 3, 4].map((index) => {
  const isThere = index !== 2
  return {
    delay: isThere ? delay.values[index] : null,
    count: isThere ? Number(count.values[index]) : null,
    origin: isThere ? origin.dictionary[origin.codes[index]!] : null,
    late: isThere ? late.values[index] === 1 : null,
    day: new Date(day.values[index]! * 86_400_000),
    at: isThere ? new Date(Number(at.values[index]) / 1000) : null,
    time: index + 1,
  }
})

describe('a table of packed columns', () => {
  it('is summarised as the same table in rows is', () => {
    const columns = summarise(flights)
    const same = summarise(rows)
    expect(columns).toMatchObject({ type: 'table', value: { form: 'columns', rows: 5 } })
    expect((columns.value as { columns: object }).columns).toEqual((same.value as { columns: object }).columns)
  })

  it('shows its first elements in a sample, and not how they are stored', () => {
    const { value } = summarise({ origin, day }, { capture: 'sample' })
    expect(value).toMatchObject({
      sample: {
        origin: ['OSL', 'BGO', null, 'BGO', 'OSL'],
        day: ['1969-12-31', '1970-01-01', '1970-01-02', '1970-01-03', '1970-01-04'],
      },
    })
  })

  it('tells nothing of a column with a secret name', () => {
    const { value } = summarise({ password: origin, day }, { capture: 'sample' })
    expect(value).toMatchObject({ columns: { password: { type: 'redacted' } } })
    expect(JSON.stringify(value)).not.toContain('OSL')
  })
})

describe('one packed column', () => {
  it('is summarised as its elements are', () => {
    expect(summarise(delay)).toEqual(summarise([3, 5, null, 8, 5]))
    expect(summarise(origin)).toEqual(summarise(['OSL', 'BGO', null, 'BGO', 'OSL']))
    expect(summarise(late)).toEqual(summarise([true, false, null, false, true]))
  })

  it('is looked at in part when there is no time for all', () => {
    let nowMs = 0
    const length = 1_000_000
    const many = { type: 'Utf8', length, codes: new Uint8Array(length), dictionary: ['OSL'] }
    const { value } = summarise(many, { budgetMs: 5, clock: { nowMs: () => nowMs++ } })
    expect(value).toMatchObject({ n: length, sampled: { of: length } })
    expect((value as { sampled: { n: number } }).sampled.n).toBeLessThan(length)
  })

  it('is a record like any other when it lacks what it names', () => {
    expect(summarise({ type: 'Utf8', length: 3, values: [1, 2, 3] }).type).not.toBe('text')
    expect(summarise({ type: 'Int32', length: 3, values: Int32Array.of(1) }).type).toBe('record')
  })
})
