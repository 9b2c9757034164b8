// The flows that source makes: every `dataflow(a, b)` with what is changed in it, and modules given to `subflow`.

import type { CallExpression, Expression } from 'oxc-parser'
import { insideFlow } from '../facts/flow-nodes.ts'
import type { NodeFacts } from '../facts/module-facts.ts'
import { declarationOf, isPrivate, nameNode } from '../facts/naming.ts'
import { nodeFacts } from '../facts/node-facts.ts'
import { placeOf, type Place, type Stretch } from '../facts/place.ts'
import { bare, follow } from '../facts/written-value.ts'
import type { SourceFile } from '../source/source-file.ts'
import type { ProjectSource } from './project-source.ts'
import { eachCall } from './walk.ts'

/** A flow as it is written. */
export interface WrittenFlow {
  /** Of the property or variable that gets it; absent for one without a name. */
  readonly name?: string
  /** Of the call; of the name of a module where only that is known. */
  readonly place?: Place
  /** The modules that it is made of, and where they are given. */
  readonly modules: readonly GivenModule[]
  readonly nodes: readonly NodeFacts[]
  /** False when it may have other nodes. */
  readonly isComplete: boolean
}

interface GivenModule {
  readonly file: string
  readonly place?: Place
}

/** A call that computes outputs of a flow. */
export interface WrittenRun {
  readonly file: SourceFile
  readonly call: CallExpression
  readonly flow: Expression
}

const CHANGES = new Set(['with', 'loose', 'configure', 'override', 'replace'])

export function findFlows(
  files: readonly SourceFile[],
  source: ProjectSource,
): { readonly flows: readonly WrittenFlow[]; readonly runs: readonly WrittenRun[] } {
  const flows: WrittenFlow[] = []
  const runs: WrittenRun[] = []
  for (const file of files) {
    // Most files make no flow, and need no walk.
    if (!/\b(?:dataflow|subflow|execute)\b/.test(file.text)) continue
    const seen = new Set<Expression>()
    eachCall(file.program, (call, name) => {
      const made = source.evaluation.nameOfOurs(call.callee, file)
      const [first] = call.arguments
      if (made === 'subflow' && first?.type === 'Identifier') {
        const inner = flowOf(first, { file, source })
        if (inner.modules.length > 0) flows.push(inner)
      }
      if (methodOf(call) === 'execute' && isFlow(objectOf(call)!, file, source)) {
        runs.push({ file, call, flow: objectOf(call)! })
      }
      if (seen.has(call) || !isFlow(call, file, source)) return
      for (let part: Expression | undefined = call; part; part = objectOf(part)) seen.add(part)
      flows.push({ ...flowOf(call, { file, source }), ...(name !== undefined && { name }) })
    })
  }
  return { flows, runs }
}

/** The nodes of an expression that makes a flow. */
export function flowOf(
  expression: Expression,
  { file, source }: { readonly file: SourceFile; readonly source: ProjectSource },
): WrittenFlow {
  const { nodes, isComplete } = insideFlow({ expression, file }, source.evaluation)
  return {
    place: placeOf(file, placeOfFlow(expression)),
    modules: modulesOf(expression, file, source),
    nodes: nodes.map((node) => nodeFacts(node, undefined)),
    isComplete,
  }
}

/** The nodes of a flow of which only the modules are known. @param modules absolute paths */
export function nodesOfModules(modules: readonly string[], { evaluation }: ProjectSource): NodeFacts[] {
  return modules.flatMap((path) =>
    evaluation.module(path).exports.flatMap((one) => {
      const { place } = declarationOf(one)
      const shapes = one.shape.kind === 'nodes' && !isPrivate(one.name) ? one.shape.nodes : []
      return shapes.map((node) => nodeFacts(nameNode(node, one.name, place), undefined))
    }),
  )
}

/** The word `dataflow` says it. */
function placeOfFlow(expression: Expression): Stretch {
  const object = objectOf(expression)
  if (object) return placeOfFlow(object)
  return expression.type === 'CallExpression' ? expression.callee : expression
}

function isFlow(expression: Expression, file: SourceFile, source: ProjectSource): boolean {
  const led = follow({ expression, file }, source.scope)
  if (led.expression.type !== 'CallExpression') return false
  const { callee } = led.expression
  if (source.evaluation.nameOfOurs(callee, led.file) === 'dataflow') return true
  const object = CHANGES.has(methodOf(led.expression) ?? '') ? objectOf(led.expression) : undefined
  return object !== undefined && isFlow(object, led.file, source)
}

function modulesOf(expression: Expression, file: SourceFile, source: ProjectSource): GivenModule[] {
  const own = bare(expression)
  if (own.type === 'Identifier') {
    const path = source.scope.namespaceIn(file, own.name)
    if (path !== undefined) return [{ file: path, place: placeOf(file, own) }]
    const led = follow({ expression: own, file }, source.scope)
    return led.expression === own ? [] : modulesOf(led.expression, led.file, source)
  }
  if (own.type !== 'CallExpression') return []
  const method = methodOf(own)
  const object = objectOf(own)
  const given = own.arguments.flatMap((one) => (one.type === 'SpreadElement' ? [] : one))
  const added = object && method !== 'replace' ? [] : given
  return [...(object ? [object] : []), ...added].flatMap((one) => modulesOf(one, file, source))
}

function methodOf({ callee }: CallExpression): string | undefined {
  const own = bare(callee)
  return own.type === 'MemberExpression' && own.property.type === 'Identifier' ? own.property.name : undefined
}

/** What stands before the dot of a call. */
function objectOf(expression: Expression): Expression | undefined {
  const own = bare(expression)
  const callee = own.type === 'CallExpression' ? bare(own.callee) : undefined
  return callee?.type === 'MemberExpression' ? bare(callee.object) : undefined
}
