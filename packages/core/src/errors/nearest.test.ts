import { describe, expect, it } from 'vitest'
import { alternatives, nearest } from '../index.ts'
import { didYouMean, listed } from './nearest.ts'

describe('the names nearest to a misspelt one', () => {
  it.each([
    ['signups', ['sign_ups', 'spend'], ['sign_ups']],
    ['sign_ups', ['signups'], ['signups']],
    ['Total', ['total', 'count'], ['total']],
    ['eu.total', ['euTotal'], ['euTotal']],
    ['totl', ['total', 'totals', 'title'], ['total', 'title', 'totals']],
    ['weeklyReport', ['weeklyRapport', 'monthlyReport', 'weeklyReports'], ['weeklyReports', 'weeklyRapport']],
    ['__proto__', ['__prot__', 'constructor'], ['__prot__']],
  ])('of %s among %o are %o', (name, known, expected) => {
    expect(nearest(name, known)).toEqual(expected)
  })

  it('are none when nothing is close', () => {
    expect(nearest('spend', ['revenue', 'cost', 'day'])).toEqual([])
    expect(nearest('', ['a', 'b'])).toEqual([])
    expect(nearest('x', [])).toEqual([])
  })

  it('are none for short names that have nothing in common', () => {
    expect(nearest('a', ['b', 'c', 'xy'])).toEqual([])
    expect(nearest('ab', ['cd', 'x'])).toEqual([])
    expect(nearest('a', ['A'])).toEqual(['A'])
  })

  it('are at most three, nearest first, and otherwise in the order of the alphabet', () => {
    expect(nearest('lag', ['lag9', 'lag10', 'lag1', 'lag2', 'flag'])).toEqual(['flag', 'lag1', 'lag2'])
    expect(nearest('lag', new Set(['lag10', 'lag']))).toEqual(['lag', 'lag10'])
  })

  it('may be further away the longer the name is', () => {
    const name = 'rollingMeanOfBirths'
    expect(nearest(name, ['rollingMeansOfBirth', 'rollingSumOfBirths'])).toEqual([
      'rollingMeansOfBirth',
      'rollingSumOfBirths',
    ])
    expect(nearest('mean', ['sum'])).toEqual([])
  })
})

describe('names in a sentence', () => {
  it.each([
    [[], ''],
    [['a'], '"a"'],
    [['a', 'b'], '"a" or "b"'],
    [['a', 'b', 'c'], '"a", "b" or "c"'],
  ])('%o are alternatives: %s', (names, text) => {
    expect(alternatives(names)).toBe(text)
  })

  it('are counted when they are too many', () => {
    expect(listed(['a', 'b', 'c'], 3)).toBe('a, b, c')
    expect(listed(['a', 'b', 'c', 'd'], 3)).toBe('a, b, c and 1 more')
    expect(listed(Array.from({ length: 20 }, (_, index) => `n${index}`))).toMatch(/^n0, .*, n7 and 12 more$/)
  })

  it('suggest what is close, or else say what there is', () => {
    expect(didYouMean('totl', ['total', 'x'], 'nodes')).toEqual(['did you mean "total"?'])
    expect(didYouMean('spend', ['total', 'x'], 'nodes')).toEqual(['nodes: total, x'])
    expect(didYouMean('spend', [], 'inputs')).toEqual(['inputs: none'])
  })
})
