// What versions are made of: units of code, and what they lead to.

import type { Remark } from '../scope/findings.ts'
import type { Unit } from './unit.ts'
import type { Edge, HashedNode } from './hash-graph.ts'

export type VertexKind =
  | 'unit'
  /** What a file exports by one name. */
  | 'export'
  /** All that a file exports: a namespace that is used as a whole. */
  | 'module'
  /** All units of a file: CommonJS, whose exports are not told by its syntax. */
  | 'whole'
  /** The bytes of a file that is not code. */
  | 'asset'
  | 'package'
  | 'builtin'
  /** What is not there, cannot be read or is not exported. */
  | 'missing'

export class Vertex implements HashedNode {
  readonly kind: VertexKind
  /** Absolute path; the directory of a package; the name of a module of Node. */
  readonly file: string
  hash: string | undefined = undefined
  /** `undefined` until the names in it are looked up, and when they have to be looked up again. */
  edges: readonly Edge<Vertex>[] | undefined = undefined
  /** The target of each reference of the unit, in its order. */
  targets: readonly (readonly Vertex[])[] = []
  /** What was found when names were looked up. Places count from the start of the unit. */
  remarks: readonly Remark[] = []
  /** Everything whose hash may depend on this one. */
  readonly dependents: Set<Vertex> = new Set<Vertex>()
  #unit: Unit | undefined
  #own: string

  constructor(kind: VertexKind, file: string, what: Unit | string) {
    this.kind = kind
    this.file = file
    this.#unit = typeof what === 'string' ? undefined : what
    this.#own = typeof what === 'string' ? what : ''
  }

  get own(): string {
    if (this.kind === 'export') return 'export'
    return this.#unit ? this.#unit.text.hash : this.#own
  }

  /** Of an export: its name. */
  get name(): string {
    return this.#own
  }

  set own(text: string) {
    this.#own = text
  }

  get unit(): Unit | undefined {
    return this.#unit
  }

  set unit(unit: Unit) {
    this.#unit = unit
  }
}
