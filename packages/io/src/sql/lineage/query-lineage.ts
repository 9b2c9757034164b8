// The way of columns through a query: from the inputs through joins, subqueries and expressions to the result.

import { textIn, type Tree } from '../syntax-tree.ts'
import { ExpressionReader } from './expressions.ts'
import { FromReader, type CommonTables } from './from-clause.ts'
import { allOf, NONE, reference, type References, type Uses } from './lineage.ts'
import { EMPTY, MANY, renamed, united, wholeRow, type Relation, type RelationColumn, type Scope } from './relation.ts'
import { isAggregate } from './aggregates.ts'

/** What is known of an input: the name of the dependency, and its columns if they are known. */
export interface KnownTable {
  readonly table: string
  readonly columns: readonly string[] | undefined
}

/** A query within a statement is read in the light of what is around it. */
export interface QueryPlace {
  readonly outer?: Scope | undefined
  readonly common: CommonTables
  readonly uses: Uses
}

export class QueryReader {
  /** In the order in which they were met. */
  readonly tables: Set<string> = new Set()
  readonly #tableOf: (identifier: string) => KnownTable | undefined

  constructor(tableOf: (identifier: string) => KnownTable | undefined) {
    this.#tableOf = tableOf
  }

  /** The result of a query. */
  read(node: Tree, place: QueryPlace): Relation {
    const inner = this.#withCommonTables(node, place)
    switch (node['type']) {
      case 'SELECT_NODE':
        return this.#select(node, inner)
      case 'SET_OPERATION_NODE':
        return this.#setOperation(node, inner)
      case 'RECURSIVE_CTE_NODE':
        return this.#recursive(node, inner)
      case 'CTE_NODE':
        return this.#commonTable(node, inner)
      default:
        return this.#unknown(node, inner)
    }
  }

  /** An input, or a table of which nothing is known. */
  input(identifier: string): Relation {
    const known = this.#tableOf(identifier)
    if (!known) return { columns: [], open: (name) => new Set([reference(identifier, name)]) }
    const { table, columns } = known
    this.tables.add(table)
    if (!columns) return { columns: [], open: (name) => new Set([reference(table, name)]) }
    return { columns: columns.map((name) => ({ name, references: new Set([reference(table, name)]) })) }
  }

