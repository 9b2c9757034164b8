import { expect, test } from 'vitest'
import { summarise } from '../summaries/summarise.ts'
import { compareValues, compareVersions } from './value-difference.ts'

test('versions of different algorithms say nothing about each other', () => {
  expect(compareVersions('data1:00', 'data1:00')).toBe('same')
  expect(compareVersions('data1:00', 'data1:01')).toBe('different')
  expect(compareVersions('data1:00', 'data2:00')).toBe('unknown')
  expect(compareVersions(undefined, 'data1:00')).toBe('unknown')
})

test('without versions, different looks are different values, and equal looks may be', () => {
  const facts = (values: readonly number[]) => ({ type: 'array', summary: summarise(values) })
  expect(compareValues(facts([1, 2]), facts([1, 3]))).toMatchObject({
    is: 'different',
    summaries: { fields: [{ n: {} }] },
  })
  expect(compareValues(facts([1, 2]), facts([1, 2])).is).toBe('unknown')
  expect(compareValues({ type: 'array' }, { type: 'number' }).is).toBe('different')
  expect(compareValues(undefined, { type: 'number' })).toEqual({ is: 'unknown', after: { type: 'number' } })
})

test('of values that are the same no figures are compared', () => {
  const facts = { type: 'number', version: 'data1:00', summary: summarise(1) }
  expect(compareValues(facts, facts).summaries).toBe(undefined)
})
