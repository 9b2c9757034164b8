// Nodes that are written in SQL: their dependencies stand in the template.

import type { Expression, TaggedTemplateExpression } from 'oxc-parser'
import type { SourceFile } from '../../source/source-file.ts'
import type { Evaluation } from '../evaluation.ts'
import { insideOf, placeOf, type Place } from '../place.ts'
import { oneNode, UNKNOWN, type ParameterShape, type Shape } from '../shape.ts'
import { bare, follow, valueOf, type Written } from '../written-value.ts'
import { rebindingOf } from './references.ts'

const ENTRY: ReadonlySet<string> = new Set(['@throughline/io/sql'])

/** Entries with functions that make sources and sinks, which are values and no nodes. */
const IO = /^@throughline\/io(?:\/\w+)?$/

/** sql`select * from ${from('flights')} where delay > ${param('threshold')}`, with or without options. */
export function sqlNode(template: TaggedTemplateExpression, file: SourceFile, evaluation: Evaluation): Shape {
  if (!isTag({ expression: template.tag, file }, evaluation)) return UNKNOWN
  const tables: ParameterShape[] = []
  const values: ParameterShape[] = []
  let isComplete = true
  for (const hole of template.quasi.expressions) {
    const found = readIn({ expression: hole, file }, evaluation)
    if (found === 'unknown') isComplete = false
    else if (found !== undefined) mention(found.isTable ? tables : values, found)
  }
  const own = { name: 'sql', place: placeOf(file, template) }
  const parameters = [...tables, ...values]
  return oneNode({ kind: 'function', functions: [], parameters, isComplete, modifiers: [own], tags: {} })
}

/** Whether what is called is one of the functions of `@throughline/io`. */
export function isIoFunction(callee: Expression, file: SourceFile, evaluation: Evaluation): boolean {
  const name = evaluation.nameOfPackage(callee, file, (specifier) => IO.test(specifier))
  return name !== undefined && name !== 'sql'
}

/** `sql` itself, what `sql({ ... })` gives, or another name for one of them. */
function isTag(written: Written, evaluation: Evaluation): boolean {
  const { expression, file } = follow(written, evaluation.scope)
  const tag = expression.type === 'CallExpression' ? bare(expression.callee) : expression
  return nameIn(tag, file, evaluation) === 'sql'
}

interface Hole {
  readonly name: string
  readonly place: Place
  readonly isTable: boolean
}

/** What a hole of the template reads; nothing for a constant. */
function readIn(written: Written, evaluation: Evaluation): Hole | 'unknown' | undefined {
  const { expression, file } = follow(written, evaluation.scope)
  if (expression.type === 'CallExpression' && nameIn(expression.callee, file, evaluation) === 'param') {
    const [first] = expression.arguments
    const known = first && first.type !== 'SpreadElement' && valueOf({ expression: first, file }, evaluation.scope)
    if (!known || typeof known.value !== 'string') return 'unknown'
    const place = placeOf(file, first)
    return { name: known.value, place: first.type === 'Literal' ? insideOf(place) : place, isTable: false }
  }
  const found = rebindingOf(written, evaluation)
  if (found === 'unknown' || 'members' in found) return 'unknown'
  return found.name === undefined || !found.place ? undefined : { name: found.name, place: found.place, isTable: true }
}

function nameIn(callee: Expression, file: SourceFile, evaluation: Evaluation): string | undefined {
  return evaluation.nameOfPackage(callee, file, (specifier) => ENTRY.has(specifier))
}

/** A name is one dependency, however often it stands there. */
function mention(parameters: ParameterShape[], { name, place }: Hole): void {
  const index = parameters.findIndex((one) => one.key === name)
  const known = parameters[index]
  if (known) parameters[index] = { ...known, mentions: [...known.mentions, place] }
  else parameters.push({ key: name, reads: name, optional: false, mentions: [place] })
}
