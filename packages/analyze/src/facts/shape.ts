// What an expression stands for, as far as syntax can tell: nodes before they have their names.
//
// This mirrors what the core makes of the same expression at run time, with places in the stead of functions.

import type { ConfigValue, NodeKind } from 'throughline'
import type { Documentation } from './documentation.ts'
import type { FunctionFacts } from './function-facts.ts'
import type { Place } from './place.ts'

/** A modifier around a node. */
export interface ModifierFacts {
  /** As the package calls it. */
  readonly name: string
  /** Of the whole call. */
  readonly place: Place
}

/** Why the names of a function cannot be read: it gathers the rest, does not destructure, or computes names. */
export type HeadProblem = 'rest' | 'positional' | 'unreadable'

/** One name that an implementation reads, or a value that was put in its place. */
export interface ParameterShape {
  /** The property under which the function gets it. */
  readonly key: string
  /** The node or input that is read; nothing for a constant. */
  readonly reads: string | undefined
  readonly optional: boolean
  /** Where the name is written: in the function, in its type, in `from(...)`. The first is the most telling. */
  readonly mentions: readonly Place[]
  readonly local?: string
  /** As written. */
  readonly type?: string
  readonly documentation?: string
}

export interface OutputFacts {
  /** As written, without its promise. */
  readonly text: string
  readonly place: Place
}

/** One implementation of a node. */
export interface SpecShape {
  readonly kind: NodeKind
  /** Wins over the kind. */
  readonly reach?: NodeKind
  /** What the user wrote: one function; none when it is not known. */
  readonly functions: readonly FunctionFacts[]
  readonly parameters: readonly ParameterShape[]
  /** False when it may read other names. */
  readonly isComplete: boolean
  /** Why its names cannot be read; a flow refuses it. */
  readonly problem?: HeadProblem | undefined
  /** From the innermost to the outermost. */
  readonly modifiers: readonly ModifierFacts[]
  /** Given with `tagged`, as far as they are literal. */
  readonly tags: Readonly<Record<string, string>>
  readonly output?: OutputFacts | undefined
  /** The file and the export in which it was written, when another module has it in a namespace. */
  readonly written?: { readonly file: string; readonly exportPath: string }
}

export type ConditionValue = ConfigValue | readonly ConfigValue[] | { readonly not: readonly ConfigValue[] }
export type Condition = Readonly<Record<string, ConditionValue>>

/** One of several implementations; its condition is absent when only a run can tell it. */
export interface CaseShape {
  readonly condition: Condition | undefined
  readonly spec: SpecShape
}

/** A node; in its name and in what it reads, `&` stands for the name of the export. */
export interface NodeShape {
  readonly name: string
  /** Where its name is written; that of the export unless the modifier says something else. */
  readonly place?: Place | undefined
  /** Its own, where it has some inside of the modifier. */
  readonly documentation?: Documentation | undefined
  /** Of a node with variants. */
  readonly cases: readonly CaseShape[]
  readonly otherwise: SpecShape | undefined
  /** What becomes of it when no case is known to hold: it waits for the configuration, or there is no node. */
  readonly whenOpen?: 'waits' | 'absent'
}

/** What an expression stands for. */
export type Shape =
  | {
      readonly kind: 'nodes'
      readonly nodes: readonly NodeShape[]
      /** What is known of nodes whose names are known at run time only. */
      readonly unnamed?: NodeShape
    }
  | { readonly kind: 'class' | 'value' }
  | { readonly kind: 'otherwise'; readonly spec: SpecShape }
  /** Nobody can tell without running it. The functions in it, for what they are worth. */
  | { readonly kind: 'unknown' }

export type NodesOfShape = Extract<Shape, { kind: 'nodes' }>

export const UNKNOWN: Shape = { kind: 'unknown' }

/** One node without variants, under the name of the export. */
export function oneNode(spec: SpecShape): NodesOfShape {
  return { kind: 'nodes', nodes: [{ name: '&', cases: [], otherwise: spec }] }
}

/** What is known of a node that is made in a way that syntax cannot follow. */
export function openSpec(kind: NodeKind, modifiers: readonly ModifierFacts[]): SpecShape {
  return { kind, functions: [], parameters: [], isComplete: false, modifiers, tags: {} }
}

export function specOfFunction(facts: FunctionFacts): SpecShape {
  const { form, returns } = facts
  const isReadable = form === 'object' || form === 'none'
  return {
    kind: 'function',
    functions: [facts],
    parameters: isReadable
      ? facts.parameters.map(({ name, optional, place, typed, local, type, documentation }) => ({
          key: name,
          reads: name,
          optional,
          mentions: typed ? [place, typed.place] : [place],
          ...(local && { local: local.name }),
          ...(type !== undefined && { type }),
          ...(documentation !== undefined && { documentation }),
        }))
      : [],
    isComplete: isReadable,
    ...(form !== 'object' && form !== 'none' && { problem: form }),
    modifiers: [],
    tags: {},
    ...(returns && { output: { text: returns.awaited, place: returns.place } }),
  }
}

/** Every implementation once. */
export function implementationsOf({ cases, otherwise }: NodeShape): readonly SpecShape[] {
  return [...new Set([...cases.map((one) => one.spec), ...(otherwise ? [otherwise] : [])])]
}

/** The node with each implementation put through `change`, once. */
export function mapSpecs(node: NodeShape, change: (spec: SpecShape) => SpecShape): NodeShape {
  const changed = new Map(implementationsOf(node).map((spec) => [spec, change(spec)]))
  return {
    ...node,
    cases: node.cases.map((one) => ({ ...one, spec: changed.get(one.spec)! })),
    otherwise: node.otherwise && changed.get(node.otherwise),
  }
}

/** The same for every node that a value stands for, the unnamed ones too. */
export function mapNodes(shape: NodesOfShape, change: (node: NodeShape) => NodeShape): NodesOfShape {
  const { nodes, unnamed } = shape
  return { kind: 'nodes', nodes: nodes.map(change), ...(unnamed && { unnamed: change(unnamed) }) }
}

/** The node under the name of the export, if that is all that there is. */
export function onlyNode(shape: Shape): NodeShape | undefined {
  if (shape.kind !== 'nodes' || shape.unnamed || shape.nodes.length !== 1) return undefined
  const [node] = shape.nodes
  return node!.name === '&' ? node : undefined
}

/** Its one implementation, if it has no variants. */
export function onlySpec(shape: Shape): SpecShape | undefined {
  const node = onlyNode(shape)
  return node?.cases.length === 0 ? node.otherwise : undefined
}

export function withModifier(spec: SpecShape, modifier: ModifierFacts): SpecShape {
  return { ...spec, modifiers: [...spec.modifiers, modifier] }
}
