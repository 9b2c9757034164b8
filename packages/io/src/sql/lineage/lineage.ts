// Which columns of its inputs a result comes from.

/** A column of an input; `*` when the columns of the input are not known, or all of them are meant. */
export interface ColumnReference {
  /** The name of the dependency. */
  readonly table: string
  readonly column: string
}

export interface ResultColumn {
  /** `*` when only a run can tell how many there are and what they are called. */
  readonly name: string
  /** What its values are made of; none for constants and counts of rows. */
  readonly from: readonly ColumnReference[]
}

/**
 * Where the columns of a result come from. A change of a column that is neither in `from` of a result column nor in `uses`
 * never changes that result column.
 */
export interface ColumnLineage {
  /** In their order. */
  readonly columns: readonly ResultColumn[]
  /** What decides which rows there are, and their order. */
  readonly uses: {
    /** `where`, `having`, `qualify`, `limit`, and tables that are subtracted. */
    readonly filters: readonly ColumnReference[]
    readonly joins: readonly ColumnReference[]
    /** `group by`, `distinct`, and sets of rows. */
    readonly groups: readonly ColumnReference[]
    readonly order: readonly ColumnReference[]
  }
  /** Every dependency that is read, in the order in which they are read. */
  readonly tables: readonly string[]
}

/** References as texts, so that equal ones are equal. */
export type References = ReadonlySet<string>

export const NONE: References = new Set()

export function reference(table: string, column: string): string {
  return JSON.stringify([table, column])
}

export function allOf(...sets: readonly Iterable<string>[]): References {
  return new Set(sets.flatMap((set) => [...set]))
}

/** Sorted by table and column. */
export function referencesIn(set: References): readonly ColumnReference[] {
  return [...set].sort().map((text) => {
    const [table, column] = JSON.parse(text) as [string, string]
    return { table, column }
  })
}

/** What decides on rows, while it is gathered. */
export class Uses {
  readonly filters: Set<string> = new Set()
  readonly joins: Set<string> = new Set()
  readonly groups: Set<string> = new Set()
  readonly order: Set<string> = new Set()

  add(kind: 'filters' | 'joins' | 'groups' | 'order', references: Iterable<string>): void {
    for (const one of references) this[kind].add(one)
  }

  /** All of them together. */
  get all(): References {
    return allOf(this.filters, this.joins, this.groups, this.order)
  }
}
