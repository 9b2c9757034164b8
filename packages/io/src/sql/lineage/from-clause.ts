// The tables of a `from`: inputs, subqueries, joins, functions that give tables.

import { textIn, type Tree } from '../syntax-tree.ts'
import { ExpressionReader } from './expressions.ts'
import { allOf, Uses } from './lineage.ts'
import {
  isNamed,
  MANY,
  renamed,
  wholeRow,
  type Relation,
  type RelationColumn,
  type Scope,
  type Source,
} from './relation.ts'
import type { QueryPlace, QueryReader } from './query-lineage.ts'

/** Tables that `with` has named, by their names in small letters. */
export type CommonTables = ReadonlyMap<string, Relation>

export class FromReader {
  readonly #queries: QueryReader
  readonly #place: QueryPlace

  constructor(queries: QueryReader, place: QueryPlace) {
    this.#queries = queries
    this.#place = place
  }

  read(table: Tree): Scope {
    return this.#table(table, this.#scope([], new Set()))
  }

  #scope(sources: readonly Source[], merged: ReadonlySet<string>): Scope {
    return { sources, merged, aliases: new Map(), outer: this.#place.outer }
  }

  /** @param beside what stands further left, which a subquery or a function may read */
  #table(table: Tree, beside: Scope): Scope {
    const alias = textIn(table, 'alias')
    const names = (table['column_name_alias'] ?? []) as readonly string[]
    const one = (relation: Relation, name = alias): Scope =>
      this.#scope([{ name: alias === '' ? name : alias, relation: renamed(relation, names) }], new Set())
    switch (table['type']) {
      case 'EMPTY':
        return this.#scope([], new Set())
      case 'BASE_TABLE': {
        const name = textIn(table, 'table_name')
        // A name of `with` comes first, unless the table is named in full.
        const isFull = table['catalog_name'] !== '' || table['schema_name'] !== ''
        const common = isFull ? undefined : this.#place.common.get(name.toLowerCase())
        this.#filter(table['sample'], beside)
        return one(common ?? this.#queries.input(name), name)
      }
      case 'SUBQUERY':
        return one(this.#subquery((table['subquery'] as Tree)['node'] as Tree, beside))
      case 'JOIN':
        return this.#join(table, beside)
      case 'EXPRESSION_LIST':
        return one(this.#values(table['values'] as readonly (readonly Tree[])[], beside))
      case 'TABLE_FUNCTION':
        return one(this.#anything(table, beside), textIn(table['function'] as Tree, 'function_name'))
      default:
        return one(this.#anything(table, beside))
    }
  }

  #subquery(node: Tree, beside: Scope): Relation {
    return this.#queries.read(node, { ...this.#place, outer: beside })
  }

  #filter(sample: unknown, beside: Scope): void {
    if (sample) this.#place.uses.add('filters', this.#expressions(beside).read(sample))
  }

  #expressions(scope: Scope): ExpressionReader {
    return new ExpressionReader(this.#queries, scope, this.#place.common)
  }

  #join(table: Tree, beside: Scope): Scope {
    const { uses } = this.#place
    const left = this.#table(table['left'] as Tree, beside)
    const right = this.#table(table['right'] as Tree, this.#scope([...beside.sources, ...left.sources], beside.merged))
    const using = ((table['using_columns'] ?? []) as readonly string[]).map((name) => name.toLowerCase())
    const shared = table['ref_type'] === 'NATURAL' ? commonNames(left, right) : using
    const both = this.#scope([...left.sources, ...right.sources], new Set([...left.merged, ...right.merged, ...shared]))
    uses.add('joins', this.#expressions({ ...both, outer: beside }).read(table['condition']))
    for (const name of shared) {
      for (const { relation } of both.sources) {
        for (const column of relation.columns) if (isNamed(column, name)) uses.add('joins', column.references)
        if (relation.open) uses.add('joins', relation.open(name))
      }
    }
    // Which columns are the common ones, nobody knows: it may be any.
    if (table['ref_type'] === 'NATURAL' && both.sources.some(({ relation }) => relation.open)) {
      uses.add('joins', allOf(...both.sources.map(({ relation }) => wholeRow(relation))))
    }
    const isHalf = /SEMI|ANTI/.test(textIn(table, 'join_type'))
    return isHalf ? (textIn(table, 'join_type').startsWith('RIGHT') ? right : left) : both
  }

  #values(rows: readonly (readonly Tree[])[], beside: Scope): Relation {
    const reader = this.#expressions(beside)
    const [first = []] = rows
    const columns = first.map((_, index): RelationColumn => ({
      name: `col${index}`,
      references: allOf(...rows.map((row) => reader.read(row[index]))),
    }))
    return { columns }
  }

  /** A function, or a table that is turned: all that goes in is in all that comes out. */
  #anything(table: Tree, beside: Scope): Relation {
    const uses = new Uses()
    const inner = new FromReader(this.#queries, { ...this.#place, uses })
    const source = table['source'] as Tree | undefined
    const query = table['query'] as Tree | undefined
    const given = source ? inner.read(source) : beside
    const references = allOf(
      this.#expressions(given).read({ ...table, source: undefined, query: undefined }),
      source ? allOf(...given.sources.map(({ relation }) => wholeRow(relation))) : [],
      query ? wholeRow(this.#queries.read(query, { ...this.#place, uses, outer: beside })) : [],
      uses.all,
    )
    if (source || query) this.#place.uses.add('groups', references)
    // How many rows a function gives depends on what it is given.
    else this.#place.uses.add('joins', references)
    return { columns: [{ name: MANY, references }], open: () => references }
  }
}

function commonNames(left: Scope, right: Scope): readonly string[] {
  const names = (scope: Scope): string[] =>
    scope.sources.flatMap(({ relation }) => relation.columns.flatMap(({ name }) => name?.toLowerCase() ?? []))
  const known = new Set(names(left))
  return names(right).filter((name) => known.has(name))
}
