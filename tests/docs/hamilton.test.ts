// What the guide for people who come from Hamilton says is shown by tests that exist.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testLinks, titlesIn, type TestLink } from './test-links.ts'

const docs = join(import.meta.dirname, '..', '..', 'docs')
const page = readFileSync(join(docs, 'hamilton.md'), 'utf8')

const known = new Map<string, ReadonlySet<string>>()
function titlesOf(file: string): ReadonlySet<string> {
  const path = join(docs, file)
  if (!existsSync(path)) return new Set()
  if (!known.has(file)) known.set(file, titlesIn(file, readFileSync(path, 'utf8')))
  return known.get(file)!
}

const missing = (links: readonly TestLink[]): string[] =>
  links
    .filter(({ title, file }) => !titlesOf(file).has(title))
    .map(({ title, file, line }) => `line ${line}: no test "${title}" in ${file}`)

/** The rows of the tables whose last column says what shows them, with their lines. */
function rowsToShow(markdown: string): { text: string; line: number }[] {
  let isShown = false
  return markdown.split('\n').flatMap((text, index, lines) => {
    if (!text.startsWith('|')) return []
    if (lines[index + 1]?.startsWith('|---')) isShown = text.endsWith('| Shown by |')
    const isRow = isShown && !text.startsWith('|---') && !lines[index + 1]?.startsWith('|---')
    return isRow ? [{ text, line: index + 1 }] : []
  })
}

describe('the guide for people who come from Hamilton', () => {
  it('names tests that exist', () => {
    const links = testLinks(page)
    expect(links.length).toBeGreaterThan(100)
    expect(missing(links)).toEqual([])
  })

  it('shows every row of its tables by a test, or says that it is not here or not needed', () => {
    const rows = rowsToShow(page)
    expect(rows.length).toBeGreaterThan(100)
    const unshown = rows.filter(({ text }) => testLinks(withDefinitions(text)).length === 0)
    const silent = unshown.filter(({ text }) => !/\*\*not (?:here(?: yet)?|needed)\*\*.*\| – \|$/i.test(text))
    expect(silent.map(({ text, line }) => `line ${line}: ${text}`)).toEqual([])
  })

  it('would be told of a title that no test has, and of a row that nothing shows', () => {
    const [first] = testLinks(page)
    expect(missing([{ ...first!, title: `${first!.title}, or not` }])).toHaveLength(1)
    expect(missing([{ ...first!, file: 'no-such.test.ts' }])).toHaveLength(1)
    expect(() => testLinks('[a title][nowhere]')).toThrow('line 1')
    const table = '| A | Shown by |\n|---|---|\n| a | b |\n\n| A | B |\n|---|---|\n| a | b |'
    expect(rowsToShow(table)).toEqual([{ text: '| a | b |', line: 3 }])
  })

  it('reads titles however a test is written', () => {
    const source = `
      describe.each([1])('a', () => { it.concurrent("b's", f); it.each([[1]] as const)(\`c %s\`, f) })
      test('d' + e, f); its('f', f); // it('g', f)
    `
    expect([...titlesIn('x.test.ts', source)]).toEqual(['a', "b's", 'c %s'])
    expect([...titlesIn('x.test-d.ts', '// @ts-expect-error h\nit("i")')]).toEqual(['h'])
  })
})

function withDefinitions(row: string): string {
  return `${row}\n${page
    .split('\n')
    .filter((line) => /^\[[^\]]+\]: /.test(line))
    .join('\n')}`
}