  #withCommonTables(node: Tree, place: QueryPlace): QueryPlace {
    const { map = [] } = (node['cte_map'] ?? {}) as { map?: readonly { key: string; value: Tree }[] }
    let { common } = place
    for (const { key, value } of map) {
      const query = (value['query'] as Tree)['node'] as Tree
      const relation = renamed(this.read(query, { ...place, common }), (value['aliases'] ?? []) as string[])
      common = new Map([...common, [key.toLowerCase(), relation]])
    }
    return { ...place, common }
  }

  #select(node: Tree, place: QueryPlace): Relation {
    const { uses } = place
    const scope = new FromReader(this, place).read(node['from_table'] as Tree)
    const items = node['select_list'] as readonly Tree[]
    const { columns, aliases } = this.#selectList(items, scope, place)
    const named: Scope = { ...scope, aliases }
    const reader = new ExpressionReader(this, named, place.common)
    const targets = (expressions: readonly Tree[]): References => reader.targets(expressions, columns)
    uses.add('filters', reader.read([node['where_clause'], node['having'], node['qualify'], node['sample']]))
    uses.add('groups', targets((node['group_expressions'] ?? []) as Tree[]))
    if (node['aggregate_handling'] === 'FORCE_AGGREGATES') {
      const groups = items.filter((item) => !isAggregate(item))
      uses.add('groups', reader.read(groups))
    }
    this.#modifiers(node, { columns }, reader, uses)
    return { columns }
  }

  #selectList(
    items: readonly Tree[],
    scope: Scope,
    place: QueryPlace,
  ): { columns: readonly RelationColumn[]; aliases: Scope['aliases'] } {
    const columns: RelationColumn[] = []
    const aliases = new Map<string, References>()
    for (const item of items) {
      const reader = new ExpressionReader(this, { ...scope, aliases }, place.common)
      const made = reader.column(item)
      columns.push(...made)
      const alias = item['alias']
      if (typeof alias === 'string' && alias !== '') {
        aliases.set(
          alias.toLowerCase(),
          allOf(...made.map((one) => one.references), aliases.get(alias.toLowerCase()) ?? NONE),
        )
      }
    }
    return { columns, aliases }
  }

  /** `order by`, `distinct`, `limit`. */
  #modifiers(node: Tree, result: Relation, reader: ExpressionReader, uses: Uses): void {
    for (const modifier of (node['modifiers'] ?? []) as readonly Tree[]) {
      if (modifier['type'] === 'ORDER_MODIFIER') {
        const orders = (modifier['orders'] ?? []) as readonly Tree[]
        uses.add(
          'order',
          reader.targets(
            orders.map((one) => one['expression'] as Tree),
            result.columns,
          ),
        )
      } else if (modifier['type'] === 'DISTINCT_MODIFIER') {
        const on = (modifier['distinct_on_targets'] ?? []) as readonly Tree[]
        uses.add('groups', on.length > 0 ? reader.targets(on, result.columns) : wholeRow(result))
      } else uses.add('filters', reader.read(modifier))
    }
  }

  #setOperation(node: Tree, place: QueryPlace): Relation {
    const { uses } = place
    const parts = (node['children'] ?? [node['left'], node['right']]) as readonly Tree[]
    const relations = parts.map((part) => this.read(part, place))
    const kind = textIn(node, 'setop_type')
    const [first = EMPTY, ...others] = relations
    const isUnion = kind.startsWith('UNION')
    const relation = others.reduce((left, right) => united(left, right, kind === 'UNION_BY_NAME'), first)
    if (node['setop_all'] !== true || !isUnion) uses.add('groups', wholeRow(relation))
    if (!isUnion) uses.add('filters', allOf(...others.map(wholeRow)))
    const scope: Scope = {
      sources: [{ name: '', relation }],
      merged: new Set(),
      aliases: new Map(),
      outer: place.outer,
    }
    this.#modifiers(node, relation, new ExpressionReader(this, scope, place.common), uses)
    return relation
  }

  /** Until another round adds nothing: every round only adds columns of inputs, of which there are finitely many. */
  #recursive(node: Tree, place: QueryPlace): Relation {
    const name = (textIn(node, 'cte_name') || textIn(node, 'ctename')).toLowerCase()
    const names = (node['aliases'] ?? []) as readonly string[]
    let relation = renamed(this.read(node['left'] as Tree, place), names)
    for (let before = -1, after = sizeOf(relation); after > before; after = sizeOf(relation)) {
      before = after
      const common = new Map([...place.common, [name, relation]])
      relation = united(relation, this.read(node['right'] as Tree, { ...place, common }), false)
    }
    if (node['union_all'] !== true) place.uses.add('groups', wholeRow(relation))
    return relation
  }

  #commonTable(node: Tree, place: QueryPlace): Relation {
    const name = (textIn(node, 'cte_name') || textIn(node, 'ctename')).toLowerCase()
    const relation = renamed(this.read(node['query'] as Tree, place), (node['aliases'] ?? []) as readonly string[])
    return this.read(node['child'] as Tree, { ...place, common: new Map([...place.common, [name, relation]]) })
  }

  /** A kind of query that came after this was written: all that it reads is in all that it gives. */
  #unknown(node: Tree, place: QueryPlace): Relation {
    const reader = new ExpressionReader(this, { sources: [], merged: new Set(), aliases: new Map() }, place.common)
    const references = reader.tablesIn(node)
    place.uses.add('filters', references)
    return { columns: [{ name: MANY, references }], open: () => references }
  }
}

function sizeOf(relation: Relation): number {
  return relation.columns.reduce((sum, column) => sum + column.references.size, 0)
}
