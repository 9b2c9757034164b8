import { expect, test } from 'vitest'
import { renderTree } from './tree.ts'

const label = (name: string): string => name

test('what is below is drawn below, and only once', () => {
  const below: Record<string, string[]> = {
    report: ['left', 'right'],
    left: ['base'],
    right: ['base', 'leaf'],
    base: ['raw'],
  }
  expect(renderTree('report', (name) => below[name] ?? [], label)).toEqual([
    '  report',
    '  ├─ left',
    '  │  └─ base',
    '  │     └─ raw',
    '  └─ right',
    '     ├─ base ...',
    '     └─ leaf',
  ])
})

test('a chain of a hundred thousand is cut, not followed', () => {
  const lines = renderTree('0', (name) => (Number(name) < 100_000 ? [String(Number(name) + 1)] : []), label)
  expect(lines).toHaveLength(41)
  expect(lines.at(-1)).toMatch(/40 \.\.\.$/)
})

test('a very wide tree ends with a word', () => {
  const lines = renderTree(
    'root',
    (name) => (name === 'root' ? Array.from({ length: 1_000 }, (_, index) => `n${index}`) : []),
    label,
  )
  expect(lines.at(-1)).toBe('  and more; --json has all')
})
