// The condition of a full-text search, in the language of each database.

import { sql, type DialectName } from '@throughline/store/tables'
import { searchWords } from '../record/cells.ts'
import type { Readable } from './readable.ts'

type Condition = ReturnType<typeof sql<boolean>>
type Searched = 'run' | 'catalog'

/**
 * Every word of the text has to be the beginning of a word that is looked for. For a list that is ordered by something
 * else: in an SQLite file, a text that many match is looked for along the list, and one that few match in its index.
 *
 * @param limit of the page
 * @returns undefined when there is no word in the text
 */
export async function matchesInOrder(record: Readable, text: string, limit: number): Promise<Condition | undefined> {
  const words = searchWords(text)
  if (words.length === 0) return undefined
  if (record.dialect === 'postgres') return inPostgres('run', words)
  const allWords = together(words.map((word) => begins('run', word)))
  const index = indexOf('run', words)
  const { rows: runs } = await sql<{ last: number | null }>`SELECT max(number) AS last FROM run`.execute(record.query)
  // From the index so many are read and sorted as match; along the list, a page's worth of matches lies among
  // (limit * runs / matches). The two are equal at the square root.
  const fewest = Math.ceil(Math.sqrt(limit * (runs[0]?.last ?? 0)))
  const { rows: found } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (${index} LIMIT ${fewest + 1})
  `.execute(record.query)
  return (found[0]?.count ?? 0) > fewest ? allWords : sql<boolean>`run.number IN (${index}) AND ${allWords}`
}

/** No word of a run begins as one of these. @returns undefined when there is no word in the text */
export function matchesNone(dialect: DialectName, text: string): Condition | undefined {
  const words = searchWords(text)
  if (words.length === 0) return undefined
  if (dialect === 'postgres') {
    const any = words.map((word) => `'${word}':*`).join(' | ')
    return sql<boolean>`coalesce(NOT run.search @@ ${any}::tsquery, true)`
  }
  const any = words.map((word) => begins('run', word))
  return sql<boolean>`coalesce(NOT (${sql.join(any, sql` OR `)}), 1)`
}

/**
 * The same for entries of the catalog, in any order.
 *
 * @param options.project only of this one; then nothing else may ask for it, or a file is read along the project
 * @param options.atMost of an SQLite file only so many are looked for
 */
export function matchesSome(
  dialect: DialectName,
  text: string,
  { project, atMost }: { readonly project: string | undefined; readonly atMost: number },
): Condition | undefined {
  const words = searchWords(text)
  if (words.length === 0) return undefined
  const inProject = project === undefined ? [] : [sql<boolean>`catalog.project = ${project}`]
  if (dialect === 'postgres') return together([inPostgres('catalog', words), ...inProject])
  const index = indexOf('catalog', words)
  if (words.length === 1 && project === undefined) return sql<boolean>`catalog.number IN (${index} LIMIT ${atMost})`
  const conditions = [...words.map((word) => begins('catalog', word)), ...inProject]
  return sql<boolean>`catalog.number IN (
    SELECT catalog.number FROM (${index}) AS found CROSS JOIN catalog
    WHERE catalog.number = found.rowid AND ${together(conditions)} LIMIT ${atMost}
  )`
}

function together(conditions: readonly Condition[]): Condition {
  return sql<boolean>`${sql.join(conditions, sql` AND `)}`
}

function inPostgres(table: Searched, words: readonly string[]): Condition {
  return sql<boolean>`${sql.ref(`${table}.search`)} @@ ${words.map((word) => `'${word}':*`).join(' & ')}::tsquery`
}

/** Numbers of rows by the longest word, of which there are the fewest: the price of a word is how many rows have it. */
function indexOf(table: Searched, words: readonly string[]): ReturnType<typeof sql> {
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best))
  const search = sql.table(`${table}_search`)
  return sql`SELECT rowid FROM ${search} WHERE ${search} MATCH ${`"${longest}" *`}`
}

function begins(table: Searched, word: string): Condition {
  return sql<boolean>`instr(' ' || ${sql.ref(`${table}.search_text`)}, ${` ${word}`}) > 0`
}
