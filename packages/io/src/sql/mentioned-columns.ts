// Which columns of its tables a statement can read: the others need not be made ready.

import { partsOf, type Tree } from './syntax-tree.ts'

/** Says of a column whether a statement may read it. */
export type MayRead = (column: string) => boolean

/** Every column may be read. */
export const EVERY: MayRead = () => true

/**
 * A column is read when its name occurs, whatever it is there; all are where columns are meant without being named:
 * by a star, by their number, by a row as a whole.
 */
export function mentionedColumns(tree: Tree): MayRead {
  const words = new Set<string>()
  const tables = new Set<string>()
  const last: string[] = []
  for (const part of partsOf(tree)) {
    if (readsAll(part)) return EVERY
    for (const value of Object.values(part)) {
      for (const word of Array.isArray(value) ? value : [value]) {
        if (typeof word === 'string') words.add(word.toLowerCase())
      }
    }
    if (part['class'] === 'COLUMN_REF') last.push((part['column_names'] as string[]).at(-1)!.toLowerCase())
    else if (part['class'] === undefined) {
      for (const name of [part['alias'], part['table_name']]) {
        if (typeof name === 'string' && name !== '') tables.add(name.toLowerCase())
      }
    }
  }
  // The name of a table in the place of a column is a whole row of it.
  return last.some((name) => tables.has(name)) ? EVERY : (column) => words.has(column.toLowerCase())
}

const WHOLE = new Set(['STAR', 'POSITIONAL_REFERENCE', 'PIVOT', 'SHOW_REF', 'TABLE_FUNCTION'])

function readsAll(part: Tree): boolean {
  if (WHOLE.has(part['type'] as string) || WHOLE.has(part['class'] as string)) return true
  if (part['ref_type'] === 'NATURAL' || part['ref_type'] === 'POSITIONAL') return true
  const renamed = part['column_name_alias']
  return Array.isArray(renamed) && renamed.length > 0
}

/**
 * The columns of a list of rows that is empty, which says nothing of them: what the statement reads and no other table has,
 * and what tables are joined by.
 */
export function assumedColumns(tree: Tree, others: readonly string[]): readonly string[] {
  const known = new Set(others.map((name) => name.toLowerCase()))
  const found = new Map<string, string>()
  for (const part of partsOf(tree)) {
    const named = part['class'] === 'COLUMN_REF' ? [(part['column_names'] as readonly string[]).at(-1)!] : []
    const own = named.filter((name) => !known.has(name.toLowerCase()))
    for (const name of [...own, ...((part['using_columns'] ?? []) as readonly string[])]) {
      found.set(name.toLowerCase(), name)
    }
  }
  return [...found.values()]
}
