// What is known of the code of one export: its version, and what that is made of.

import { hash } from 'node:crypto'
import type { InstalledPackages, PackageName } from '../packages/installed-packages.ts'
import type { Position } from '../source/line-index.ts'
import type { Remark } from '../scope/findings.ts'
import type { Effect, LostLoad } from './effects.ts'
import type { ProjectFiles } from './project-files.ts'
import type { Vertex } from './vertex.ts'
import type { Writes } from './writes.ts'

/** Where something stands in the source. */
export interface Place extends Position {
  /** Absolute path. */
  readonly file: string
  /** What is there, in a few words: `Date.now`, `unresolved ./x`. */
  readonly what: string
}

/** A piece of what a version is made of. */
export interface VersionUnit extends Position {
  readonly kind: 'declaration' | 'statement' | 'file'
  /** Absolute path. */
  readonly file: string
  /** The names that it declares, `default` for a default export without a name; empty for statements and files. */
  readonly name: string
  /** SHA-256 of its own normal form, without what it refers to: 64 hexadecimal digits. */
  readonly hash: string
}

export interface CodeVersion {
  /** `code1:` and 64 hexadecimal digits; `undefined` when there is none. Compare only versions of one algorithm. */
  readonly version: string | undefined
  /** Why there is none. */
  readonly reason: string | undefined
  /** Where the code reaches the outside world: its value may change while its version does not. */
  readonly impure: readonly Place[]
  /** What could not be followed: a change behind it does not show in the version. */
  readonly caveats: readonly Place[]
  /** Everything of the project that the version stands for, by file and position. */
  readonly units: readonly VersionUnit[]
  /** Every package that the version stands for, sorted, with the packages that it finds. */
  readonly packages: readonly PackageName[]
}

/** What an export reaches. */
export interface Reached {
  /** What its value depends on. */
  readonly code: ReadonlySet<Vertex>
  /** The same, with what only loading may matter to. */
  readonly all: ReadonlySet<Vertex>
  /** What loading does to any of it, in order. */
  readonly effects: readonly Effect[]
  readonly lost: readonly LostLoad[]
}

export function noVersion(reason: string): CodeVersion {
  return { version: undefined, reason, impure: [], caveats: [], units: [], packages: [] }
}

/** Lists are made when they are asked for. */
export class KnownVersion implements CodeVersion {
  readonly version: string
  readonly reason = undefined
  readonly #files: ProjectFiles
  readonly #packages: InstalledPackages
  readonly #reach: () => Reached
  readonly #writes: Writes
  #reached: Reached | undefined

  constructor(version: string, reach: () => Reached, files: ProjectFiles, packages: InstalledPackages, writes: Writes) {
    this.version = version
    this.#reach = reach
    this.#files = files
    this.#packages = packages
    this.#writes = writes
  }

  get impure(): readonly Place[] {
    const remarked = this.#places('impure', this.#all.code)
    const changed = [...this.#all.code].flatMap((vertex) =>
      this.#writes.ofMethods(vertex).map(({ name, at }) => ({
        file: vertex.file,
        ...this.#position(vertex, at),
        what: `${name} is changed while nodes run`,
      })),
    )
    return inOrder([...remarked, ...changed])
  }

  get caveats(): readonly Place[] {
    const lost = this.#all.lost.map(({ file, load }) => ({
      file: file.path,
      ...file.source!.lines.positionAt(load.at),
      what: `unresolved ${load.specifier}`,
    }))
    return inOrder([...lost, ...this.#places('caveat', this.#all.all)])
  }

  get units(): readonly VersionUnit[] {
    const units = [...this.#all.all].flatMap((vertex): VersionUnit[] => {
      if (vertex.kind === 'asset') {
        return [{ kind: 'file', file: vertex.file, line: 1, column: 1, name: '', hash: hash('sha256', vertex.own) }]
      }
      const { unit } = vertex
      if (!unit) return []
      const kind = unit.kind === 'statement' ? 'statement' : 'declaration'
      const name = unit.names.map((one) => (one === '*default*' ? 'default' : one)).join(', ')
      return [{ kind, file: vertex.file, ...this.#position(vertex, 0), name, hash: unit.text.hash }]
    })
    return inOrder(units)
  }

  get packages(): readonly PackageName[] {
    const found = new Map<string, PackageName>()
    for (const { kind, file } of this.#all.all) {
      if (kind !== 'package') continue
      for (const one of this.#packages.closureOf(file).closure) found.set(`${one.name}@${one.version}`, one)
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
  }

  get #all(): Reached {
    return (this.#reached ??= this.#reach())
  }

  #places(kind: Remark['kind'], vertices: ReadonlySet<Vertex>): Place[] {
    const places = [...vertices].flatMap((vertex) =>
      [...(vertex.unit?.remarks ?? []), ...vertex.remarks]
        .filter((remark) => remark.kind === kind)
        .map(({ what, at }) => ({ file: vertex.file, ...this.#position(vertex, at), what })),
    )
    return inOrder(places)
  }

  #position(vertex: Vertex, at: number): Position {
    return this.#files.file(vertex.file).source!.lines.positionAt(vertex.unit!.start + at)
  }
}

function inOrder<One extends { readonly file: string } & Position>(places: readonly One[]): One[] {
  const distinct = [...new Map(places.map((place) => [JSON.stringify(place), place])).values()]
  return distinct.sort((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column)
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
