import pc from 'picocolors'
import { expect, test } from 'vitest'
import { renderTable } from './table.ts'

const colours = pc.createColors(false)
const columns = [{ name: 'city' }, { name: 'n', isNumeric: true }, { name: 'note' }]
const rows = [
  ['東京', '9', 'x'],
  ['Rome', '10', ''],
]

test('columns align, numbers to the right, and no line ends in blanks', () => {
  expect(renderTable(columns, rows, { colours, width: 80, indent: '  ' })).toEqual([
    '  city   n  note',
    '  東京   9  x',
    '  Rome  10',
  ])
})

test('columns that do not fit are named below', () => {
  expect(renderTable(columns, rows, { colours, width: 9 })).toEqual(['city   n', '東京   9', 'Rome  10', 'and 1 ...'])
})

test('one wide column is shown, cut', () => {
  const [, row] = renderTable([{ name: 'a' }], [['x'.repeat(100)]], { colours, width: 20 })
  expect(row).toBe(`${'x'.repeat(57)}...`)
})

test('flexible columns make room for the others, the widest first', () => {
  const wide = [
    { name: 'node' },
    { name: 'about', isFlexible: true },
    { name: 'reads', isFlexible: true },
    { name: 'where' },
  ]
  const row = ['cost', 'a'.repeat(50), 'r'.repeat(30), 'a.ts:1']
  const lines = (width: number): string => renderTable(wide, [row], { colours, width })[1]!
  expect(lines(200)).toBe(`cost  ${'a'.repeat(50)}  ${'r'.repeat(30)}  a.ts:1`)
  expect(lines(80)).toBe(`cost  ${'a'.repeat(31)}...  ${'r'.repeat(30)}  a.ts:1`)
  expect(lines(70)).toBe(`cost  ${'a'.repeat(24)}...  ${'r'.repeat(24)}...  a.ts:1`)
  expect(lines(40)).toBe(`cost  ${'a'.repeat(21)}...`)
  expect(renderTable([{ name: 'about', widest: 100 }], [['a'.repeat(90)]], { colours, width: 200 })[1]).toBe(
    'a'.repeat(90),
  )
})
