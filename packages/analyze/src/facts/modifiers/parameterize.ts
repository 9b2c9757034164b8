// `parameterize`: one function, many nodes.

import { bindNode } from '../bindings.ts'
import { documentationBefore } from '../doc-comments.ts'
import type { ModifierCall } from '../evaluation.ts'
import { placeOf, type Place } from '../place.ts'
import { mapSpecs, onlyNode, openSpec, type NodeShape, type Shape } from '../shape.ts'
import {
  follow,
  followToArray,
  followToObject,
  propertiesOf,
  resultOf,
  valueOf,
  type Written,
} from '../written-value.ts'
import { literalTags } from './policies.ts'
import { rebindingsOf } from './references.ts'

export function parameterize(call: ModifierCall): Shape {
  const { scope } = call
  const base = onlyNode(call.shape(0)) ?? { name: '&', cases: [], otherwise: openSpec('function', []) }
  const cases = call.argument(1)
  const list = cases && followToArray(cases, scope)
  const record = cases && !list ? followToObject(cases, scope) : undefined
  const options = optionsOf(call, list ? 3 : 2)
  const nodes: NodeShape[] = []
  let isComplete = true
  const put = (name: string | undefined, written: Written, place: Place, start: number): void => {
    if (name === undefined || nodes.some((one) => one.name === name)) isComplete = false
    else nodes.push(caseNode(call, base, { name, written, place, start, options }))
  }
  if (list) {
    const naming = call.argument(2)
    for (const element of list.expression.elements) {
      if (element === null || element.type === 'SpreadElement') {
        isComplete = false
        continue
      }
      const written = { expression: element, file: list.file }
      const given = [valueOf(written, scope)?.value]
      const name = naming && given[0] !== undefined ? resultOf(naming, given, scope)?.value : undefined
      put(typeof name === 'string' ? name : undefined, written, placeOf(list.file, element), element.start)
    }
  } else if (record) {
    const all = propertiesOf(record, scope)
    isComplete = all.isComplete
    for (const one of all.properties) put(one.name, one, placeOf(one.file, one.key), one.start)
  } else isComplete = false
  const unnamed = { ...mapSpecs(base, (spec) => ({ ...spec, kind: 'parameterized', isComplete: false })), name: '&.*' }
  return { kind: 'nodes', nodes, ...(!isComplete && { unnamed }) }
}

interface CaseOfNode {
  readonly name: string
  readonly written: Written
  readonly place: Place
  /** Its doc comment stands in front. */
  readonly start: number
  readonly options: Written | undefined
}

function caseNode(
  call: ModifierCall,
  base: NodeShape,
  { name, written, place, start, options }: CaseOfNode,
): NodeShape {
  const { bound, isComplete } = rebindingsOf(written, call.evaluation)
  const given = options && valueOf(written, call.scope)?.value
  const tags = options ? literalTags(resultOf(options, [given, name], call.scope)?.value) : {}
  const node = mapSpecs(bindNode(base, bound), (spec) => ({
    ...spec,
    kind: 'parameterized',
    isComplete: spec.isComplete && isComplete,
    tags: { ...spec.tags, ...tags },
  }))
  const documentation = documentationBefore(written.file, start)
  return { ...node, name, place, ...(documentation && { documentation }) }
}

/** The function that gives the tags. */
function optionsOf(call: ModifierCall, index: number): Written | undefined {
  const argument = call.argument(index)
  if (!argument) return undefined
  const { expression, file } = follow(argument, call.scope)
  if (expression.type !== 'ObjectExpression') return undefined
  return propertiesOf({ expression, file }, call.scope).properties.find((one) => one.name === 'tags')
}
