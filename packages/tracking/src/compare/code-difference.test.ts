import { expect, test } from 'vitest'
import { codeDifference, packageChanges } from './code-difference.ts'

const piece = (name: string, hash: string, file = 'a.ts', line = 1) => ({ kind: 'declaration', name, file, line, hash })
const code = (...pieces: readonly ReturnType<typeof piece>[]) => ({ node: 'n', pieces })

test('pieces that moved are the same, and edited ones are paired by their name', () => {
  const before = code(piece('kept', '1', 'a.ts', 1), piece('edited', '2'), piece('moved', '3'), piece('gone', '4'))
  const after = code(
    piece('kept', '1', 'b.ts', 9),
    piece('edited', '5'),
    piece('moved', '6', 'b.ts'),
    piece('new', '7'),
  )
  expect(codeDifference(before, after).pieces).toEqual([
    { kind: 'declaration', name: 'edited', before: { file: 'a.ts', line: 1 }, after: { file: 'a.ts', line: 1 } },
    { kind: 'declaration', name: 'moved', before: { file: 'a.ts', line: 1 }, after: { file: 'b.ts', line: 1 } },
    { kind: 'declaration', name: 'gone', before: { file: 'a.ts', line: 1 } },
    { kind: 'declaration', name: 'new', after: { file: 'a.ts', line: 1 } },
  ])
})

test('statements without a name are paired within their file', () => {
  const found = codeDifference(code(piece('', '1', 'a.ts', 4)), code(piece('', '2', 'a.ts', 5), piece('', '3', 'b.ts')))
  expect(found.pieces.map(({ before, after }) => [before?.file, after?.file])).toEqual([
    ['a.ts', 'a.ts'],
    [undefined, 'b.ts'],
  ])
})

test('packages differ by their versions, also those with a scope and those that are there twice', () => {
  const before = { node: 'n', packages: ['@s/a@1.0.0', 'b@1.0.0', 'b@2.0.0', 'c@1.0.0'] }
  const after = { node: 'n', packages: ['@s/a@1.1.0', 'b@1.0.0', 'b@2.0.0', 'd@1.0.0'] }
  expect(codeDifference(before, after).packages).toEqual([
    { name: '@s/a', before: ['1.0.0'], after: ['1.1.0'] },
    { name: 'c', before: ['1.0.0'], after: [] },
    { name: 'd', before: [], after: ['1.0.0'] },
  ])
  expect(packageChanges({ a: ['1'] }, { a: ['1'] })).toEqual([])
})

test('of what is unknown nothing is told', () => {
  expect(codeDifference(undefined, undefined)).toEqual({ pieces: [], packages: [] })
})
