import { expect, test } from 'vitest'
import { leftOut, penguins, type PublishedPenguin } from './penguins.ts'

const whole = {
  species: 'Gentoo',
  beakLength: 47,
  beakDepth: 15,
  flipperLength: 217,
  bodyMass: 5_000,
  sex: 'male',
} as const
const published: PublishedPenguin[] = [
  whole,
  { ...whole, sex: null },
  { ...whole, sex: null },
  { ...whole, beakLength: null, beakDepth: null, flipperLength: null, bodyMass: null, sex: null },
]

test('only penguins without gaps are learned from', () => {
  expect(penguins({ published })).toEqual([whole])
})

test('those that are left out are counted once, by their worst gap', () => {
  expect(leftOut({ published })).toEqual({ notMeasured: 1, sexUnknown: 2 })
})
