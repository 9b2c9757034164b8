import { expect, test } from 'vitest'
import { mean, perPeriod, richest } from './by-grain.ts'
import { ofRegion } from './region.ts'

const named = [
  { day: '2000-01-31', name: 'Mallard' },
  { day: '2000-02-01', name: 'Mallard' },
  { day: '2000-02-29', name: 'Mallard' },
  { day: '2000-02-29', name: 'Killdeer' },
  { day: '2000-05-01', name: 'Coyote' },
]
const rows = perPeriod({ named, grain: 'month', firstDay: '2000-01-01', lastDay: '2000-05-15' })

test('a period has a row also when nothing happened, and not when it is cut off', () => {
  expect(rows).toEqual([
    { period: '2000-01-01', strikes: 1, different: 1 },
    { period: '2000-02-01', strikes: 3, different: 2 },
    { period: '2000-03-01', strikes: 0, different: 0 },
    { period: '2000-04-01', strikes: 0, different: 0 },
  ])
})

test('empty periods count in the mean', () => {
  expect(mean({ perPeriod: rows })).toBe(0.75)
})

test('the richest period has the most different names, not the most strikes', () => {
  const many = { period: '2000-03-01', strikes: 90, different: 1 }
  expect(richest({ perPeriod: [...rows, many] }).period).toBe('2000-02-01')
})

test('a region has the strikes of its states', () => {
  const strike = { day: '2000-01-01', airport: 'A', species: 'Mallard', damaged: false }
  const identified = ['Texas', 'Oregon', 'Florida'].map((state) => ({ ...strike, state }))
  expect(ofRegion({ identified, states: ['Florida', 'Texas'] }).map(({ state }) => state)).toEqual(['Texas', 'Florida'])
})
