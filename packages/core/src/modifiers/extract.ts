// One node, many nodes: its fields.

import { defineFunction, mapSpecs, nodesFor, wholeOf } from '../definition/definition.ts'
import { parameterFor, plainSpec, type NodeSpec } from '../definition/node-spec.ts'
import { expectOption } from '../errors/expect-option.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import type { Extracted, FieldList, FieldRecord, WithFields } from '../typing/fields.ts'
import type { OutputOf } from '../typing/module-nodes.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import { extractIssue } from './extract-issues.ts'

/**
 * Makes a node of each of these fields of the value. The whole stays available under the name of the export, and the
 * function stays callable. A field of a conditional node is there when the node is.
 *
 * @param fields names of fields, of keys of a map, of columns of a table with `getChild`; for a tuple, names for its
 *   items in order. `'b?'` marks a field that the value may lack, and is then `undefined`. A record gives other names to
 *   the nodes: by field, or by position in a list
 * @throws {modifier/not-a-function} when there is no whole, as in a group of nodes; {modifier/bad-option} when the
 *   names are none; {run/missing-field} at run time, when the value lacks a field
 * @example
 * export const parts = extract(split, ['train', 'test']) // nodes: parts, train, test
 * export const pair = extract(({ rows }: { rows: Row[] }) => [rows.slice(1), rows.length] as const, ['rest', 'count'])
 * export const bounds = extract(range, { min: 'lowest', max: 'highest' })
 */
export function extract<F extends AnyFunction, const Fields extends FieldList<OutputOf<F>> | FieldRecord<OutputOf<F>>>(
  fn: F & WithFields<F, Fields>,
  fields: Fields,
): Extracted<F, Fields> {
  const nodes = nodesFor(fn, 'extract')
  const whole = wholeOf(nodes, 'extract')
  const parts = readFields(fields).map((field) => {
    const [part] = mapSpecs([{ ...whole, name: field.node }], (spec) => fieldSpec(field, spec.written ?? spec.fn))
    return part!
  })
  return defineFunction(fn, [...nodes, ...parts]) as unknown as Extracted<F, Fields>
}

interface Field {
  readonly name: string
  /** Where it is in a list. */
  readonly position: number
  readonly isOptional: boolean
  /** The name of its node. */
  readonly node: string
}

function readFields(fields: unknown): Field[] {
  const isList = Array.isArray(fields)
  expectOption(
    typeof fields === 'object' && fields !== null,
    'extract',
    'fields',
    fields,
    'a list or a record of names',
  )
  return Object.entries(fields).map(([key, value]: [string, unknown]) => {
    expectOption(typeof value === 'string', 'extract', `fields.${key}`, value, 'a name')
    const given = isList ? value : key
    const name = given.replace(/\?$/, '')
    const position = isList ? Number(key) : Number.parseInt(name)
    return { name, position, isOptional: name !== given, node: isList ? name : value }
  })
}

function fieldSpec(field: Field, written: AnyFunction): NodeSpec {
  const fn = ({ whole }: { whole: unknown }): unknown => valueOf(field, whole)
  return { ...plainSpec(fn, [parameterFor('whole', '&')], false, true), written, kind: 'extracted' }
}

/** @throws {run/missing-field} when it is not there, and has to be */
function valueOf({ name, position, isOptional }: Field, whole: unknown): unknown {
  if (Array.isArray(whole)) {
    if (position < whole.length) return whole[position] as unknown
  } else if (isTable(whole)) {
    const column = whole.getChild(name)
    if (column !== null && column !== undefined) return column
  } else if (whole instanceof Map) {
    if (whole.has(name)) return whole.get(name) as unknown
  } else if (typeof whole === 'object' && whole !== null && name in whole) {
    return (whole as Record<string, unknown>)[name]
  }
  if (isOptional) return undefined
  throw new ThroughlineError([extractIssue('run/missing-field', { field: name, ...described(whole) })])
}

interface Table {
  getChild(name: string): unknown
  readonly schema?: { readonly fields?: readonly { readonly name: string }[] }
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && 'getChild' in value && typeof value.getChild === 'function'
}

/** What the value is, and which fields it has. */
function described(value: unknown): { found: string; known: string[] } {
  if (value === null) return { found: 'null', known: [] }
  if (typeof value !== 'object') return { found: typeof value, known: [] }
  if (Array.isArray(value)) return { found: `a list of ${value.length}`, known: [] }
  if (isTable(value)) return { found: 'a table', known: value.schema?.fields?.map((one) => one.name) ?? [] }
  if (value instanceof Map) return { found: 'a map', known: [...value.keys()].map(String) }
  return { found: 'an object', known: Object.keys(value) }
}
