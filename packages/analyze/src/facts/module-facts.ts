// What a module says about what it exports, as plain data.

import type { NodeKind } from 'throughline'
import type { SourceFile } from '../source/source-file.ts'
import type { Documentation } from './documentation.ts'
import type { EvaluatedExport, Evaluation } from './evaluation.ts'
import type { FunctionFacts } from './function-facts.ts'
import { declarationOf, isPrivate, nameNode } from './naming.ts'
import { nodeFacts } from './node-facts.ts'
import { placeOf, type Place } from './place.ts'
import type { Condition, HeadProblem, ModifierFacts, OutputFacts, Shape } from './shape.ts'
import { bare } from './written-value.ts'

/** A name that a node reads. */
export interface DependencyFacts {
  /** Of the node or input. */
  readonly name: string
  /** True when the node can do without. */
  readonly optional: boolean
  /** Everywhere that the name is written: in functions, in their types, in `from(...)`. Empty for what a modifier adds. */
  readonly mentions: readonly Place[]
  /** The properties under which functions get it; another name where it is bound. */
  readonly keys: readonly string[]
  /** As written, by the first function that types it. */
  readonly type?: string
  readonly documentation?: string
}

/** A node as the source has it. */
export interface NodeFacts {
  /** As flows call it. */
  readonly name: string
  /** The export that makes it. */
  readonly exportPath: string
  /** As in `NodeInfo`, before anything is configured. */
  readonly kind: NodeKind
  /** Where its name is written: at the export, or inside of the modifier that makes it. */
  readonly place: Place
  /** In the order of writing. */
  readonly dependencies: readonly DependencyFacts[]
  /** False when it may read other names: something in it is known at run time only. */
  readonly isComplete: boolean
  /** Why a flow refuses it: the names of its function cannot be read. */
  readonly problem?: HeadProblem
  /** What the user wrote: one function, or one for each variant; none when syntax cannot follow it. */
  readonly functions: readonly FunctionFacts[]
  /** From the innermost to the outermost; of variants, those of the first. */
  readonly modifiers: readonly ModifierFacts[]
  /** Under which configurations each of its variants holds; absent for a node without variants. */
  readonly conditions?: readonly Condition[]
  /** Whether there is such a node: always, unless a configuration says otherwise, or only when one says so. */
  readonly presence: 'always' | 'by default' | 'when configured'
  /** The node's own doc comment, or that of the export, or that of the function, whichever is nearest. */
  readonly documentation?: Documentation
  /** Of `tagged`, and of doc comments; the former win. */
  readonly tags: Readonly<Record<string, string>>
  /** The type of its value as written, without a promise. */
  readonly output?: OutputFacts
  /** Of a node in a namespace: the module and export in which it was written. */
  readonly written?: { readonly file: string; readonly exportPath: string }
}

/** What an export is: how it is declared, or that syntax cannot tell. */
export type ExportKind = 'function' | 'arrow' | 'modifier' | 'class' | 'value' | 'unknown'

export interface DeclarationFacts {
  /** Of the name. */
  readonly place: Place
  /** The whole statement. */
  readonly statement: Place
  /** The statement as written, without its doc comment. */
  readonly text: string
  /** Its name there; `default` when it has none. */
  readonly name: string
}

export interface ExportFacts {
  readonly name: string
  readonly kind: ExportKind
  /** Where this module says so. */
  readonly place: Place
  /** Where it is declared, in this file or in another one; absent when that cannot be followed. */
  readonly declaration?: DeclarationFacts
  /** Why it is no node; absent for nodes, and when syntax cannot tell. */
  readonly notANode?: 'private' | 'default' | 'class' | 'value'
  /** In the order of writing; empty when it is no node or nobody can tell. */
  readonly nodes: readonly NodeFacts[]
  /** What is known of nodes whose names only a run can tell; absent when all are named in `nodes`. */
  readonly unnamed?: NodeFacts
  readonly documentation?: Documentation
}

export interface ModuleFacts {
  /** Absolute path. */
  readonly file: string
  /** In the order of writing. */
  readonly exports: readonly ExportFacts[]
  /** False when it may export more: CommonJS, or names from what cannot be followed. */
  readonly isComplete: boolean
  /** What is wrong with the syntax. */
  readonly errors: readonly { readonly message: string; readonly place?: Place }[]
}

export function moduleFacts(file: SourceFile, evaluation: Evaluation): ModuleFacts {
  const { exports, isComplete } = evaluation.module(file.path)
  const errors = file.errors.map(({ message, labels: [label] }) => ({
    message,
    ...(label && { place: placeOf(file, label) }),
  }))
  return { file: file.path, exports: exports.map(exportFacts), isComplete, errors }
}

function exportFacts(one: EvaluatedExport): ExportFacts {
  const { name, file, place, shape } = one
  const { place: declaredAt, documentation } = declarationOf(one)
  const isHidden = isPrivate(name)
  const made = shape.kind === 'nodes' && !isHidden ? shape : undefined
  const reason = whyNot(name, shape)
  const unnamed = made?.unnamed ?? (shape.kind === 'unknown' && !isHidden ? UNKNOWN_NODE : undefined)
  const toFacts = (node: NonNullable<typeof unnamed>): NodeFacts =>
    nodeFacts(nameNode(node, name, declaredAt), documentation)
  return {
    name,
    kind: kindOf(one),
    place: placeOf(file, place),
    ...declarationFacts(one),
    ...(reason && { notANode: reason }),
    nodes: made ? made.nodes.map(toFacts) : [],
    ...(unnamed && { unnamed: toFacts(unnamed) }),
    ...(documentation && { documentation }),
  }
}

const UNKNOWN_NODE = {
  name: '&',
  cases: [],
  otherwise: { kind: 'function', functions: [], parameters: [], isComplete: false, modifiers: [], tags: {} },
} as const

function whyNot(name: string, { kind }: Shape): ExportFacts['notANode'] {
  if (isPrivate(name)) return name.startsWith('_') ? 'private' : 'default'
  if (kind === 'otherwise') return 'value'
  return kind === 'class' || kind === 'value' ? kind : undefined
}

function kindOf({ shape, target }: EvaluatedExport): ExportKind {
  if (shape.kind === 'otherwise') return 'value'
  if (shape.kind !== 'nodes') return shape.kind
  const value = target.kind === 'declaration' ? target.declaration.value : undefined
  const expression = value?.form === 'expression' ? bare(value.expression) : undefined
  if (expression?.type === 'ArrowFunctionExpression') return 'arrow'
  if (expression?.type === 'CallExpression' || expression?.type === 'TaggedTemplateExpression') return 'modifier'
  const [node] = shape.nodes
  if (value?.form === 'function' || expression?.type === 'FunctionExpression') return 'function'
  // Another name for something: it is what that is.
  const [fn] = node?.otherwise?.functions ?? []
  if (shape.unnamed || node?.otherwise?.modifiers.length !== 0 || !fn) return 'modifier'
  return fn.syntax
}

function declarationFacts({ target }: EvaluatedExport): { declaration?: DeclarationFacts } {
  if (target.kind !== 'declaration') return {}
  const { file, declaration } = target
  const { name, binding, statement } = declaration
  const text = file.text.slice(statement.start, statement.end)
  return { declaration: { place: placeOf(file, binding), statement: placeOf(file, statement), text, name } }
}
