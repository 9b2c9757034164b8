// In the process that runs user code: everything that the pages show of a project, read once.

import { enrich, Facts, type Documentation, type Enrichment, type Place } from '@throughline/analyze'
import type { AnyMachine, MachineJson } from '@throughline/machine'
import type { LoadedProject } from '@throughline/project'
import { describeProject, type FlowDescription, type NodeDescription } from '@throughline/project/process'
import { relative, sep } from 'node:path'
import type { FlowGraph, FlowInput, FlowNode, SourcePlace } from '../../api/index.ts'
import type { UntypedNode } from '../missing-types.ts'
import { wholeDocumentation } from './whole-documentation.ts'

/** Plain data: it comes out of a process. */
export interface ReadProject {
  readonly name: string
  /** Address of the record. */
  readonly store: string
  /** Whether the runs of the command are recorded. */
  readonly isRecorded: boolean
  readonly flows: readonly ReadFlow[]
  readonly machines: readonly ReadMachine[]
  /** Texts of the source, each once. */
  readonly texts: readonly string[]
}

export interface ReadMachine {
  readonly name: string
  readonly machine: MachineJson
  /** JSON Schemas of what actions await, where they can be told. */
  readonly schemas: readonly { readonly action: string; readonly schema: Readonly<Record<string, unknown>> }[]
}

export interface ReadFlow {
  readonly graph: FlowGraph
  /** Of the nodes of the graph, in their order. */
  readonly details: readonly NodeDetails[]
  /** Nodes whose types nobody wrote down, and where they were written. */
  readonly untyped: readonly UntypedNode[]
}

export interface NodeDetails {
  readonly documentation?: string
  readonly source?: ReadText
  readonly functions?: readonly ReadText[]
}

interface ReadText {
  /** Index in `texts`. */
  readonly text: number
  readonly at: SourcePlace
}

export async function answer(loaded: LoadedProject): Promise<ReadProject> {
  const { project, directory } = loaded
  const { flows } = describeProject(loaded, { places: 'auto' })
  const reader = new SourceReader(directory)
  const files = loaded.files()
  return {
    name: project.name,
    store: project.store,
    isRecorded: project.tracking !== undefined,
    flows: flows.map((flow) => readFlow(flow, reader, files)),
    machines: await readMachines(project.machines),
    texts: reader.texts,
  }
}

async function readMachines(machines: LoadedProject['project']['machines']): Promise<ReadMachine[]> {
  const entries = Object.entries(machines)
  if (entries.length === 0) return []
  const { jsonSchemaOf } = await import('@throughline/machine/http')
  return entries.map(([name, machine]) => ({
    name,
    machine: machine.toJSON() as MachineJson,
    schemas: Object.entries((machine as AnyMachine).actions).flatMap(([action, { spec }]) => {
      const schema = spec.awaits && jsonSchemaOf(spec.awaits)
      return schema ? [{ action, schema: asData(schema) }] : []
    }),
  }))
}

/** Whatever a library gave. */
function asData(schema: object): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(schema)) as Readonly<Record<string, unknown>>
}

type EnrichedNode = Omit<NodeDescription, 'dependencies'> & Enrichment

function readFlow(flow: FlowDescription, reader: SourceReader, files: readonly string[]): ReadFlow {
  const nodes = inOrder(enrich(flow.nodes, reader.facts, { files }))
  const { name, inputs, config } = flow
  return {
    graph: {
      name,
      nodes: nodes.map((node) => toFlowNode(node, reader)),
      inputs: inputs.map((input): FlowInput => {
        const type = typeOfInput(input.name, nodes)
        const { name: key, optional, consumers } = input
        return { name: key, isRequired: !optional, ...(type !== undefined && { type }), nodes: consumers }
      }),
      config: config.map(({ key, values, chosen, nodes: deciding }) => ({
        name: key,
        values: values.map(String),
        ...(chosen !== undefined && { chosen: String(chosen) }),
        nodes: deciding,
      })),
    },
    details: nodes.map((node) => reader.details(node)),
    untyped: nodes.flatMap(({ name: node, type, exportPath, exported }) =>
      type === undefined && exported ? [{ flow: name, name: node, exportPath, exported }] : [],
    ),
  }
}

