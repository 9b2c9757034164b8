// Tables within a statement, and what a name means among them.

import { allOf, NONE, type References } from './lineage.ts'

export interface RelationColumn {
  /** Absent when nobody can tell it without running: then no name leads to it. */
  readonly name: string | undefined
  readonly references: References
}

/** A table within a statement: an input, a subquery, what a join gives. */
export interface Relation {
  readonly columns: readonly RelationColumn[]
  /** What a name means that is not among the columns, where they are not all known. */
  readonly open?: ((name: string) => References) | undefined
}

export const EMPTY: Relation = { columns: [] }

/** Everything that a row of it is made of. */
export function wholeRow({ columns, open }: Relation): References {
  return allOf(...columns.map((one) => one.references), open?.('*') ?? NONE)
}

export function isNamed(column: RelationColumn, name: string): boolean {
  return column.name?.toLowerCase() === name.toLowerCase()
}

/** The same columns under other names, as `as t(a, b)` gives them: the first ones. */
export function renamed(relation: Relation, names: readonly string[]): Relation {
  if (names.length === 0) return relation
  // Where columns are not known, names given by their position may mean any of them.
  const missing = names.slice(relation.columns.length).map((name) => ({ name, references: wholeRow(relation) }))
  const columns = relation.columns.map((column, index) => ({ ...column, name: names[index] ?? column.name }))
  return { ...relation, columns: [...columns, ...missing] }
}

/** Column by column what either of two has, as in a union. */
export function united(left: Relation, right: Relation, byName: boolean): Relation {
  const open = openOf(left, right)
  if (byName) {
    const names = right.columns.filter(
      ({ name }) => name === undefined || !left.columns.some((one) => isNamed(one, name)),
    )
    const both = left.columns.map((column): RelationColumn => {
      const same = right.columns.filter((one) => column.name !== undefined && isNamed(one, column.name))
      return { name: column.name, references: allOf(column.references, ...same.map((one) => one.references)) }
    })
    return { columns: [...both, ...names], open }
  }
  // A column of which nobody knows how many it stands for may stand before or behind any other.
  const isCounted = left.columns.every(isCertain) && right.columns.every(isCertain) && open === undefined
  const columns = left.columns.map(({ name, references }, index) => ({
    name,
    references: allOf(references, isCounted ? (right.columns[index]?.references ?? NONE) : wholeRow(right)),
  }))
  return { columns, open: isCounted ? undefined : () => allOf(wholeRow(left), wholeRow(right)) }
}

/** Stands for columns whose number nobody knows. */
export const MANY = '*'

function isCertain({ name }: RelationColumn): boolean {
  return name !== MANY
}

function openOf(left: Relation, right: Relation): Relation['open'] {
  if (!left.open && !right.open) return undefined
  return (name) => allOf(left.open?.(name) ?? NONE, right.open?.(name) ?? NONE)
}

/** A table of a `from`, under the name that it has there. */
export interface Source {
  readonly name: string
  readonly relation: Relation
}

/** Where names are looked up: tables, names given to expressions, and what is around. */
export interface Scope {
  readonly sources: readonly Source[]
  /** Of `using`: names that stand for one column of both sides. */
  readonly merged: ReadonlySet<string>
  readonly aliases: ReadonlyMap<string, References>
  readonly outer?: Scope | undefined
}

/** What a name with dots in it means; `undefined` when nothing has it. */
export function resolve(names: readonly string[], scope: Scope): References | undefined {
  const here = resolveHere(names, scope)
  if (here && !here.isGuess) return here.references
  const outer = scope.outer && resolve(names, scope.outer)
  if (!here) return outer
  return outer ? allOf(here.references, outer) : here.references
}

interface Resolved {
  readonly references: References
  /** It may as well be a name of what is around. */
  readonly isGuess: boolean
}

function resolveHere(names: readonly string[], { sources, aliases }: Scope): Resolved | undefined {
  const certain: References[] = []
  const guessed: References[] = []
  const [first = ''] = names
  // The name of a table may itself stand behind that of its schema.
  for (let at = 0; at + 1 < names.length; at++) {
    for (const { name, relation } of sources) {
      if (name.toLowerCase() !== names[at]!.toLowerCase()) continue
      const found = relation.columns.filter((column) => isNamed(column, names[at + 1]!))
      certain.push(...found.map((one) => one.references))
      if (found.length === 0) guessed.push(relation.open?.(names[at + 1]!) ?? wholeRow(relation))
    }
  }
  for (const { relation } of sources) {
    const found = relation.columns.filter((column) => isNamed(column, first))
    certain.push(...found.map((one) => one.references))
  }
  const alias = aliases.get(first.toLowerCase())
  if (alias) certain.push(alias)
  if (certain.length > 0) return { references: allOf(...certain, ...guessed), isGuess: false }
  for (const { name, relation } of guessed.length > 0 ? [] : sources) {
    if (names.length === 1 && name.toLowerCase() === first.toLowerCase()) guessed.push(wholeRow(relation))
    else if (relation.open) guessed.push(relation.open(first))
    // A column without a name may be meant by the one that DuckDB gives it.
    guessed.push(
      ...relation.columns.filter((one) => one.name === undefined || one.name === MANY).map((one) => one.references),
    )
  }
  return guessed.length > 0 ? { references: allOf(...guessed), isGuess: true } : undefined
}

/** Everything that any name could mean. */
export function everything(scope: Scope): References {
  return allOf(
    ...scope.sources.map(({ relation }) => wholeRow(relation)),
    ...scope.aliases.values(),
    scope.outer ? everything(scope.outer) : NONE,
  )
}
