import { describe, expect, test } from 'vitest'
import { fitFrequency, fitLogistic, fitNearest, standardised } from './learners.ts'

/** Two columns: the answer follows the first, with a few exceptions; the second is noise on a large scale. */
const rows = Array.from({ length: 200 }, (_, i) => [Math.sin(i), 1_000 * Math.cos(3.1 * i)])
const answers: number[] = rows.map(([first], i) => (first! > 0 !== (i % 10 === 0) ? 1 : 0))

const rightOf = (model: (row: readonly number[]) => number): number =>
  rows.filter((row, i) => model(row) > 0.5 === (answers[i] === 1)).length / rows.length

test('the frequency is the same for every row', () => {
  const model = fitFrequency([[1], [2], [3], [4]], [1, 0, 0, 0], 0)
  expect([model([1]), model([9])]).toEqual([0.25, 0.25])
})

describe('logistic regression', () => {
  test('finds the coefficients from which answers were made', () => {
    // As many yes and no at each place as the probability says: log odds 0, log 3 and log 9.
    const places = [
      [0, 0.5],
      [1, 0.75],
      [2, 0.9],
    ] as const
    const made = places.flatMap(([x, share]) =>
      Array.from({ length: 20 }, (_, i) => ({ row: [x], answer: i < 20 * share ? 1 : 0 })),
    )
    const model = fitLogistic(
      made.map(({ row }) => row),
      made.map(({ answer }) => answer),
      1e-9,
    )
    for (const [x, share] of places) expect(model([x])).toBeCloseTo(share, 6)
  })

  test('is drawn to the frequency by its penalty', () => {
    const asked = (setting: number): number => standardised(fitLogistic)(rows, answers, setting)([1, 0])
    expect(asked(0.1)).toBeGreaterThan(0.8)
    expect(asked(1e6)).toBeCloseTo(answers.reduce((sum, answer) => sum + answer, 0) / 200, 2)
  })

  test('comes to an end where the answers can be separated', () => {
    const model = fitLogistic([[-2], [-1], [1], [2]], [0, 0, 1, 1], 0.01)
    expect([model([-2]) < 0.1, model([2]) > 0.9]).toEqual([true, true])
  })
})

describe('nearest neighbours', () => {
  test('ask as many rows as the setting says', () => {
    const model = (setting: number): number => fitNearest([[0], [1], [2], [10]], [1, 0, 0, 1], setting)([0.1])
    expect([model(1), model(2), model(4)]).toEqual([1, 0.5, 0.5])
  })

  test('take the first of equally near rows', () => {
    expect(fitNearest([[1], [-1]], [1, 0], 1)([0])).toBe(1)
  })
})

describe('on columns of one scale', () => {
  test('a column of large numbers does not drown the others', () => {
    expect(rightOf(fitNearest(rows, answers, 5))).toBeLessThan(rightOf(standardised(fitNearest)(rows, answers, 5)))
  })

  test('a column that never varies does no harm', () => {
    const model = standardised(fitNearest)(
      [
        [1, 5],
        [2, 5],
        [9, 5],
      ],
      [0, 0, 1],
      1,
    )
    expect([model([8, 5]), model([1, 7])]).toEqual([1, 0])
  })
})
