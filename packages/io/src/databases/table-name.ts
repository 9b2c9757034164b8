// Names of tables and columns in SQL: always quoted, so that none of them is anything but a name.

/** A table by its name, or by names from the outside in: `['schema', 'table']`. A dot within a name is part of it. */
export type TableName = string | readonly [string, ...string[]]

/** @throws when the name is empty or has a character that no database takes */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** `"schema"."table"` */
export function qualifiedName(table: TableName): string {
  return (typeof table === 'string' ? [table] : table).map((name) => quoted(name)).join('.')
}

/** For people: `schema.table`. */
export function shownName(table: TableName): string {
  return typeof table === 'string' ? table : table.join('.')
}

/** Reads a table, or of it only the columns that a schema names. */
export function selectFrom(table: string, schema: object | undefined): string {
  const names = Object.keys(schema ?? {}).map((name) => quoted(name))
  return `select ${names.length > 0 ? names.join(', ') : '*'} from ${table}`
}
