// Columns of a table of Apache Arrow: the same memory wherever both lay values out alike.

import { ThroughlineError } from 'throughline'
import type { Column, Columns } from '../columns/column.ts'
import { createColumnsBuilder } from '../columns/index.ts'
import { ioIssue } from '../issues.ts'
import { JSON_EXTENSION, type ArrowField, type ArrowTable, type ArrowVector } from './arrow-form.ts'
import { pieceColumn } from './from-piece.ts'
import { UnreadableArrow } from './unreadable-arrow.ts'

/**
 * The columns of a table, or of a batch of records. Nothing is copied of numbers, days, timestamps, and the codes of
 * texts with a dictionary, when the table is in one piece; pieces are joined. What is copied: booleans (a byte instead of
 * a bit), texts without a dictionary, bits that do not begin a byte, decimals (numbers of up to 15 digits, else texts), and
 * whatever becomes an array: lists, records, bytes. Whoever changes the table afterwards changes its columns.
 *
 * @throws {io/malformed} for types that have no form here, and for two columns of one name
 * @example
 * import { tableFromArrays } from 'apache-arrow'
 * import { fromArrow } from '@throughline/io/arrow'
 * fromArrow(tableFromArrays({ delay: Int32Array.of(4, -2) })) // => { delay: Int32Array.of(4, -2) }
 */
export function fromArrow(table: object): Columns {
  try {
    return columnsOfTable(table as ArrowTable)
  } catch (error) {
    if (!(error instanceof UnreadableArrow)) throw error
    const { column, message: found } = error
    const hint = 'leave the column out, or make another type of it:  table.select([...])'
    throw new ThroughlineError([
      ioIssue('io/malformed', { name: 'The table', type: 'Arrow', place: { column }, found, hint }),
    ])
  }
}

/** @throws {UnreadableArrow} */
export function columnsOfTable(table: ArrowTable): Columns {
  const { fields } = table.schema
  const names = new Set<string>()
  const columns = fields.map((field, index): [string, Column] => {
    const { name } = field
    if (names.has(name)) throw new UnreadableArrow(`two columns are called ${JSON.stringify(name)}`)
    names.add(name)
    return [name, columnOfField(field, table.getChildAt(index))]
  })
  return Object.fromEntries(columns)
}

function columnOfField(field: ArrowField, vector: ArrowVector | null): Column {
  try {
    const pieces = (vector?.data ?? []).filter(({ length }, _, all) => length > 0 || all.length === 1)
    const column = joined(pieces.map((piece) => pieceColumn(piece)))
    const [key, json] = JSON_EXTENSION
    return field.metadata?.get(key) === json ? parsed(column) : column
  } catch (error) {
    if (error instanceof UnreadableArrow) throw new UnreadableArrow(error.message, field.name)
    throw error
  }
}

function joined(pieces: readonly Column[]): Column {
  if (pieces.length === 1) return pieces[0]!
  const builder = createColumnsBuilder()
  for (const column of pieces) builder.add({ column })
  return builder.finish()['column'] ?? []
}

function parsed(column: Column): Column {
  const texts = createColumnsBuilder({ texts: 'json?' })
  texts.add({ texts: column })
  return (texts.finish()['texts'] as readonly unknown[]).map((text) => {
    if (text === null) return null
    try {
      return JSON.parse(text as string) as unknown
    } catch {
      throw new UnreadableArrow('a text in a column of JSON is no JSON')
    }
  })
}
