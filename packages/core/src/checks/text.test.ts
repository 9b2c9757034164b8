import { Utf8, vectorFromArray } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { excludesText, includesText, matches } from './index.ts'

describe('checks on text', () => {
  it('want all of the parts, or none of them', () => {
    expect(includesText('a', 'b').test('cab')).toBe(true)
    expect(includesText('a', 'b').test('ca')).toBe('found "ca"')
    expect(excludesText('a', 'b').test('xyz')).toBe(true)
    expect(excludesText('a', 'b').test('xyb')).toBe('found "xyb"')
    expect([includesText('a', 'b').name, excludesText('"').name]).toEqual([
      'includesText("a", "b")',
      'excludesText("\\"")',
    ])
  })

  it('look at each text of a list or column, and not at what is missing', () => {
    expect(includesText('@').test(['a@b', null, 'ab'])).toBe('found "ab" at index 2, of 3 values')
    expect(matches(/^\d+$/).test(vectorFromArray(['1', null, 'x'], new Utf8()))).toBe(
      'found "x" at index 2, of 3 values',
    )
    expect(matches(/^\d+$/).test(undefined)).toBe(true)
  })

  it('are not confused by a pattern that remembers where it stopped', () => {
    const pattern = /a/gy
    pattern.lastIndex = 5
    const check = matches(pattern)
    expect(check.test(['a', 'ba', 'a'])).toBe(true)
    expect(pattern.lastIndex).toBe(5)
    expect(check.name).toBe('matches(/a/gy)')
    expect(matches(/a/i).test('A')).toBe(true)
  })

  it('do not take other things for text', () => {
    expect(matches(/1/).test(1 as never)).toBe('found 1')
  })

  it('show long texts in part', () => {
    expect(includesText('b').test('a'.repeat(100))).toBe(`found "${'a'.repeat(56)}...`)
  })
})
