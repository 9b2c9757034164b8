import { describe, expect, it } from 'vitest'
import { extract } from '../index.ts'
import {
  column,
  columns,
  compareValues,
  hasColumns,
  hasDataType,
  hasType,
  inRange,
  isIn,
  isSorted,
  lengthBetween,
  matches,
  maxFractionNull,
  meanInRange,
  noNaN,
  noNulls,
  notEmpty,
  sameLengths,
  unique,
} from './index.ts'

/** The second of four elements is missing. */
const valid = Uint8Array.of(0b1101)
const delay = { type: 'Int32', length: 4, values: Int32Array.of(3, 99, 5, 8), valid } as const
const count = { type: 'Int64', length: 4, values: BigInt64Array.of(3n, 99n, 5n, 8n), valid } as const
const origin = { type: 'Utf8', length: 4, codes: Uint8Array.of(0, 7, 1, 0), dictionary: ['OSL', 'BGO'], valid } as const
const late = { type: 'Bool', length: 4, values: Uint8Array.of(1, 0, 0, 1), valid } as const
const day = { type: 'Date', length: 4, values: Int32Array.of(-1, 0, 1, 2) } as const
const at = {
  type: 'Timestamp',
  unit: 'ns',
  length: 4,
  values: BigInt64Array.of(-1n, 0n, 1n, 1_700_000_000_001_000_000n),
} as const
const flights = { delay, count, origin, late, day, at }

describe('checks on columns as plain data', () => {
  it('look at what is there, and at nothing else', () => {
    expect(inRange(0, 10).test(delay)).toBe(true)
    expect(inRange(0, 10).test(count)).toBe(true)
    expect(inRange(4, 10).test(delay)).toBe('found 3 at index 0, of 4 values')
    expect(noNaN().test({ ...delay, type: 'Float64', values: Float64Array.of(1, Number.NaN, 2, 3) })).toBe(true)
    expect(meanInRange(5, 6).test(delay)).toBe(true)
    expect(isIn(['OSL', 'BGO']).test(origin)).toBe(true)
    expect(matches(/^[A-Z]{3}$/).test(origin)).toBe(true)
    expect(hasType('boolean').test(late)).toBe(true)
    expect(hasType('date').test(at)).toBe(true)
  })

  it('count what is missing', () => {
    expect(noNulls().test(delay)).toBe('found null at index 1, of 4 values')
    expect(noNulls().test(origin)).toBe('found null at index 1, of 4 values')
    expect(noNulls().test(day)).toBe(true)
    expect(noNulls().test({ ...delay, valid: Uint8Array.of(0b1111) })).toBe(true)
    expect(maxFractionNull(0.25).test(late)).toBe(true)
    expect(maxFractionNull(0.2).test(late)).toBe('found a fraction of 0.25: 1 of 4 values')
  })

  it('compare texts and dates by value', () => {
    expect(unique().test(origin)).toBe('found "OSL" again at index 3, of 4 values')
    expect(unique().test(delay)).toBe(true)
    expect(isSorted().test(day)).toBe(true)
    expect(isSorted().test(at)).toBe(true)
    expect(isSorted({ strictly: true }).test(at)).toContain('found')
  })

  it('know their types and their lengths', () => {
    expect(hasDataType('Int32').test(delay)).toBe(true)
    expect(hasDataType('Float64').test(origin)).toBe('found Utf8')
    expect(lengthBetween(4, 4).test(late)).toBe(true)
    expect(notEmpty().test(origin)).toBe(true)
    expect(sameLengths().test(flights)).toBe(true)
    expect(hasColumns('delay', 'origin').test(flights)).toBe(true)
  })

  it('are found in their table by name', () => {
    expect(column('delay', inRange(0, 10)).test(flights)).toBe(true)
    expect(column('origin', isIn(['OSL'])).test(flights)).toBe('found "BGO" at index 2, of 4 values')
    const all = columns({ delay: [inRange(0, 10)], origin: [unique()] })
    expect(all.map((one) => one.test(flights as never))).toEqual([true, 'found "OSL" again at index 3, of 4 values'])
  })

  it('are compared by their elements, however these are stored', () => {
    const other = { ...origin, codes: Uint8Array.of(1, 0, 0, 1), dictionary: ['BGO', 'OSL'] }
    expect(compareValues(origin, other)).toEqual([])
    expect(compareValues(origin, ['OSL', null, 'BGO', 'OSL'])).toEqual([])
    expect(compareValues(delay, { ...delay, values: Int32Array.of(3, 1, 5, 9) })).toHaveLength(1)
  })
})

describe('extract', () => {
  it('makes nodes of the columns of a table', () => {
    const table = extract(() => flights, ['delay', 'origin'])
    expect(table()).toBe(flights)
  })
})
