// A machine prepared for running: what each action reads and writes, and the edges that leave it.

import type { AnyAction } from '../definition/action.ts'
import type { Edge } from '../definition/edges.ts'
import type { AnyMachine } from '../definition/machine.ts'
import { END } from '../definition/machine.ts'
import { bare } from '../definition/validate.ts'
import type { WriteRule } from '../state/patch.ts'
import { readerOf, type Reader } from './reader.ts'

export type ErrorEdge = Extract<Edge, { kind: 'error' }>
/** An edge with its index in the list of the machine. */
export interface Way<E extends Edge = Edge> {
  readonly index: number
  readonly edge: E
  /** Where it leads; absent where that is chosen when it is taken. */
  readonly target?: WayOn
}

export interface WayOn {
  /** Null at the end. */
  readonly next: string | null
  /** Absent at the end of an action without ways, and when none fits. */
  readonly way?: Way
  readonly isStuck: boolean
}

export interface CompiledAction {
  readonly name: string
  readonly action: AnyAction
  /** What `bind` gives; absent when that is nothing. */
  readonly bound: AnyAction['bound'] | undefined
  readonly rule: WriteRule
  /** In the order in which they are tried. */
  readonly ways: readonly Way[]
  readonly errorWays: readonly Way<ErrorEdge>[]
  /** What it sees. */
  readonly read: Reader
}

export type CompiledMachine = ReadonlyMap<string, CompiledAction>

const compiled = new WeakMap<AnyMachine, CompiledMachine>()

/**
 * Once for each machine, unless the state has keys of which no action knows.
 *
 * @param keys of the state
 */
export function compile(machine: AnyMachine, keys: readonly string[] = []): CompiledMachine {
  const known = compiled.get(machine)
  const declared = new Set(Object.values(machine.actions).flatMap(keysOf))
  const others = keys.filter((key) => !declared.has(key))
  if (known && others.length === 0) return known
  const everyKey = [...declared, ...others]
  const made = new Map(
    Object.entries(machine.actions).map(([name, action]) => [name, compileAction(name, action, machine, everyKey)]),
  )
  if (others.length === 0) compiled.set(machine, made)
  return made
}

function keysOf({ reads, writes }: AnyAction): readonly string[] {
  return [...reads, ...writes].map(bare)
}

function compileAction(
  name: string,
  action: AnyAction,
  { edges }: AnyMachine,
  everyKey: readonly string[],
): CompiledAction {
  const ways = edges.map(wayOf)
  const isError = (way: Way): way is Way<ErrorEdge> => way.edge.kind === 'error'
  const own = ways.filter(({ edge }) => edge.from === name)
  const anyOf = ways.filter(({ edge }) => edge.from === '*')
  return {
    name,
    action,
    bound: Object.keys(action.bound).length > 0 ? action.bound : undefined,
    rule: {
      action: name,
      writes: new Set(action.writes.map(bare)),
      required: action.writes.filter((key) => !key.endsWith('?')),
    },
    ways: own.filter((way) => !isError(way)),
    errorWays: [...own, ...anyOf].filter(isError),
    read: readerOf(name, action.reads, everyKey),
  }
}

function wayOf(edge: Edge, index: number): Way {
  const way = { index, edge }
  return edge.kind === 'route' ? way : { ...way, target: wayTo(edge.to, way) }
}

export function wayTo(target: string, way: Way): WayOn {
  return { next: target === END ? null : target, way, isStuck: false }
}
