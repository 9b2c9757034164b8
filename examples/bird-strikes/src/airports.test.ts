import { expect, test } from 'vitest'
import { atAirport, damagedShare, profile, speciesMet } from './airport.ts'
import { busiest } from './airports.ts'
import type { Strike } from './strikes.ts'

const strikes: Strike[] = ['b Mallard', 'a Mallard', 'c Coyote', 'a Killdeer', 'a Unknown bird', 'b Killdeer'].map(
  (text, index) => {
    const [airport = '', ...species] = text.split(' ')
    return { day: '2000-01-01', airport, state: 'Texas', species: species.join(' '), damaged: index === 1 }
  },
)

test('the busiest airports come first, equals by name', () => {
  expect(busiest({ strikes })).toEqual(['a', 'b', 'c'])
  expect(busiest({ strikes, airportCount: 2 })).toEqual(['a', 'b'])
})

test('an airport has its own strikes, and the species that somebody could tell', () => {
  const own = atAirport({ strikes, airport: 'a' })
  expect(own).toHaveLength(3)
  expect(speciesMet({ atAirport: [...own, own[0]!] })).toEqual([
    ['Mallard', 2],
    ['Killdeer', 1],
  ])
  expect(damagedShare({ atAirport: own })).toBeCloseTo(1 / 3, 12)
})

test('a profile names the commonest species, if there is any', () => {
  const known = { airport: 'a', atAirport: strikes, damagedShare: 0.125 }
  expect(profile({ ...known, speciesMet: [['Mallard', 2]] })).toEqual({
    airport: 'a',
    strikes: 6,
    species: 1,
    commonest: 'Mallard',
    damaged: 13,
  })
  expect(profile({ ...known, speciesMet: [] }).commonest).toBe('none')
})
