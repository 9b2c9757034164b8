import { expect, test } from 'vitest'
import { report } from './report.ts'

const day = { day: '2001-01-02', late: 0.5, usual: 0.125 }

test('states with less than a hundredth of the flights are left out, and the worst day is the latest', () => {
  const found = report({
    byDay: { flights: Int32Array.of(600, 400) },
    delayQuantiles: { half: -2, most: 40, nearlyAll: 120 },
    byState: [
      { state: 'HI', flights: 9, late: 0.01 },
      { state: 'TX', flights: 500, late: 0.1 },
      { state: 'IL', flights: 400, late: 0.3 },
    ],
    unusualDays: [{ ...day, late: 0.4 }, day],
    agreement: 0.98765,
  })
  expect(found).toEqual({
    flights: 1000,
    delay: { half: -2, most: 40, nearlyAll: 120 },
    mostPunctual: 'TX, 10.0 % late',
    leastPunctual: 'IL, 30.0 % late',
    worstDay: '2001-01-02, 50.0 % late in the place of 12.5 %',
    unusualDays: 2,
    agreement: 0.988,
  })
})

test('what there is none of is called none', () => {
  const { worstDay, mostPunctual } = report({
    byDay: { flights: Int32Array.of(1) },
    delayQuantiles: { half: 0, most: 0, nearlyAll: 0 },
    byState: [],
    unusualDays: [],
    agreement: 1,
  })
  expect([worstDay, mostPunctual]).toEqual(['none', 'none'])
})
