// What an expression reads.

import { isBareFunction } from '../scan-words.ts'
import { partsOf, textIn, type Tree } from '../syntax-tree.ts'
import type { CommonTables } from './from-clause.ts'
import { allOf, NONE, type References, Uses } from './lineage.ts'
import type { QueryReader } from './query-lineage.ts'
import { everything, isNamed, MANY, resolve, wholeRow, type RelationColumn, type Scope } from './relation.ts'

export class ExpressionReader {
  readonly #queries: QueryReader
  readonly #scope: Scope
  readonly #common: CommonTables

  constructor(queries: QueryReader, scope: Scope, common: CommonTables) {
    this.#queries = queries
    this.#scope = scope
    this.#common = common
  }

  /** All columns that an expression, or whatever has expressions in it, reads. */
  read(part: unknown): References {
    if (typeof part !== 'object' || part === null) return NONE
    if (Array.isArray(part)) return allOf(...part.map((one) => this.read(one)))
    const tree = part as Tree
    switch (tree['class']) {
      case 'COLUMN_REF':
        return this.#named(tree['column_names'] as readonly string[])
      case 'STAR':
        return allOf(...this.column(tree).map((one) => one.references), this.read(tree['expr']))
      case 'POSITIONAL_REFERENCE':
        return everything(this.#scope)
      case 'SUBQUERY':
        return allOf(this.#subquery((tree['subquery'] as Tree)['node'] as Tree), this.read(tree['child']))
      case 'LAMBDA':
        return this.#lambda(tree)
      default:
        return this.read(Object.values(tree))
    }
  }

  /** The columns that an item of a select list gives: one, or those that a star stands for. */
  column(item: Tree): readonly RelationColumn[] {
    if (item['class'] === 'STAR') return this.#star(item)
    const references = this.read(item)
    for (const part of partsOf(item)) {
      // `min(columns(*))` gives a column for each.
      if (part['class'] === 'STAR' && part['columns'] === true) return [{ name: MANY, references }]
      if (part['class'] === 'FUNCTION' && part['function_name'] === 'unnest')
        return [{ name: nameOf(item) ?? MANY, references }]
    }
    return [{ name: nameOf(item), references }]
  }

  /** Expressions of `group by` and `order by`: a number there stands for a column of the result, `all` for all of them. */
  targets(expressions: readonly Tree[], columns: readonly RelationColumn[]): References {
    const all = (): References => allOf(...columns.map((one) => one.references))
    const found = expressions.map((expression) => {
      if (expression['class'] === 'STAR') return all()
      if (expression['class'] !== 'CONSTANT') return this.read(expression)
      const position = Number((expression['value'] as Tree | undefined)?.['value'])
      return columns.some((one) => one.name === MANY) ? all() : (columns[position - 1]?.references ?? all())
    })
    return allOf(...found)
  }

  /** All inputs that anything in a part of the tree names. */
  tablesIn(part: unknown): References {
    const names = [...partsOf(part)]
      .filter((one) => one['type'] === 'BASE_TABLE')
      .map((one) => textIn(one, 'table_name'))
    return allOf(...names.map((name) => wholeRow(this.#common.get(name.toLowerCase()) ?? this.#queries.input(name))))
  }

  #named(names: readonly string[]): References {
    const found = resolve(names, this.#scope)
    if (found) return found
    // What nothing has may be anything that was not understood.
    return names.length === 1 && isBareFunction(names[0]!) ? NONE : everything(this.#scope)
  }

  /** What decides on the rows of a subquery decides on its value. */
  #subquery(node: Tree): References {
    const uses = new Uses()
    const relation = this.#queries.read(node, { outer: this.#scope, common: this.#common, uses })
    return allOf(wholeRow(relation), uses.all)
  }

  /** `x -> x + y`, where `x` is no column; or `document -> 'key'`, which is written the same. */
  #lambda(tree: Tree): References {
    const names = [...partsOf(tree['lhs'])].flatMap((one) =>
      one['class'] === 'COLUMN_REF' ? [one['column_names'] as readonly string[]] : [],
    )
    const known = names.map((one) => resolve(one, this.#scope) ?? NONE)
    const parameters = names.map((one) => one[0]!.toLowerCase())
    const aliases = new Map([...this.#scope.aliases, ...parameters.map((one) => [one, NONE] as const)])
    const inner = new ExpressionReader(this.#queries, { ...this.#scope, aliases }, this.#common)
    return allOf(...known, inner.read(tree['expr']))
  }

  #star(star: Tree): readonly RelationColumn[] {
    const only = textIn(star, 'relation_name').toLowerCase()
    const sources = this.#scope.sources.filter(({ name }) => only === '' || name.toLowerCase() === only)
    const listed: RelationColumn[] = []
    for (const { relation } of sources) {
      for (const column of relation.columns) {
        const isMerged = only === '' && column.name !== undefined && this.#scope.merged.has(column.name.toLowerCase())
        const first = isMerged ? listed.findIndex((one) => isNamed(one, column.name!)) : -1
        if (first < 0) listed.push(column)
        else listed[first] = { ...column, references: allOf(listed[first]!.references, column.references) }
      }
      if (relation.open) listed.push({ name: MANY, references: relation.open('*') })
    }
    // `columns('pattern')` stands for those that fit.
    if (star['columns'] === true && star['expr'])
      return [{ name: MANY, references: allOf(...listed.map((one) => one.references)) }]
    return this.#changed(star, listed)
  }

  /** `exclude`, `replace` and `rename`. */
  #changed(star: Tree, columns: readonly RelationColumn[]): readonly RelationColumn[] {
    const left = (star['exclude_list'] ?? []) as readonly string[]
    const replaced = (star['replace_list'] ?? []) as readonly { key: string; value: Tree }[]
    const others = (star['rename_list'] ?? []) as readonly { key: { column: string }; value: string }[]
    const leftOf = (star['qualified_exclude_list'] ?? []) as readonly { table: string; column: string }[]
    // Which of two columns of one name is left out, is not followed: none is.
    if (leftOf.length > 0) {
      const isLeft = (one: RelationColumn): boolean => leftOf.some(({ column }) => isNamed(one, column))
      const all = allOf(...columns.map((one) => one.references))
      return columns.some(isLeft) ? [{ name: MANY, references: all }] : columns
    }
    return columns
      .filter((column) => !left.some((name) => isNamed(column, name)))
      .map((column) => {
        const other = replaced.find(({ key }) => isNamed(column, key))
        const name = others.find(({ key }) => isNamed(column, key.column))?.value ?? column.name
        return { name, references: other ? this.read(other.value) : column.references }
      })
  }
}

/** The name that a column of a result gets; of an expression without one, only a run can tell. */
function nameOf(item: Tree): string | undefined {
  const alias = item['alias']
  if (typeof alias === 'string' && alias !== '') return alias
  return item['class'] === 'COLUMN_REF' ? (item['column_names'] as readonly string[]).at(-1) : undefined
}
