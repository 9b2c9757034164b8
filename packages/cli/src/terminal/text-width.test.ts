import { expect, test } from 'vitest'
import { fit, pad, textWidth } from './text-width.ts'

test.each([
  ['abc', 3],
  ['é', 1],
  ['e\u0301', 1],
  ['日本', 4],
  ['🚀', 2],
  ['👩\u200D🚀', 4],
  ['', 0],
])('%j is %i wide', (text, width) => {
  expect(textWidth(text)).toBe(width)
})

test('padding counts columns, not characters', () => {
  expect(pad('日', 4)).toBe('日  ')
  expect(pad('7', 3, 'left')).toBe('  7')
  expect(pad('long', 2)).toBe('long')
})

test('what does not fit ends in dots and is never too wide', () => {
  expect(fit('abcdef', 6)).toBe('abcdef')
  expect(fit('abcdefg', 6)).toBe('abc...')
  expect(textWidth(fit('日本日本', 7))).toBeLessThanOrEqual(7)
})
