// One state of a project: its flows, and of each node what it reads and what its code is.

import { hash } from 'node:crypto'
import { ThroughlineError } from 'throughline'
import { ProjectSource } from '../check/project-source.ts'
import type { FunctionFacts } from '../facts/function-facts.ts'
import { moduleFacts, type ExportFacts, type NodeFacts } from '../facts/module-facts.ts'
import type { Place } from '../facts/place.ts'
import { valueOf, type Written } from '../facts/written-value.ts'
import type { PackageSource } from '../packages/installed-packages.ts'
import type { Resolver } from '../resolve/resolver.ts'
import { pathFrom } from '../source/path-from.ts'
import { parseSource, type SourceFile } from '../source/source-file.ts'
import { SourceTree } from '../source/source-tree.ts'
import type { CodeVersion } from '../versions/code-version.ts'
import { createVersions } from '../versions/create-versions.ts'
import { readStatements } from '../versions/read-statements.ts'
import type { Statement } from '../versions/read-statement.ts'
import { diffIssue } from './catalogue.ts'
import { flowOfModules, projectFlows, type FlowOfModules, type ProjectFlow } from './project-flows.ts'

/** A node in one state of the project. */
export interface NodeSnapshot {
  readonly name: string
  /** The export that makes it. */
  readonly exportPath: string
  readonly kind: NodeFacts['kind']
  readonly reads: readonly { readonly name: string; readonly optional: boolean }[]
  /** True when it may read other names, which its source does not show. */
  readonly readsMore: boolean
  /** True for what stands for nodes whose names only a run can tell. */
  readonly isUnnamed: boolean
  readonly place: Place
  /** Of the export; `undefined` when no export is known that makes it. */
  readonly code: CodeVersion | undefined
  /** Where the export is declared. */
  readonly declaration?: Place
  /** What a configuration, or the place where it is used, decides: equal as long as that decides the same. */
  readonly decided: string
  /** Equal for nodes of the same function under different names; absent when that cannot be told. */
  readonly form?: string
  /** What `override` puts in its place; of a node that no export is known to make, its function. */
  readonly written?: Place
  readonly isOverridden: boolean
}

export interface FlowSnapshot {
  readonly name: string
  /** By name. */
  readonly nodes: ReadonlyMap<string, NodeSnapshot>
  /** False when it may have other nodes. */
  readonly isComplete: boolean
  /** The expression that makes it. */
  readonly written?: Place
}

/** Reads its files when asked: it holds as long as they stay. */
export interface ProjectSnapshot {
  readonly flows: readonly FlowSnapshot[]
  /** False when source shows no flow; there are none then. */
  readonly showsFlows: boolean
  /** What could not be followed in the files, in words. */
  readonly caveats: readonly string[]
  /** Every file of code that was reached, by its path from the root, with slashes. */
  readonly files: ReadonlyMap<string, SourceFile>
  /** The path of a file from the root; the path itself for what is elsewhere. */
  relative(path: string): string
  /** A file of the project by its path from the root. */
  file(path: string): SourceFile | undefined
  /** Its statements; `undefined` when there is no such file. */
  statements(path: string): readonly Statement[] | undefined
}

export interface SnapshotOptions {
  /** The configuration file of the project. Absolute path. */
  readonly config: string
  /** The folder from which paths are told: that of the repository. Absolute path. */
  readonly root: string
  readonly resolver: Resolver
  readonly packages?: PackageSource
  /** Flows that source does not show. */
  readonly flows?: readonly FlowOfModules[]
  /** For messages: `at main`, `in the working tree`. */
  readonly state: string
}

/** @throws {diff/unreadable-source} */
export function takeSnapshot({ config, root, resolver, packages, flows, state }: SnapshotOptions): ProjectSnapshot {
  const tree = new SourceTree()
  const source = new ProjectSource(tree, resolver)
  const { files, findings } = source.reach([config, ...(flows ?? []).flatMap(({ modules }) => modules)])
  const name = (path: string): string => pathFrom(root, path) ?? path
  const wrong = files.flatMap(({ path, lines, errors: [first] }) =>
    first
      ? [
          diffIssue('diff/unreadable-source', {
            file: name(path),
            line: lines.positionAt(first.labels[0]?.start ?? 0).line,
            state,
            message: first.message,
          }),
        ]
      : [],
  )
  if (wrong.length > 0) throw new ThroughlineError(wrong)
  const found = flows ? flows.map((one) => flowOfModules(one, source)) : projectFlows(config, files, source)
  const versions = createVersions({ tree, resolver, ...(packages && { packages }) })
  const exported = new ExportIndex(source)
  const nodeOf = (node: NodeFacts, flow: ProjectFlow, isUnnamed: boolean): NodeSnapshot => {
    const made = exported.find(node, flow.modules)
    const given = flow.given.get(node.name)
    return {
      name: node.name,
      exportPath: node.exportPath,
      kind: node.kind,
      reads: node.dependencies.map((one) => ({ name: one.name, optional: one.optional })),
      readsMore: !node.isComplete && !given,
      isUnnamed,
      place: node.place,
      code: made && !given ? versions.codeVersion(made.file, node.exportPath) : undefined,
      ...(made?.facts.declaration && { declaration: made.facts.declaration.statement }),
      decided: decidedOf(node, given, source),
      ...formOf(node),
      isOverridden: given !== undefined,
      ...writtenAt(node, made !== undefined, given),
    }
  }
  const known = new Map<string, readonly Statement[] | undefined>()
  return {
    showsFlows: found.length > 0,
    caveats: findings
      .filter(({ code }) => code === 'source/unresolved-import')
      .map(({ place, title }) => `${name(place.file)}:${place.line} ${state}: ${title}`),
    flows: found.map((flow) => {
      const nodes = flow.nodes.map((node) => nodeOf(node, flow, false))
      const unnamed = exported.unnamed(flow.modules).map((node) => nodeOf(node, flow, true))
      const isComplete = flow.isComplete && unnamed.length === 0
      return {
        name: flow.name,
        isComplete,
        nodes: new Map([...unnamed, ...nodes].map((node) => [node.name, node])),
        ...(flow.written && { written: placeOfValue(flow.written) }),
      }
    }),
    files: new Map(
      files.filter(({ path }) => pathFrom(root, path) !== undefined).map((file) => [name(file.path), file]),
    ),
    relative: name,
    file: (path) => tree.file(path.startsWith(root) ? path : `${root}/${path}`),
    statements: (path) => {
      if (!known.has(path)) {
        const file = tree.file(`${root}/${path}`)
        known.set(path, file && readStatements(file, undefined, undefined))
      }
      return known.get(path)
    },
  }
}

