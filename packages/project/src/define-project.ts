// A project: its name and its flows, checked and frozen.

import { inspect } from 'node:util'
import { isFlow, ThroughlineError, type AnyFlow, type Issue } from 'throughline'
import { wrongCodecs, type ProjectCodec } from './codec-setting.ts'
import { projectIssue } from './issues.ts'
import { isTrackingSetting, type ProjectTracking } from './tracking-setting.ts'

const BRAND = Symbol.for('throughline.project')
const OPTIONS = ['name', 'flows', 'machines', 'codecs', 'store', 'cache', 'tracking']

/** As much of a machine as a project needs to know: see `@throughline/machine`. */
export interface ProjectMachine {
  readonly name: string
  readonly actions: Readonly<Record<string, { readonly reads: readonly string[]; readonly writes: readonly string[] }>>
  readonly edges: readonly object[]
  toJSON(): object
}

type Machines = Readonly<Record<string, ProjectMachine>>

export interface ProjectDefinition<Flows extends Readonly<Record<string, AnyFlow>>, M extends Machines = {}> {
  /** Shown wherever the project is named. */
  readonly name: string
  /** Dataflows by the name under which they are run. */
  readonly flows: Flows
  /** State machines by name: what applications are opened from. */
  readonly machines?: M
  /** For instances of classes in the states of its applications: those that they are opened with. Default: none. */
  readonly codecs?: readonly ProjectCodec[]
  /** `sqlite:<path>` or `postgres://...`. Default: `sqlite:.throughline/store.db` in the project's folder. */
  readonly store?: string
  /** Whether `throughline run` takes values from earlier runs, and how. Default: it does not. */
  readonly cache?: boolean | ProjectCache
  /** Whether `throughline run` records its runs in the store, and what of them. Default: it does. */
  readonly tracking?: boolean | ProjectTracking
}

/** How the flows of a project are memoized by the command. */
export interface ProjectCache {
  /** Only these nodes are kept. Default: all that can be. */
  readonly nodes?: readonly string[]
  /** Part of the hits that is computed as well and compared, from 0 to 1. @defaultValue 0 */
  readonly verifyRatio?: number
  /** Looks for nodes that change what they are given. @defaultValue true */
  readonly verifyInputs?: boolean
  /** Most that is kept, in bytes; the least recently used goes first. @defaultValue 10 GiB */
  readonly maxBytes?: number
  /** Values that were not used for so many milliseconds go. @defaultValue no limit */
  readonly maxAgeMs?: number
}

export interface Project<
  Flows extends Readonly<Record<string, AnyFlow>> = Readonly<Record<string, AnyFlow>>,
  M extends Machines = Machines,
> {
  readonly name: string
  readonly flows: Flows
  readonly machines: M
  readonly codecs: readonly ProjectCodec[]
  readonly store: string
  /** Absent when nothing is memoized. */
  readonly cache?: ProjectCache
  /** Absent when runs are not recorded. */
  readonly tracking?: ProjectTracking
}

/**
 * Declares a project; the default export of `throughline.config.ts`.
 *
 * @throws {project/name-missing} {project/flows-missing} {project/flow-name} {project/not-a-flow}
 *   {project/machine-name} {project/not-a-machine} {project/codecs} {project/unknown-option} {project/store-url} {project/cache}
 *   {project/tracking} all at once
 * @example
 * export default defineProject({ name: 'births', flows: { forecast: dataflow(features, model) } })
 */
export function defineProject<const Flows extends Readonly<Record<string, AnyFlow>>, const M extends Machines = {}>(
  definition: ProjectDefinition<Flows, M>,
): Project<Flows, M> {
  const issues = checkProject(definition)
  if (issues.length > 0) throw new ThroughlineError(issues)
  const { name, flows, machines = {} as M, codecs = [], store = 'sqlite:.throughline/store.db' } = definition
  const { cache = false, tracking = true } = definition
  const project: Project<Flows, M> = {
    name,
    flows: Object.freeze({ ...flows }),
    machines: Object.freeze({ ...machines }),
    codecs: Object.freeze([...codecs]),
    store,
    ...(cache !== false && { cache: cache === true ? {} : { ...cache } }),
    ...(tracking !== false && { tracking: tracking === true ? {} : { ...tracking } }),
  }
  return Object.freeze(Object.defineProperty(project, BRAND, { value: true }))
}

