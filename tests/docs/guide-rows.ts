// The rows of a guide for people who come from another project, and the tests that show them.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { testLinks, titlesIn, type TestLink } from './test-links.ts'

const docs = join(import.meta.dirname, '..', '..', 'docs')

const known = new Map<string, ReadonlySet<string>>()
function titlesOf(file: string): ReadonlySet<string> {
  const path = join(docs, file)
  if (!existsSync(path)) return new Set()
  if (!known.has(file)) known.set(file, titlesIn(file, readFileSync(path, 'utf8')))
  return known.get(file)!
}

/** The text of a page in docs. */
export function guide(name: string): string {
  return readFileSync(join(docs, name), 'utf8')
}

/** Links to tests that do not exist. */
export function missing(links: readonly TestLink[]): string[] {
  return links
    .filter(({ title, file }) => !titlesOf(file).has(title))
    .map(({ title, file, line }) => `line ${line}: no test "${title}" in ${file}`)
}

export interface GuideRow {
  readonly text: string
  readonly line: number
}

/** The rows of the tables whose last column says what shows them, with their lines. */
export function rowsToShow(markdown: string): GuideRow[] {
  let isShown = false
  return markdown.split('\n').flatMap((text, index, lines) => {
    if (!text.startsWith('|')) return []
    if (lines[index + 1]?.startsWith('|---')) isShown = text.endsWith('| Shown by |')
    const isRow = isShown && !text.startsWith('|---') && !lines[index + 1]?.startsWith('|---')
    return isRow ? [{ text, line: index + 1 }] : []
  })
}

/** Rows that neither name a test nor say that what they are about is not here or not needed. */
export function silentRows(page: string): string[] {
  const definitions = page.split('\n').filter((line) => /^\[[^\]]+\]: /.test(line))
  const isShown = (row: string): boolean => testLinks([row, ...definitions].join('\n')).length > 0
  return rowsToShow(page)
    .filter(({ text }) => !isShown(text) && !/\*\*not (?:here(?: yet)?|needed)\*\*.*\| – \|$/i.test(text))
    .map(({ text, line }) => `line ${line}: ${text}`)
}