/** Which export of which module makes a node. */
class ExportIndex {
  readonly #source: ProjectSource
  readonly #modules = new Map<string, ReadonlyMap<string, ExportFacts>>()

  constructor(source: ProjectSource) {
    this.#source = source
  }

  /** The last module wins: it may replace what is in others. */
  find(node: NodeFacts, modules: readonly string[]): { file: string; facts: ExportFacts } | undefined {
    for (const file of modules.toReversed()) {
      const facts = this.#exports(file).get(node.exportPath)
      const isIt = facts?.nodes.some((one) => one.name === node.name) || facts?.unnamed !== undefined
      if (facts && isIt) return { file, facts }
    }
    return undefined
  }

  /** What is known of nodes without known names, under names that no node has. */
  unnamed(modules: readonly string[]): NodeFacts[] {
    return modules.flatMap((file) =>
      [...this.#exports(file).values()].flatMap(({ name, kind, unnamed }) =>
        unnamed ? [{ ...unnamed, name: kind === 'unknown' ? name : `${name}.*`, exportPath: name }] : [],
      ),
    )
  }

  #exports(path: string): ReadonlyMap<string, ExportFacts> {
    let known = this.#modules.get(path)
    if (!known) {
      const file = this.#source.scope.file(path)
      const facts = file ? moduleFacts(file, this.#source.evaluation).exports : []
      this.#modules.set(path, (known = new Map(facts.map((one) => [one.name, one]))))
    }
    return known
  }
}

/** Of variants there are those functions that are left once the configuration is known. */
function decidedOf(node: NodeFacts, given: Written | undefined, source: ProjectSource): string {
  const { kind, presence, conditions, functions } = node
  const reads = node.dependencies.map((one) => [one.name, one.optional])
  return JSON.stringify([
    kind,
    presence,
    conditions,
    reads,
    functions.map(formOfFunction),
    given && valueForm(given, source),
  ])
}

function valueForm(written: Written, source: ProjectSource): unknown {
  const known = valueOf(written, source.scope)
  if (known) return ['value', known.value === undefined ? null : known.value]
  const { start, end } = written.expression
  return formOfText(written.file.text.slice(start, end))
}

function writtenAt(node: NodeFacts, isExported: boolean, given: Written | undefined): Pick<NodeSnapshot, 'written'> {
  const place = given ? placeOfValue(given) : isExported ? undefined : node.functions[0]?.place
  return place ? { written: place } : {}
}

function placeOfValue({ expression, file }: Written): Place {
  const { start, end } = expression
  return { file: file.path, start, end, ...file.lines.positionAt(start) }
}

function formOf({ functions, kind, modifiers, dependencies }: NodeFacts): Pick<NodeSnapshot, 'form'> {
  if (functions.length === 0) return {}
  const parts = [
    kind,
    modifiers.map((one) => one.name),
    dependencies.map((one) => one.name),
    functions.map(formOfFunction),
  ]
  return { form: JSON.stringify(parts) }
}

const FORMS = new WeakMap<FunctionFacts, string>()

function formOfFunction(facts: FunctionFacts): string {
  let form = FORMS.get(facts)
  if (form === undefined) FORMS.set(facts, (form = formOfText(facts.text)))
  return form
}

/** Without names of its own, comments and layout: the normal form of code versions, as far as the text stands alone. */
function formOfText(text: string): string {
  const nameless = text.replace(/^((?:async\s+)?function\s*\*?)\s*[\w$]+/, '$1')
  for (const language of ['ts', 'tsx']) {
    const statements = readStatements(parseSource(`form.${language}`, `(${nameless})`), undefined, undefined)
    if (statements?.length === 1) return statements[0]!.units.map((unit) => unit.hash).join()
  }
  return hash('sha256', text)
}
