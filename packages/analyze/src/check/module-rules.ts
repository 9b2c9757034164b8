// What is wrong with the modules of flows: functions that ought to be nodes, modules in no flow.

import { basename } from 'node:path'
import { functionFacts } from '../facts/function-facts.ts'
import type { ModuleFacts } from '../facts/module-facts.ts'
import { scopeOf, type Declaration } from '../facts/module-scope.ts'
import { placeOf } from '../facts/place.ts'
import type { AnyFunctionNode } from '../facts/project-scope.ts'
import { bare } from '../facts/written-value.ts'
import type { SourceFile } from '../source/source-file.ts'
import { sourceIssue } from './catalogue.ts'
import { finding, type Finding } from './finding.ts'
import type { WrittenFlow } from './find-flows.ts'
import type { ProjectSource } from './project-source.ts'

export function checkModules(flow: WrittenFlow, modules: readonly ModuleFacts[], source: ProjectSource): Finding[] {
  const names = new Set(flow.nodes.map((node) => node.name))
  return modules.flatMap((module) => {
    const file = source.scope.file(module.file)
    if (!file || module.errors.length > 0) return []
    return [...withoutNodes(flow, module), ...defaultExport(module), ...forgotten(file, names, source)]
  })
}

function withoutNodes({ modules }: WrittenFlow, { file, exports, isComplete }: ModuleFacts): Finding[] {
  const place = modules.find((one) => one.file === file)?.place
  if (!place || !isComplete || exports.some((one) => one.nodes.length > 0 || one.unnamed)) return []
  return [finding(sourceIssue('source/no-nodes', { module: basename(file) }), place)]
}

function defaultExport({ file, exports }: ModuleFacts): Finding[] {
  const found = exports.find((one) => one.notANode === 'default' && one.name === 'default')
  if (!found || (found.kind !== 'function' && found.kind !== 'arrow')) return []
  // Under another name it may be a node all the same.
  const { declaration } = found
  if (exports.some((one) => one !== found && one.declaration?.statement.start === declaration?.statement.start))
    return []
  return [finding(sourceIssue('source/default-export', { module: basename(file) }), found.place, 'default')]
}

/** Functions that take nodes of the flow by name, are not exported, and are mentioned nowhere else. */
function forgotten(file: SourceFile, names: ReadonlySet<string>, source: ProjectSource): Finding[] {
  const { declarations, exports } = scopeOf(file)
  const exported = new Set(exports.flatMap(({ target }) => ('local' in target ? [target.local] : [])))
  return [...declarations.values()].flatMap((declaration) => {
    const { name, binding } = declaration
    const fn = exported.has(name) || name.startsWith('_') ? undefined : functionOf(declaration)
    if (!fn || mentions(file.text, name) > 1) return []
    const { form, parameters } = functionFacts(fn, { file, scope: source.scope })
    const reads = form === 'object' ? parameters.map((one) => one.name) : []
    if (reads.length === 0 || !reads.every((one) => names.has(one))) return []
    return [finding(sourceIssue('source/forgotten-export', { name, reads }), placeOf(file, binding), name)]
  })
}

function functionOf({ value }: Declaration): AnyFunctionNode | undefined {
  if (value.form === 'function') return value.fn
  const expression = value.form === 'expression' ? bare(value.expression) : undefined
  return expression?.type === 'ArrowFunctionExpression' || expression?.type === 'FunctionExpression'
    ? expression
    : undefined
}

/** Counts comments and texts in: what is mentioned there is no mistake that could be proved. */
function mentions(text: string, name: string): number {
  const word = name.replaceAll('$', '\\$')
  return text.split(new RegExp(`(?<![\\p{ID_Continue}$])${word}(?![\\p{ID_Continue}$])`, 'u')).length - 1
}

/** Modules that a file which makes flows imports whole, and does not mention again. */
export function checkUnusedModules(files: readonly SourceFile[]): Finding[] {
  return files.flatMap((file) => {
    if (!/\bdataflow\b/.test(file.text)) return []
    const text = withoutImports(file)
    return [...scopeOf(file).imports].flatMap(([name, { specifier, name: wanted, isType, binding }]) =>
      wanted === '*' && !isType && /^[./#]/.test(specifier) && mentions(text, name) === 0
        ? [finding(sourceIssue('source/unused-module', { name }), placeOf(file, binding), name)]
        : [],
    )
  })
}

function withoutImports({ text, module }: SourceFile): string {
  return module.staticImports.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text)
}
