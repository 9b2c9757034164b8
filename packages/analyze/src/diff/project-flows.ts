// The flows that a project declares, with what their configuration file says about them.

import type { CallExpression, Expression } from 'oxc-parser'
import { findFlows, flowOf, nodesOfModules, type WrittenFlow } from '../check/find-flows.ts'
import type { ProjectSource } from '../check/project-source.ts'
import type { NodeFacts } from '../facts/module-facts.ts'
import { bare, follow, followToObject, propertiesOf, type Written } from '../facts/written-value.ts'
import type { SourceFile } from '../source/source-file.ts'

/** A flow whose modules are known, and its nodes as far as source tells. */
export interface ProjectFlow {
  readonly name: string
  readonly modules: readonly string[]
  readonly nodes: readonly NodeFacts[]
  readonly isComplete: boolean
  /** The expression that makes it, where it is known. */
  readonly written?: Written
  /** What `override` puts in the place of nodes, by their names. */
  readonly given: ReadonlyMap<string, Written>
}

/** A flow that only a run can tell, with its modules. Absolute paths. */
export interface FlowOfModules {
  readonly name: string
  readonly modules: readonly string[]
}

/**
 * The flows of `defineProject({ flows: { ... } })`; when that cannot be followed, every flow with a name that the files
 * write, as in a check.
 */
export function projectFlows(config: string, files: readonly SourceFile[], source: ProjectSource): ProjectFlow[] {
  const declared = declaredFlows(config, source)
  if (declared && declared.length > 0) return declared
  const written = findFlows(files, source).flows
  const counts = new Map<string, number>()
  return written.map((flow) => {
    const name = flow.name ?? 'flow'
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return { ...toProjectFlow(flow, count > 1 ? `${name} ${count}` : name), given: new Map() }
  })
}

function declaredFlows(config: string, source: ProjectSource): ProjectFlow[] | undefined {
  const target = source.scope.exportOf(config, 'default')
  if (target?.kind !== 'declaration' || target.declaration.value.form !== 'expression') return undefined
  const made = follow({ expression: target.declaration.value.expression, file: target.file }, source.scope)
  const [definition] = made.expression.type === 'CallExpression' ? made.expression.arguments : []
  const object = followToObject(
    definition && definition.type !== 'SpreadElement' ? { expression: definition, file: made.file } : made,
    source.scope,
  )
  const flows = object && propertiesOf(object, source.scope).properties.find((one) => one.name === 'flows')
  const written = flows && followToObject(flows, source.scope)
  if (!written) return undefined
  return propertiesOf(written, source.scope).properties.map(({ name, expression, file }) => {
    const led = follow({ expression, file }, source.scope)
    const flow = flowOf(led.expression, { file: led.file, source })
    return { ...toProjectFlow(flow, name), written: led, given: givenIn(led, source) }
  })
}

function toProjectFlow(
  { modules, nodes, isComplete }: WrittenFlow,
  name: string,
): Omit<ProjectFlow, 'given' | 'written'> {
  return { name, modules: modules.map(({ file }) => file), nodes, isComplete }
}

/** Later overrides win over earlier ones, which stand further inside. */
function givenIn(flow: Written, source: ProjectSource, depth = 0): Map<string, Written> {
  const { expression, file } = follow(flow, source.scope)
  const object = expression.type === 'CallExpression' ? objectOf(expression) : undefined
  if (!object || expression.type !== 'CallExpression' || depth > 100) return new Map()
  const given = givenIn({ expression: object.expression, file }, source, depth + 1)
  const [argument] = expression.arguments
  if (object.method !== 'override' || !argument || argument.type === 'SpreadElement') return given
  const values = followToObject({ expression: argument, file }, source.scope)
  for (const one of values ? propertiesOf(values, source.scope).properties : []) given.set(one.name, one)
  return given
}

function objectOf({ callee }: CallExpression): { expression: Expression; method: string } | undefined {
  const own = bare(callee)
  return own.type === 'MemberExpression' && own.property.type === 'Identifier'
    ? { expression: own.object, method: own.property.name }
    : undefined
}

/** What the modules of a flow export, when only a run can tell more. */
export function flowOfModules({ name, modules }: FlowOfModules, source: ProjectSource): ProjectFlow {
  return { name, modules, nodes: nodesOfModules(modules, source), isComplete: false, given: new Map() }
}
