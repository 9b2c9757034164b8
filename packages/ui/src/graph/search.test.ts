import { expect, it } from 'vitest'
import { searchBoxes } from './search.ts'

const boxes = [
  { id: '1', label: 'meanSpend', summary: 'Mean of spend.' },
  { id: '2', label: 'spendPerSignup' },
  { id: '3', label: 'spend', detail: 'number' },
  { id: '4', label: 'signups', summary: 'How many signed up, by spend.' },
]
const found = (text: string): string[] => searchBoxes(boxes, text).map(({ label }) => label)

it('finds names first: the same, then those that begin so, then those that hold it, then what is said', () => {
  expect(found('Spend')).toEqual(['spend', 'spendPerSignup', 'meanSpend', 'signups'])
})

it('wants all words', () => {
  expect(found('spend number')).toEqual(['spend'])
  expect(found('spend nothing')).toEqual([])
})

it('finds nothing without a word', () => {
  expect(found('  ')).toEqual([])
})
