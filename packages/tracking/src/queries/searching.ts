// The condition of a full-text search, in the language of each database.

import { sql, type DialectName } from '@throughline/store/tables'
import { searchWords } from '../record/cells.ts'

type Condition = ReturnType<typeof sql<boolean>>

/**
 * Every word of the text has to be the beginning of a word that is looked for.
 *
 * @param table has a column `search_text`
 * @returns undefined when there is no word in the text
 */
export function matches(dialect: DialectName, table: 'run' | 'catalog', text: string): Condition | undefined {
  const words = searchWords(text)
  if (words.length === 0) return undefined
  if (dialect === 'postgres')
    return sql<boolean>`${sql.ref(`${table}.search`)} @@ ${words.map((word) => `'${word}':*`).join(' & ')}::tsquery`
  const search = sql.table(`${table}_search`)
  const query = words.map((word) => `"${word}" *`).join(' ')
  return sql<boolean>`${sql.ref(`${table}.number`)} IN (SELECT rowid FROM ${search} WHERE ${search} MATCH ${query})`
}
