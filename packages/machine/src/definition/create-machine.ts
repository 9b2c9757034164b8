// Makes a machine, and adds edges to it: each call gives another one.

import { ThroughlineError, type Issue } from 'throughline'
import { machineIssue } from '../errors/catalogue.ts'
import type { ErrorRecord } from '../run/error-record.ts'
import type { AnyAction } from './action.ts'
import { isAction } from './create-action.ts'
import type { Edge, Guard } from './edges.ts'
import type { AnyMachine, EdgeOptions, ErrorMatch } from './machine.ts'
import { toJson, type MachineJson } from './to-json.ts'
import { optionIssues } from './option-names.ts'
import { findProblems, type Initial } from './validate.ts'
import { openApplication } from '../run/open-application.ts'

type AnyActions = Readonly<Record<string, AnyAction>>

/** @throws {machine/no-actions}, {machine/not-an-action}, {machine/bad-name} */
export function createMachine(given: AnyActions): DefinedMachine {
  const actions = given ?? {}
  const issues: Issue[] = []
  for (const [name, action] of Object.entries(actions)) {
    if (!isAction(action)) issues.push(machineIssue('machine/not-an-action', { name, found: typeof action }))
    if (!isName(name)) issues.push(machineIssue('machine/bad-name', { name }))
  }
  if (Object.keys(actions).length === 0) issues.push(machineIssue('machine/no-actions', {}))
  if (issues.length > 0) throw new ThroughlineError(issues)
  return new DefinedMachine({ name: 'machine', actions: { ...actions }, edges: [], sources: [] })
}

interface Parts {
  readonly name: string
  readonly actions: AnyActions
  readonly edges: readonly Edge[]
  /** Which actions the next edges leave. */
  readonly sources: readonly string[]
}

/** Every method that the types give to a machine or to the edges of an action. */
export class DefinedMachine implements AnyMachine {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get name(): string {
    return this.#parts.name
  }

  get actions(): AnyActions {
    return this.#parts.actions
  }

  get edges(): readonly Edge[] {
    return this.#parts.edges
  }

  from(source: string | readonly string[]): DefinedMachine {
    return this.#with({ sources: typeof source === 'string' ? [source] : source })
  }

  to(target: string): DefinedMachine {
    return this.otherwise(target)
  }

  when(condition: object | Test, target: string, options: EdgeOptions = {}): DefinedMachine {
    const holds: Guard = typeof condition === 'function' ? { test: condition as Test } : { equals: { ...condition } }
    checkEdgeOptions('when()', options)
    const label = options.label ?? labelOf(condition)
    return this.#add((from) => ({ kind: 'when', from, to: target, label, holds }))
  }

  otherwise(target: string, options: EdgeOptions = {}): DefinedMachine {
    checkEdgeOptions('otherwise()', options)
    const { label = '' } = options
    return this.#add((from) => ({ kind: 'otherwise', from, to: target, label }))
  }

  route(targets: readonly string[], choose: (state: State) => string, options: EdgeOptions = {}): DefinedMachine {
    checkEdgeOptions('route()', options)
    const shown = options.label ?? labelOf(choose)
    return this.#add((from) => ({ kind: 'route', from, targets: [...targets], label: shown, choose }))
  }

  onError(match: ErrorMatch, target: string, options: EdgeOptions & { readonly as?: string } = {}): DefinedMachine {
    checkEdgeOptions('onError()', options, { as: true })
    const label = options.label ?? (typeof match === 'function' ? labelOf(match) : [match].flat().join(', '))
    const as = options.as === undefined ? {} : { as: options.as }
    const all = [match].flat().includes('*') ? ({ takesAll: true } as const) : {}
    return this.#add((from) => ({ kind: 'error', from, to: target, label, fits: matcherOf(match), ...all, ...as }))
  }

  include(prefix: string, other: AnyMachine): DefinedMachine {
    const renamed = (name: string): string => (Object.hasOwn(other.actions, name) ? `${prefix}.${name}` : name)
    const added = Object.entries(other.actions).map(([name, action]) => [renamed(name), action] as const)
    const issues = added.flatMap(([name]) => [
      ...(Object.hasOwn(this.actions, name) ? [machineIssue('machine/name-taken', { name })] : []),
      ...(isName(name) ? [] : [machineIssue('machine/bad-name', { name })]),
    ])
    if (issues.length > 0) throw new ThroughlineError(issues)
    const edges = other.edges.flatMap((edge) => edgeUnder(edge, renamed, Object.keys(other.actions)))
    return this.#with({ actions: { ...this.actions, ...Object.fromEntries(added) }, edges: [...this.edges, ...edges] })
  }

  named(name: string): DefinedMachine {
    return this.#with({ name })
  }

  validate(initial: Initial = {}): readonly Issue[] {
    return findProblems(this, initial)
  }

  toJSON(): MachineJson {
    return toJson(this)
  }

  open(options?: Parameters<typeof openApplication>[1]): ReturnType<typeof openApplication> {
    return openApplication(this, options)
  }

  #with(parts: Partial<Parts>): DefinedMachine {
    return new DefinedMachine({ ...this.#parts, ...parts })
  }

  #add(edge: (from: string) => Edge): DefinedMachine {
    return this.#with({ edges: [...this.edges, ...this.#parts.sources.map(edge)] })
  }
}

/** @throws {app/unknown-option} or {app/bad-option} */
function checkEdgeOptions(place: string, options: unknown, more: Readonly<Record<string, boolean>> = {}): void {
  const issues = optionIssues(place, options, { label: true, ...more })
  if (issues.length > 0) throw new ThroughlineError(issues)
}

function isName(name: string): boolean {
  return name !== '' && !/^[@$*]/.test(name)
}

type State = Readonly<Record<string, unknown>>
type Test = (state: State) => boolean

/** Edges of every action become edges of every action of that machine. */
function edgeUnder(edge: Edge, renamed: (name: string) => string, names: readonly string[]): Edge[] {
  const sources = edge.from === '*' ? names.map(renamed) : [renamed(edge.from)]
  return sources.map((from) => {
    if (edge.kind !== 'route') return { ...edge, from, to: renamed(edge.to) }
    const choose = (state: State): string => renamed(edge.choose(state))
    return { ...edge, from, targets: edge.targets.map(renamed), choose }
  })
}

function matcherOf(match: ErrorMatch): (error: unknown, facts: ErrorRecord) => boolean {
  if (typeof match === 'function') return match
  const wanted = [match].flat() as readonly string[]
  return (_, { name, codes = [] }) => wanted.some((one) => one === '*' || one === name || codes.includes(one))
}

/** The longest label that is made of a function's text. */
const LABEL_LENGTH = 60

/** `safe = true`; of an arrow function what is behind the arrow. */
function labelOf(condition: object): string {
  if (typeof condition !== 'function')
    return Object.entries(condition)
      .map(([key, value]) => `${key} = ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`)
      .join(', ')
  const text = String(condition)
    .replace(/^[^]*?=>\s*/, '')
    .replace(/\s+/g, ' ')
  return text.length > LABEL_LENGTH ? `${text.slice(0, LABEL_LENGTH - 3)}...` : text
}
