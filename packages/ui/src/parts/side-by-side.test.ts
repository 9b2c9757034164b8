import { expect, it } from 'vitest'
import { sideBySide } from './side-by-side.ts'

function rows(before: string, after: string): string[] {
  return sideBySide(before, after).map(
    ({ before: left, after: right, isSame }) =>
      `${left ? `${left.line}${left.text}` : '-'}${isSame ? '=' : '|'}${right ? `${right.line}${right.text}` : '-'}`,
  )
}

it('puts what was edited opposite, and keeps the numbers of both', () => {
  expect(rows('a\nb\nc', 'a\nB\nB2\nc\nd')).toEqual(['1a=1a', '2b|2B', '-|3B2', '3c=4c', '-|5d'])
})

it('takes a text that was not there for no line', () => {
  expect(rows('', 'a')).toEqual(['-|1a'])
  expect(rows('a', '')).toEqual(['1a|-'])
  expect(rows('a', 'a\n')).toEqual(['1a=1a'])
})
