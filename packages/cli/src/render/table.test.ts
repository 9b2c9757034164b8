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
