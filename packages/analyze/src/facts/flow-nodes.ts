// The nodes of a module or of a flow that stands in an expression: `region`, `{ rate, net }`, `dataflow(a, b)`.

import type { CallExpression } from 'oxc-parser'
import type { SourceFile } from '../source/source-file.ts'
import type { Evaluation } from './evaluation.ts'
import { documentationBefore } from './doc-comments.ts'
import { configOf, configured } from './modifiers/partly-decided.ts'
import { declarationOf, isPrivate, nameNode, type NamedNode } from './naming.ts'
import { placeOf } from './place.ts'
import { openSpec, type Shape } from './shape.ts'
import { bare, follow, propertiesOf, type Written } from './written-value.ts'

export interface InnerNodes {
  readonly nodes: readonly NamedNode[]
  /** False when there may be others. */
  readonly isComplete: boolean
}

const NOTHING: InnerNodes = { nodes: [], isComplete: false }

/** The nodes of a module, an object of functions, or a flow with all that was changed in it. */
export function insideFlow(written: Written, evaluation: Evaluation): InnerNodes {
  const { expression, file } = follow(written, evaluation.scope)
  switch (expression.type) {
    case 'Identifier': {
      const target = evaluation.scope.nameIn(file, expression.name)
      return target.kind === 'namespace' ? insideModule(target.path, evaluation) : NOTHING
    }
    case 'ObjectExpression':
      return insideObject({ expression, file }, evaluation)
    case 'CallExpression':
      return insideCall(expression, file, evaluation)
    default:
      return NOTHING
  }
}

function insideModule(path: string, evaluation: Evaluation): InnerNodes {
  const { exports, isComplete } = evaluation.module(path)
  const parts = exports.map((one): InnerNodes => {
    if (isPrivate(one.name)) return { nodes: [], isComplete: true }
    const { place, documentation } = declarationOf(one)
    const { nodes, isComplete: isWhole } = nodesOf(one.shape)
    const named = nodes.map((node) =>
      nameNode({ ...node, ...(!node.documentation && documentation && { documentation }) }, one.name, place),
    )
    return { nodes: named, isComplete: isWhole }
  })
  return join(parts, isComplete)
}

function insideObject(written: Parameters<typeof propertiesOf>[0], evaluation: Evaluation): InnerNodes {
  const { properties, isComplete } = propertiesOf(written, evaluation.scope)
  const parts = properties.map((one): InnerNodes => {
    if (isPrivate(one.name)) return { nodes: [], isComplete: true }
    const { nodes, isComplete: isWhole } = nodesOf(evaluation.shapeOf(one))
    const place = placeOf(one.file, one.key)
    const documentation = documentationBefore(one.file, one.start)
    const named = nodes.map((node) =>
      nameNode({ ...node, ...(!node.documentation && documentation && { documentation }) }, one.name, place),
    )
    return { nodes: named, isComplete: isWhole }
  })
  return join(parts, isComplete)
}

function nodesOf(shape: Shape): { nodes: Extract<Shape, { kind: 'nodes' }>['nodes']; isComplete: boolean } {
  if (shape.kind === 'nodes') return { nodes: shape.nodes, isComplete: !shape.unnamed }
  return { nodes: [], isComplete: shape.kind !== 'unknown' }
}

/** `dataflow(a, b)`, `positional(module)`, and members of a flow that give another one. */
function insideCall(call: CallExpression, file: SourceFile, evaluation: Evaluation): InnerNodes {
  const name = evaluation.nameOfOurs(call.callee, file)
  const inner = (index: number): InnerNodes => {
    const argument = call.arguments[index]
    return argument && argument.type !== 'SpreadElement'
      ? insideFlow({ expression: argument, file }, evaluation)
      : NOTHING
  }
  if (name === 'dataflow') return join([...call.arguments.keys()].map(inner), true)
  if (name === 'untyped') return inner(0)
  const callee = bare(call.callee)
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return NOTHING
  const flow = insideFlow({ expression: callee.object, file }, evaluation)
  const [argument] = call.arguments
  const given = argument && argument.type !== 'SpreadElement' ? { expression: argument, file } : undefined
  switch (callee.property.name) {
    case 'with':
    case 'loose':
      return flow
    case 'configure': {
      const { values, isKnown } = configOf(given, evaluation.scope)
      return { nodes: configured(flow.nodes, values), isComplete: flow.isComplete && isKnown }
    }
    case 'override':
      return given ? overridden(flow, given, evaluation) : NOTHING
    case 'replace': {
      const replacement = given ? insideFlow(given, evaluation) : NOTHING
      const names = new Set(replacement.nodes.map((node) => node.name))
      return join([{ ...flow, nodes: flow.nodes.filter((node) => !names.has(node.name)) }, replacement], true)
    }
    default:
      return NOTHING
  }
}

function overridden(flow: InnerNodes, given: Written, evaluation: Evaluation): InnerNodes {
  const led = follow(given, evaluation.scope)
  if (led.expression.type !== 'ObjectExpression') return { ...flow, isComplete: false }
  const { properties, isComplete } = propertiesOf({ expression: led.expression, file: led.file }, evaluation.scope)
  const names = new Set(properties.map((one) => one.name))
  const values = properties.map((one): NamedNode => {
    const place = placeOf(one.file, one.key)
    const otherwise = { ...openSpec('override', []), isComplete: true }
    return { name: one.name, exportPath: one.name, place, cases: [], otherwise }
  })
  const kept = flow.nodes.filter((node) => !names.has(node.name))
  return { nodes: [...kept, ...values], isComplete: flow.isComplete && isComplete }
}

function join(parts: readonly InnerNodes[], isComplete: boolean): InnerNodes {
  return {
    nodes: parts.flatMap((part) => part.nodes),
    isComplete: isComplete && parts.every((part) => part.isComplete),
  }
}
