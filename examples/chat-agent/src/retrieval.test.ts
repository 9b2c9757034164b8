import { expect, test } from 'vitest'
import { bm25, buildIndex, termsOf } from './bm25.ts'
import { readSpeeches } from './corpus.ts'
import { createLibrary } from './library.ts'
import { piecesOf } from './pieces.ts'
import { hits, passages } from './retrieval.ts'

const speeches = [
  { year: 1801, president: 'A', text: 'The canal is open. Ships of the navy sail.' },
  { year: 1901, president: 'B', text: 'A canal across the isthmus is needed. The canal will be built.' },
  { year: 1951, president: 'C', text: 'Peace and prosperity.' },
]

test('terms are words that count, without their plural', () => {
  expect(termsOf('The Colonies said: policies, 1801, glass!')).toEqual(['colony', 'policy', '1801', 'glass'])
})

test('a rare term counts more than a frequent one, and a second occurrence less than the first', () => {
  const index = buildIndex([['sea', 'ship'], ['sea', 'gold'], ['sea', 'sea'], ['land']])
  const scoreOf = (terms: string[], text: number): number => bm25(index, terms).get(text) ?? 0
  expect(scoreOf(['gold'], 1)).toBeGreaterThan(scoreOf(['sea'], 1))
  expect(scoreOf(['sea'], 2)).toBeGreaterThan(scoreOf(['sea'], 1))
  expect(scoreOf(['sea'], 2)).toBeLessThan(2 * scoreOf(['sea'], 1))
  expect(bm25(index, ['silver']).size).toBe(0)
})

test('a score is what the formula says', () => {
  const rarity = Math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
  expect(bm25(buildIndex([['a'], ['b']]), ['a']).get(0)).toBeCloseTo((rarity * 2.2) / (1 + 1.2), 12)
})

test('a passage ends with a sentence, and nothing is lost', () => {
  const sentence = `${Array.from({ length: 30 }, (_, index) => `w${index}`).join(' ')}.`
  const text = Array.from({ length: 7 }, () => sentence).join(' ')
  const pieces = piecesOf(text)
  expect(pieces).toHaveLength(3)
  expect(pieces.join(' ')).toBe(text)
  expect(passages({ speeches }).map(({ year }) => year)).toEqual([1801, 1901, 1951])
})

test('the best passages come first, and those that share no word do not come', () => {
  const list = passages({ speeches })
  expect(
    hits({
      passages: list,
      scores: new Map([
        [0, 1],
        [1, 2],
        [2, 1],
      ]),
      limit: 2,
    }).map(({ year }) => year),
  ).toEqual([1901, 1801])
})

test('a library finds passages and mentions', async () => {
  const library = await createLibrary(speeches)
  expect((await library.search('When was the canal built?', 5)).map(({ year }) => year)).toEqual([1901, 1801])
  expect(library.mentions('canal')).toMatchObject({ addresses: 2, first: { year: 1801 }, last: { year: 1901 } })
  expect(library.mentions('c.nal')).toEqual({ phrase: 'c.nal', addresses: 0 })
})

test('the addresses are there, and a question finds the one that everybody knows', async () => {
  const all = readSpeeches()
  expect(all).toHaveLength(233)
  const library = await createLibrary(all.filter(({ year }) => year >= 1930 && year <= 1970))
  const found = await library.search('Who declared unconditional war on poverty?', 3)
  expect(found[0]).toMatchObject({ year: 1964, president: 'Lyndon B Johnson' })
})
