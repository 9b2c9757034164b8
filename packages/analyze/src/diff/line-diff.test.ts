import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineDiff, type LineDiff } from './line-diff.ts'

const MARKS = { same: ' ', removed: '-', added: '+' }
const inLines = ({ hunks }: LineDiff): string[] =>
  hunks.flatMap(({ before, after, lines }) => [
    `@ ${before} ${after}`,
    ...lines.map(({ kind, text }) => MARKS[kind] + text),
  ])

test('lines that differ are shown with their neighbours and their numbers', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].join('\n')
  const after = before.replace('b', 'B').replace('i\n', '')
  const diff = lineDiff(before, after, { context: 1 })
  expect(inLines(diff)).toEqual(['@ 1 1', ' a', '-b', '+B', ' c', '@ 8 8', ' h', '-i', ' j'])
  expect(diff).toMatchObject({ removed: 2, added: 1 })
})

test('a part of a file counts from its first line', () => {
  expect(inLines(lineDiff('a\nb', 'a\nc', { startsAt: { before: 10, after: 20 } }))).toEqual([
    '@ 10 20',
    ' a',
    '-b',
    '+c',
  ])
})

test('a text that is not there, and one without a line', () => {
  expect(inLines(lineDiff(undefined, 'a\nb'))).toEqual(['@ 0 1', '+a', '+b'])
  expect(inLines(lineDiff('a', undefined))).toEqual(['@ 1 0', '-a'])
  expect(inLines(lineDiff('a\nb', 'a\nx\nb', { context: 0 }))).toEqual(['@ 1 2', '+x'])
  expect(lineDiff(undefined, '')).toEqual({ hunks: [], removed: 0, added: 0 })
})

test.each([
  ['a\r\nb\r\n', 'a\nb'],
  ['a\rb', 'a\nb\n'],
])('line ends do not count: %j and %j', (before, after) => {
  expect(lineDiff(before, after).hunks).toEqual([])
})

test('lines that look like the marks of a patch are lines', () => {
  expect(inLines(lineDiff('--- a\n\\ No newline at end of file', '+++ b\n@@ -1 +1 @@'))).toEqual([
    '@ 1 1',
    '---- a',
    '-\\ No newline at end of file',
    '++++ b',
    '+@@ -1 +1 @@',
  ])
})

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

test('what is the same and what was removed is the text before, what is the same and what was added the text after', () => {
  const text = fc.array(fc.constantFrom('a', 'b', '', ' ', '+', '\\ x'), { maxLength: 12 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const [old, now] = [before.join('\n'), after.join('\n')]
      const { hunks } = lineDiff(old, now, { context: 99 })
      const lines = hunks.flatMap((hunk) => hunk.lines)
      const side = (other: string): string[] => lines.filter(({ kind }) => kind !== other).map((line) => line.text)
      const isSame = linesOf(old).join('\n') === linesOf(now).join('\n') && linesOf(old).length === linesOf(now).length
      expect([side('added'), side('removed')]).toEqual(isSame ? [[], []] : [linesOf(old), linesOf(now)])
    }),
    { seed: 1, numRuns: 200 },
  )
})
