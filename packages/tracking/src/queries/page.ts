// A page of rows: one row more than it holds is asked for, which says whether there is another page.

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** Empty at the end. */
  readonly next: { readonly cursor?: string }
}

/** @param placeOf where a page ends whose last row this is */
export function pageOf<Row>(found: readonly Row[], limit: number, placeOf: (last: Row) => string): Page<Row> {
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows, next: last !== undefined && found.length > limit ? { cursor: placeOf(last) } : {} }
}
