// Texts and paths as they stand in SQL.

/** A text of SQL, whatever is in it. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** The pattern that one path alone fits: DuckDB takes every path for a pattern, `data[1].csv` for `data1.csv`. */
export function exactPath(path: string): string {
  return path.replaceAll(/[*?[]/g, '[$&]')
}