/** Each after everything that it reads, by name where that leaves a choice. */
function inOrder(nodes: readonly EnrichedNode[]): EnrichedNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const isPlaced = new Set<string>()
  const ordered: EnrichedNode[] = []
  for (const start of nodes.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const open: { readonly node: EnrichedNode; next: number }[] = []
    const visit = (node: EnrichedNode | undefined): void => {
      if (!node || isPlaced.has(node.name)) return
      isPlaced.add(node.name)
      open.push({ node, next: 0 })
    }
    visit(start)
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const dependency = top.node.dependencies[top.next++]
      if (dependency) visit(byName.get(dependency.name))
      else {
        ordered.push(top.node)
        open.pop()
      }
    }
  }
  return ordered
}

function typeOfInput(name: string, nodes: readonly EnrichedNode[]): string | undefined {
  for (const { dependencies } of nodes) {
    const type = dependencies.find((one) => one.name === name)?.type
    if (type !== undefined) return type
  }
  return undefined
}

function toFlowNode(node: EnrichedNode, reader: SourceReader): FlowNode {
  const { name, kind, dependencies, tags, checks, type, documentation, exported, exportPath, declaration } = node
  const file = exported?.module ?? node.origin?.module
  const place = declaration ?? (node.origin && { ...node.origin, file: node.origin.module })
  const namespace = /^(.+)[./][^./]+$/.exec(name)?.[1]
  return {
    name,
    kind,
    dependencies: dependencies.map((one) => ({ name: one.name, optional: one.optional })),
    ...(file !== undefined && { module: reader.shown(file) }),
    export: exportPath,
    ...(namespace !== undefined && { namespace }),
    tags: { ...wordsOf(documentation), ...tags },
    checks,
    ...(type !== undefined && { type }),
    ...(documentation && documentation.summary !== '' && { summary: documentation.summary }),
    ...(place && { at: reader.place(place) }),
  }
}

function wordsOf({ owner, unit, deprecated }: Partial<Documentation> = {}): Record<string, string> {
  return {
    ...(owner !== undefined && { owner }),
    ...(unit !== undefined && { unit }),
    ...(deprecated !== undefined && { deprecated }),
  }
}

class SourceReader {
  readonly facts: Facts = new Facts()
  readonly texts: string[] = []
  readonly #directory: string
  readonly #known = new Map<string, number>()

  constructor(directory: string) {
    this.#directory = directory
  }

  shown(file: string): string {
    return relative(this.#directory, file).split(sep).join('/')
  }

  place({ file, line, column }: Pick<Place, 'file' | 'line' | 'column'>): SourcePlace {
    return { file: this.shown(file), line, column }
  }

  details(node: EnrichedNode): NodeDetails {
    const { exported, documentation } = node
    const text = documentation && wholeDocumentation(documentation)
    const statement = exported && this.facts.export({ file: exported.module, exportPath: exported.exportPath })
    const declaration = statement?.declaration?.statement
    const found =
      exported && this.facts.node({ file: exported.module, exportPath: exported.exportPath, name: node.name })
    const functions = (found?.functions ?? [])
      .map((one) => one.place)
      .filter((place) => !declaration || !isWithin(place, declaration))
    return {
      ...(text !== undefined && text !== '' && { documentation: text }),
      ...(declaration && { source: this.#read(declaration) }),
      ...(functions.length > 0 && { functions: functions.map((place) => this.#read(place)) }),
    }
  }

  #read(place: Place): ReadText {
    const { file, start, end } = place
    const key = `${start} ${end} ${file}`
    let text = this.#known.get(key)
    if (text === undefined) {
      text = this.texts.push((this.facts.tree.file(file)?.text ?? '').slice(start, end)) - 1
      this.#known.set(key, text)
    }
    return { text, at: this.place(place) }
  }
}

function isWithin(inner: Place, outer: Place): boolean {
  return inner.file === outer.file && outer.start <= inner.start && inner.end <= outer.end
}
