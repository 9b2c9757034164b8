import { mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { LineIndex } from './line-index.ts'
import { SourceTree } from './source-tree.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'source-tree-')))
afterAll(() => rmSync(folder, { recursive: true }))
let count = 0

function file(text: string): string {
  const path = join(folder, `f${++count}.ts`)
  writeFileSync(path, text)
  return path
}

test('a file is read and parsed once', () => {
  const tree = new SourceTree()
  const path = file('const a = 1')
  const first = tree.file(path)
  expect(first).toMatchObject({ path, text: 'const a = 1', errors: [] })
  expect(first?.program.body).toHaveLength(1)
  expect(tree.file(path)).toBe(first)
  expect(first?.program).toBe(first?.program)
  expect(tree.paths).toEqual([path])
})

test('wrong syntax is told, and the rest says nothing', () => {
  const { errors, program } = new SourceTree().file(file('const = 1'))!
  expect(errors).toHaveLength(1)
  expect(program.body).toEqual([])
})

test('the text of an editor takes the place of the file, until it is given back', () => {
  const tree = new SourceTree()
  const path = file('const a = 1')
  const first = tree.file(path)
  tree.update(path, 'const a = 1')
  expect(tree.file(path)).toBe(first)
  tree.update(path, 'const b = 2')
  expect(tree.file(path)?.text).toBe('const b = 2')
  tree.update(path)
  expect(tree.file(path)?.text).toBe('const a = 1')
})

test('only what changed on disk is read again', () => {
  const tree = new SourceTree()
  const [same, other, gone, edited] = [file('1'), file('2'), file('3'), file('4')] as const
  for (const path of [same, other, gone]) tree.file(path)
  tree.update(edited, 'five')
  const before = tree.file(same)
  writeFileSync(other, '22')
  utimesSync(other, 1, 1)
  rmSync(gone)
  expect(tree.refresh()).toEqual([other, gone])
  expect(tree.refresh()).toEqual([])
  expect(tree.file(same)).toBe(before)
  expect(tree.file(other)?.text).toBe('22')
  expect(tree.file(gone)).toBeUndefined()
  expect(tree.file(edited)?.text).toBe('five')
})

test('a file that comes is seen', () => {
  const tree = new SourceTree()
  const path = join(folder, 'late.ts')
  expect(tree.file(path)).toBeUndefined()
  writeFileSync(path, 'const a = 1')
  expect(tree.refresh()).toEqual([path])
  expect(tree.file(path)?.text).toBe('const a = 1')
})

test.each([
  ['a\nbc\n', 3, { line: 2, column: 2 }],
  ['a\r\nbc', 3, { line: 2, column: 1 }],
  ['a\rb', 2, { line: 2, column: 1 }],
  ['a\u2028b', 2, { line: 2, column: 1 }],
  ['', 0, { line: 1, column: 1 }],
  ['😀x', 2, { line: 1, column: 3 }],
])('in %j, offset %d is %j, and back', (text, offset, position) => {
  const lines = new LineIndex(text)
  expect(lines.positionAt(offset)).toEqual(position)
  expect(lines.offsetAt(position)).toBe(offset)
})

test('places beyond a line or the text are its ends', () => {
  const lines = new LineIndex('ab\ncd')
  expect(lines.offsetAt({ line: 1, column: 99 })).toBe(2)
  expect(lines.offsetAt({ line: 9, column: 1 })).toBe(5)
  expect(lines.offsetAt({ line: 0, column: 1 })).toBe(0)
})
