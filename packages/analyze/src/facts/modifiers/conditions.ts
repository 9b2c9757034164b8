// `byConfig`, `when`, `oneOf` and `otherwise`: nodes with variants, and nodes that are there only sometimes.

import type { ModifierCall } from '../evaluation.ts'
import {
  mapNodes,
  onlyNode,
  onlySpec,
  openSpec,
  UNKNOWN,
  type CaseShape,
  type Condition,
  type NodeShape,
  type Shape,
  type SpecShape,
} from '../shape.ts'
import { follow, followToObject, propertiesOf, valueOf, type Written } from '../written-value.ts'

export function byConfig(call: ModifierCall): Shape {
  const [keyArgument, implementations, options] = [call.argument(0), call.argument(1), call.argument(2)]
  const key = keyArgument && valueOf(keyArgument, call.scope)?.value
  const record = implementations && followToObject(implementations, call.scope)
  if (typeof key !== 'string' || !record) return waiting([{ condition: undefined, spec: openSpec('variants', []) }])
  const { properties, isComplete } = propertiesOf(record, call.scope)
  const cases = properties.map((one): CaseShape => ({
    condition: { [key]: one.name },
    spec: asVariant(onlySpec(call.evaluation.shapeOf(one)) ?? openSpec('variants', [])),
  }))
  if (!isComplete) cases.push({ condition: undefined, spec: openSpec('variants', []) })
  const fallback = options && optionOf(call, options, 'default')
  const chosen = cases.find(({ condition }) => condition?.[key] === fallback)
  return waiting(cases, options === undefined ? undefined : (chosen?.spec ?? openSpec('variants', [])))
}

export function when(call: ModifierCall): Shape {
  const argument = call.argument(0)
  const shape = call.shape(1)
  if (shape.kind !== 'nodes') return shape
  const condition = argument && conditionOf(argument, call)
  return mapNodes(shape, (node): NodeShape => {
    // A node that has variants already is refused.
    const [spec = openSpec('variants', [])] = node.otherwise ? [node.otherwise] : []
    const { kind } = spec
    const variant: SpecShape = { ...spec, kind: kind === 'function' ? 'variants' : kind }
    return { ...node, cases: [{ condition, spec: variant }], otherwise: undefined, whenOpen: 'absent' }
  })
}

export function oneOf(call: ModifierCall): Shape {
  const cases: CaseShape[] = []
  let fallback: SpecShape | undefined
  for (const index of call.call.arguments.keys()) {
    const choice = call.shape(index)
    const node = onlyNode(choice)
    if (choice.kind === 'otherwise') fallback = choice.spec
    else cases.push(node?.cases[0] ?? { condition: undefined, spec: openSpec('variants', []) })
  }
  return waiting(cases, fallback && asVariant(fallback))
}

export function otherwise(call: ModifierCall): Shape {
  const spec = onlySpec(call.shape(0))
  return { kind: 'otherwise', spec: spec ?? openSpec('function', []) }
}

function waiting(cases: readonly CaseShape[], fallback?: SpecShape): Shape {
  if (cases.length === 0) return UNKNOWN
  return { kind: 'nodes', nodes: [{ name: '&', cases, otherwise: fallback, whenOpen: 'waits' }] }
}

function asVariant(spec: SpecShape): SpecShape {
  return { ...spec, kind: 'variants' }
}

/** Nothing when a part of it is only known at run time. */
function conditionOf(written: Written, call: ModifierCall): Condition | undefined {
  const object = followToObject(written, call.scope)
  if (!object) return undefined
  const { properties, isComplete } = propertiesOf(object, call.scope)
  if (!isComplete) return undefined
  const condition: Record<string, Condition[string]> = {}
  for (const one of properties) {
    const value = wantedOf(one, call)
    if (value === undefined) return undefined
    condition[one.name] = value
  }
  return condition
}

function wantedOf(written: Written, call: ModifierCall): Condition[string] | undefined {
  const { expression, file } = follow(written, call.scope)
  if (expression.type === 'CallExpression' && call.evaluation.nameOfOurs(expression.callee, file) === 'not') {
    const values = expression.arguments.map((one) =>
      one.type === 'SpreadElement' ? undefined : valueOf({ expression: one, file }, call.scope)?.value,
    )
    return values.every(isConfigValue) ? { not: values } : undefined
  }
  const value = valueOf({ expression, file }, call.scope)?.value
  if (isConfigValue(value)) return value
  return Array.isArray(value) && value.every(isConfigValue) ? value : undefined
}

function isConfigValue(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** A literal option of an object of options. */
export function optionOf(call: ModifierCall, written: Written, name: string): unknown {
  const object = followToObject(written, call.scope)
  const found = object && propertiesOf(object, call.scope).properties.find((one) => one.name === name)
  return found && valueOf(found, call.scope)?.value
}
