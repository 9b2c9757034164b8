// Everything wrong with the flows of a project, from its source.

import { moduleFacts, type ModuleFacts } from '../facts/module-facts.ts'
import { createResolver, type Resolver } from '../resolve/resolver.ts'
import { SourceTree } from '../source/source-tree.ts'
import type { TypeOracle } from '../types/type-oracle.ts'
import { inOrder, type Finding } from './finding.ts'
import { findFlows, nodesOfModules, type WrittenFlow } from './find-flows.ts'
import { checkFunctions } from './function-rules.ts'
import { checkGraph } from './graph-rules.ts'
import { checkModules, checkUnusedModules } from './module-rules.ts'
import { ProjectSource } from './project-source.ts'
import { checkRun } from './run-rules.ts'
import { checkTypes } from './type-rules.ts'

export interface CheckOptions {
  /** Where to begin, such as the configuration file of a project: what it imports is checked too. Absolute paths. */
  readonly entries: readonly string[]
  /** Flows that source does not show, with the modules that they are made of. Absolute paths. */
  readonly flows?: readonly { readonly name: string; readonly modules: readonly string[] }[]
  /** Asked about types, once the modules of the flows are known. Default: types are not checked. */
  readonly openTypes?: (modules: readonly string[]) => TypeOracle
  /** Default: one of its own. A tree that is kept makes a second check cheaper, after its `refresh`. */
  readonly tree?: SourceTree
  readonly resolver?: Resolver
}

export interface CheckedFlow {
  /** Of the property or variable that gets it; absent for one without a name. */
  readonly name?: string
  readonly nodes: number
  /** False when parts of it could not be followed: what these have is not checked. */
  readonly isComplete: boolean
}

export interface CheckReport {
  /** In the order of files and places. */
  readonly findings: readonly Finding[]
  readonly flows: readonly CheckedFlow[]
  /** Every file of the project that was read. Absolute paths. */
  readonly files: readonly string[]
}

/**
 * Finds the flows that source makes, and everything that is wrong with them. No code of the project runs.
 *
 * @complexity O(source), and a search through the graph for every cycle
 */
export function checkProject(options: CheckOptions): CheckReport {
  const { entries, tree = new SourceTree(), resolver = createResolver(), openTypes } = options
  const source = new ProjectSource(tree, resolver)
  const { files, findings } = source.reach([...entries, ...(options.flows ?? []).flatMap((flow) => flow.modules)])
  const written = findFlows(files, source)
  const flows = [...written.flows, ...(options.flows ?? []).map((flow) => flowOfModules(flow, source))]
  const types = openTypes?.([...new Set(flows.flatMap((flow) => flow.modules.map((module) => module.file)))])
  const known = new Map<string, ModuleFacts | undefined>()
  const factsOf = (path: string): ModuleFacts | undefined => {
    const file = source.scope.file(path)
    if (!known.has(path)) known.set(path, file && moduleFacts(file, source.evaluation))
    return known.get(path)
  }
  const all = flows.flatMap((flow) => {
    const modules = flow.modules.flatMap(({ file }) => factsOf(file) ?? [])
    return [
      ...checkFunctions(flow, source),
      ...checkGraph(flow, modules),
      ...checkModules(flow, modules, source),
      ...(types ? checkTypes(flow, types, source) : []),
    ]
  })
  types?.[Symbol.dispose]()
  const runs = written.runs.flatMap((run) => checkRun(run, source))
  return {
    findings: inOrder([...findings, ...all, ...runs, ...checkUnusedModules(files)]),
    flows: flows.map(({ name, nodes, isComplete }) => ({
      ...(name !== undefined && { name }),
      nodes: nodes.length,
      isComplete,
    })),
    files: files.map((file) => file.path),
  }
}

/** A flow of which only the modules are known. */
function flowOfModules(
  { name, modules }: { readonly name: string; readonly modules: readonly string[] },
  source: ProjectSource,
): WrittenFlow {
  const nodes = nodesOfModules(modules, source)
  return { name, modules: modules.map((file) => ({ file })), nodes, isComplete: false }
}
