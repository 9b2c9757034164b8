import { expect, test } from 'vitest'
import { shuffled } from './shuffled.ts'

const numbers = Array.from({ length: 50 }, (_, index) => index)

test('nothing is lost, nothing is added, and the list stays as it was', () => {
  const before = [...numbers]
  expect(shuffled(numbers, 7).sort((a, b) => a - b)).toEqual(numbers)
  expect(numbers).toEqual(before)
})

test('the order depends on the seed, and on nothing else', () => {
  expect(shuffled(numbers, 7)).toEqual(shuffled(numbers, 7))
  expect(shuffled(numbers, 7)).not.toEqual(shuffled(numbers, 8))
})

test('every item comes first about equally often', () => {
  const firsts = Array.from({ length: 3_000 }, (_, seed) => shuffled(['a', 'b', 'c'], seed)[0])
  for (const item of ['a', 'b', 'c'])
    expect(firsts.filter((first) => first === item).length / 3_000).toBeCloseTo(1 / 3, 1)
})
