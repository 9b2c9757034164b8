// One node, many nodes: its fields.

import { defineFunction, nodesFor, type NodeDefinition } from '../definition/definition.ts'
import type { NodeSpec } from '../definition/node-spec.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import type { Group, OutputOf } from '../typing/module-nodes.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import { modifierIssue } from './catalogue.ts'

/**
 * Makes a node of each of these fields of the value. The whole stays available under the name of the export, and the
 * function stays callable.
 *
 * @throws {modifier/not-a-function} when there is no whole, as in a group of nodes; {run/missing-field} at run time, when
 *   the value lacks a field
 * @example
 * export const parts = extract(split, ['train', 'test']) // nodes: parts, train, test
 */
export function extract<F extends AnyFunction, const Field extends keyof OutputOf<F> & string>(
  fn: F,
  fields: readonly Field[],
): F & Group<{ '&': F } & { [Name in Field]: (dependencies: { '&': OutputOf<F> }) => OutputOf<F>[Name] }> {
  const whole = nodesFor(fn, 'extract')
  if (!whole.some((one) => one.name === '&')) {
    const facts = { modifier: 'extract', found: 'a group of nodes' }
    throw new ThroughlineError([modifierIssue('modifier/not-a-function', facts)])
  }
  const parts = fields.map((field) => ({ name: field, cases: [], otherwise: pick(field, writtenIn(whole)) }))
  return defineFunction(fn, [...whole, ...parts]) as never
}

function writtenIn(nodes: readonly NodeDefinition[]): AnyFunction | undefined {
  const [first] = nodes
  const spec = first?.otherwise ?? first?.cases[0]?.spec
  return spec?.written ?? spec?.fn
}

function pick(field: string, written: AnyFunction | undefined): NodeSpec {
  const fn = ({ whole }: { whole: unknown }): unknown => {
    const value = typeof whole === 'object' && whole !== null && field in whole ? whole : undefined
    if (value === undefined) {
      const known = typeof whole === 'object' && whole !== null ? Object.keys(whole) : []
      throw new ThroughlineError([modifierIssue('run/missing-field', { field, known, found: describe(whole) })])
    }
    return (value as Record<string, unknown>)[field]
  }
  return {
    fn,
    ...(written && { written }),
    kind: 'extracted',
    parameters: [{ key: 'whole', binding: { name: '&' }, optional: false, offset: undefined }],
    call: 'object',
    readsContext: false,
    reusable: true,
    layers: [],
    tags: {},
    problems: [],
  }
}

function describe(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : typeof value
}
