// Everything that is wrong with the structure of a machine, all at once.

import type { Issue } from 'throughline'
import { machineIssue } from '../errors/catalogue.ts'
import type { Edge } from './edges.ts'
import { END, type AnyMachine } from './machine.ts'

export interface Initial {
  readonly entry?: string
  readonly state?: Readonly<Record<string, unknown>>
}

export function findProblems(machine: AnyMachine, initial: Initial): Issue[] {
  const unknown = unknownActions(machine, initial)
  // What cannot be followed says nothing about what can be reached.
  const rest = unknown.length > 0 || initial.entry === undefined ? [] : unreachable(machine, initial.entry)
  return [...unknown, ...shadowed(machine.edges), ...rest, ...neverWritten(machine, initial)]
}

export function targetsOf(edge: Edge): readonly string[] {
  return edge.kind === 'route' ? edge.targets : [edge.to]
}

function unknownActions({ actions, edges }: AnyMachine, { entry }: Initial): Issue[] {
  const known = Object.keys(actions)
  const asked = [
    ...(entry === undefined ? [] : [[entry, 'the entry'] as const]),
    ...edges.flatMap((edge) => [
      ...(edge.from === '*' ? [] : [[edge.from, `from("${edge.from}")`] as const]),
      ...targetsOf(edge)
        .filter((target) => target !== END)
        .map((target) => [target, `an edge from "${edge.from}"`] as const),
    ]),
  ]
  const seen = new Set<string>()
  return asked.flatMap(([name, place]) => {
    if (Object.hasOwn(actions, name) || seen.has(name)) return []
    seen.add(name)
    return [machineIssue('machine/unknown-action', { name, known, place })]
  })
}

/** An edge behind one of the same source that is always taken. */
function shadowed(edges: readonly Edge[]): Issue[] {
  const taken = new Map<string, string>()
  const takenErrors = new Map<string, string>()
  return edges.flatMap((edge) => {
    const always = edge.kind === 'error' ? takenErrors : taken
    const by = always.get(edge.from)
    const issues =
      by === undefined
        ? []
        : targetsOf(edge).map((to) => machineIssue('machine/shadowed-edge', { from: edge.from, to, by }))
    if (by === undefined && isAlwaysTaken(edge)) always.set(edge.from, `to "${targetsOf(edge).join('", "')}"`)
    return issues
  })
}

function isAlwaysTaken(edge: Edge): boolean {
  return edge.kind === 'otherwise' || edge.kind === 'route' || (edge.kind === 'error' && edge.takesAll === true)
}

/** Names that the entry leads to, itself included. */
function reachableFrom({ actions, edges }: AnyMachine, entry: string): ReadonlySet<string> {
  const reached = new Set<string>([entry])
  for (const name of reached) {
    for (const edge of edges) {
      if (edge.from !== name && edge.from !== '*') continue
      for (const target of targetsOf(edge)) if (Object.hasOwn(actions, target)) reached.add(target)
    }
  }
  return reached
}

function unreachable(machine: AnyMachine, entry: string): Issue[] {
  const reached = reachableFrom(machine, entry)
  return Object.keys(machine.actions)
    .filter((action) => !reached.has(action))
    .map((action) => machineIssue('machine/unreachable-action', { action, entry }))
}

/** Keys that actions read, that none writes, and that the state at the start lacks. */
function neverWritten({ actions, edges }: AnyMachine, { state }: Initial): Issue[] {
  if (!state) return []
  const written = new Set(Object.values(actions).flatMap(({ writes }) => writes.map(bare)))
  for (const edge of edges) if (edge.kind === 'error' && edge.as !== undefined) written.add(edge.as)
  const readers = new Map<string, string[]>()
  for (const [action, { reads }] of Object.entries(actions)) {
    for (const key of reads) if (!key.endsWith('?')) readers.set(key, [...(readers.get(key) ?? []), action])
  }
  return [...readers]
    .filter(([name]) => !written.has(name) && !Object.hasOwn(state, name))
    .map(([name, readersOfIt]) => machineIssue('machine/never-written', { name, actions: readersOfIt }))
}

/** Without the question mark. */
export function bare(key: string): string {
  return key.endsWith('?') ? key.slice(0, -1) : key
}
