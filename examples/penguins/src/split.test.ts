import { expect, test } from 'vitest'
import { SEXES, SPECIES, type Penguin } from './penguins.ts'
import { isDisjoint, parts, sizes } from './split.ts'

const measured = { beakLength: 40, beakDepth: 18, flipperLength: 190, bodyMass: 4_000 }
const penguins: Penguin[] = SPECIES.flatMap((species, index) =>
  SEXES.flatMap((sex) => Array.from({ length: 10 * (index + 1) }, () => ({ species, sex, ...measured }))),
)

test('every penguin is in one of the two parts', () => {
  const { train, test: heldOut } = parts({ penguins })
  expect(new Set([...train, ...heldOut])).toEqual(new Set(penguins))
  expect(train.length + heldOut.length).toBe(penguins.length)
  expect(isDisjoint.test({ train, test: heldOut })).toBe(true)
})

test('of each sex of each species the same share is held out', () => {
  const { test: heldOut } = parts({ penguins, heldOutShare: 0.2 })
  const counts = SPECIES.flatMap((species) =>
    SEXES.map((sex) => heldOut.filter((penguin) => penguin.species === species && penguin.sex === sex).length),
  )
  expect(counts).toEqual([2, 2, 4, 4, 6, 6])
})

test('the seed decides which', () => {
  const heldOut = (splitSeed: number): number[] =>
    parts({ penguins, splitSeed }).test.map((one) => penguins.indexOf(one))
  expect(heldOut(3)).toEqual(heldOut(3))
  expect(heldOut(3)).not.toEqual(heldOut(4))
})

test('a penguin in both parts is found', () => {
  const split = { train: penguins.slice(0, 50), test: penguins.slice(48) }
  expect(isDisjoint.test(split)).toBe('found 2 penguins in both parts')
  expect(sizes({ parts: split })).toEqual({ train: 50, test: 72 })
})
