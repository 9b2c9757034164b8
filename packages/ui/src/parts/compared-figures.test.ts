import { expect, test } from 'vitest'
import { comparedFigures } from './compared-figures.ts'

const change = { before: 0.5, now: 0.7 }

test('a single number is told once', () => {
  const figures = { min: change, max: change, mean: change, median: change }
  expect(comparedFigures(figures, 4)).toEqual([{ figure: '', before: 0.5, now: 0.7 }])
})

test('many numbers keep their names, the ones that people compare first, and no more than asked for', () => {
  const figures = { zeros: change, max: { before: 1, now: 2 }, mean: change, n: { before: 3, now: 4 } }
  expect(comparedFigures(figures, 3)).toEqual([
    { figure: 'n', before: 3, now: 4 },
    { figure: 'mean', before: 0.5, now: 0.7 },
    { figure: 'max', before: 1, now: 2 },
  ])
})

test('equal numbers of which there are more than before are told with how many there are', () => {
  const figures = { mean: change, median: change, min: change, max: change, n: { before: 1, now: 2 } }
  expect(comparedFigures(figures, 2).map(({ figure }) => figure)).toEqual(['n', 'mean'])
})