/** True for what `defineProject` returns, from whichever copy of the package. */
export function isProject(value: unknown): value is Project {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[BRAND] === true
}

/** Everything wrong with a definition. */
function checkProject(definition: unknown): Issue[] {
  if (typeof definition !== 'object' || definition === null) {
    return [projectIssue('project/flows-missing', { found: shortly(definition) })]
  }
  const issues: Issue[] = []
  const { name, flows, machines, codecs, store, cache, tracking } = definition as Record<string, unknown>
  for (const option of Object.keys(definition)) {
    if (OPTIONS.includes(option)) continue
    issues.push(projectIssue('project/unknown-option', { option, known: OPTIONS }))
  }
  if (typeof name !== 'string' || name.trim() === '')
    issues.push(projectIssue('project/name-missing', { found: shortly(name) }))
  if (typeof flows !== 'object' || flows === null || isFlow(flows)) {
    issues.push(
      projectIssue('project/flows-missing', { found: isFlow(flows) ? 'one dataflow, without a name' : shortly(flows) }),
    )
  } else issues.push(...checkFlows(flows as Record<string, unknown>))
  issues.push(...checkMachines(machines))
  const found = wrongCodecs(codecs)
  if (found !== undefined) issues.push(projectIssue('project/codecs', { found }))
  if (store !== undefined && !(typeof store === 'string' && /^(?:sqlite:.|postgres(?:ql)?:\/\/)/.test(store))) {
    issues.push(projectIssue('project/store-url', { found: typeof store === 'string' ? store : shortly(store) }))
  }
  if (!isCacheSetting(cache)) issues.push(projectIssue('project/cache', { found: shortly(cache) }))
  if (!isTrackingSetting(tracking)) issues.push(projectIssue('project/tracking', { found: shortly(tracking) }))
  return issues
}

function isCacheSetting(cache: unknown): boolean {
  if (cache === undefined || typeof cache === 'boolean') return true
  if (typeof cache !== 'object' || cache === null) return false
  const { nodes, verifyRatio = 0, verifyInputs = true, maxBytes = 1, maxAgeMs = 1, ...others } = cache as ProjectCache
  const isAmount = (one: number): boolean => typeof one === 'number' && one > 0
  return (
    Object.keys(others).length === 0 &&
    (nodes === undefined || (Array.isArray(nodes) && nodes.every((one) => typeof one === 'string'))) &&
    typeof verifyRatio === 'number' &&
    verifyRatio >= 0 &&
    verifyRatio <= 1 &&
    typeof verifyInputs === 'boolean' &&
    isAmount(maxBytes) &&
    isAmount(maxAgeMs)
  )
}

/** What can be typed on a command line. */
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u

function checkMachines(machines: unknown): Issue[] {
  if (machines === undefined) return []
  if (typeof machines !== 'object' || machines === null || isMachine(machines)) {
    const found = isMachine(machines) ? 'one machine, without a name' : shortly(machines)
    return [projectIssue('project/not-a-machine', { found })]
  }
  return Object.entries(machines).flatMap(([name, machine]) => {
    const issues: Issue[] = []
    if (!NAME.test(name)) issues.push(projectIssue('project/machine-name', { name }))
    if (!isMachine(machine)) issues.push(projectIssue('project/not-a-machine', { name, found: shortly(machine) }))
    return issues
  })
}

function isMachine(value: unknown): value is ProjectMachine {
  if (typeof value !== 'object' || value === null) return false
  const { name, actions, edges, toJSON } = value as Partial<ProjectMachine>
  return typeof name === 'string' && typeof actions === 'object' && Array.isArray(edges) && typeof toJSON === 'function'
}

function checkFlows(flows: Readonly<Record<string, unknown>>): Issue[] {
  return Object.entries(flows).flatMap(([name, flow]) => {
    const issues: Issue[] = []
    if (!NAME.test(name)) issues.push(projectIssue('project/flow-name', { name }))
    if (!isFlow(flow)) issues.push(projectIssue('project/not-a-flow', { name, found: shortly(flow) }))
    return issues
  })
}

function shortly(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY })
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
