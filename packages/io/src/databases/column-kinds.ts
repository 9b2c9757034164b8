// Types of the columns of a table that is created for what is written to it.

import { toColumns, schemaOf } from '../columns/index.ts'
import type { Row } from '../columns/column.ts'
import type { ColumnType, TableSchema } from '../columns/table-schema.ts'
import { mayBeNull, typeOf } from '../tables/element-reader.ts'

export type ColumnKind = ColumnType | 'bytes'

export interface NewColumn {
  readonly name: string
  readonly kind: ColumnKind
  readonly isNullable: boolean
}

/** Said by a schema, or else by the first rows; what has no value in these is text. */
export function newColumns(
  names: readonly string[],
  schema: TableSchema | undefined,
  firstRows: readonly Row[],
): readonly NewColumn[] {
  const known = schema ?? schemaOf(toColumns(firstRows))
  return names.map((name) => {
    const declared = Object.hasOwn(known, name) ? known[name]! : 'string?'
    const values = firstRows.map((row) => row[name]).filter((value) => value !== null && value !== undefined)
    const isBytes = typeOf(declared) === 'json' && values.length > 0 && values.every((one) => one instanceof Uint8Array)
    const isUnknown = schema === undefined && values.length === 0
    return {
      name,
      kind: isBytes ? 'bytes' : isUnknown ? 'string' : typeOf(declared),
      // What the first rows have, later ones may lack.
      isNullable: schema === undefined || mayBeNull(declared),
    }
  })
}
