// What is known of the code of one export: its version, and what that is made of.

import { hash } from 'node:crypto'
import type { InstalledPackages, PackageName } from '../packages/installed-packages.ts'
import { importedAs } from '../packages/installed-packages.ts'
import { placeOf, type Place } from '../facts/place.ts'
import type { Remark, Span } from '../scope/findings.ts'
import type { Effect, LostLoad } from './effects.ts'
import type { ProjectFiles } from './project-files.ts'
import { DEFAULT } from './read-statement.ts'
import type { Vertex } from './vertex.ts'
import type { Writes } from './writes.ts'

/** Something in the source that a version cannot stand for. */
export interface CodeRemark extends Place {
  /** What is there, in a few words: `Date.now`, `unresolved ./x`. */
  readonly what: string
}

/** A piece of what a version is made of. A file that is no code has no length. */
export interface VersionUnit extends Place {
  readonly kind: 'declaration' | 'statement' | 'file'
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
  readonly impure: readonly CodeRemark[]
  /** What could not be followed: a change behind it does not show in the version. */
  readonly caveats: readonly CodeRemark[]
  /** Everything of the project that the version stands for, by file and position. */
  readonly units: readonly VersionUnit[]
  /** Every package that the version stands for, sorted, with the packages that it finds. */
  readonly packages: readonly PackageName[]
  /** The packages that the code itself imports, sorted: what they are imported as, and where they are installed. */
  readonly imported: readonly ImportedPackage[]
}

export interface ImportedPackage {
  readonly name: string
  /** Absolute. */
  readonly directory: string
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
  return { version: undefined, reason, impure: [], caveats: [], units: [], packages: [], imported: [] }
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

  get impure(): readonly CodeRemark[] {
    const remarked = this.#places('impure', this.#all.code)
    const changed = [...this.#all.code].flatMap((vertex) =>
      this.#writes.ofMethods(vertex).map(({ name, at }) => ({
        ...this.#place(vertex, at),
        what: `${name} is changed while nodes run`,
      })),
    )
    return inOrder([...remarked, ...changed])
  }

  get caveats(): readonly CodeRemark[] {
    const lost = this.#all.lost.map(({ file, load }) => ({
      ...placeOf(file.source!, load.at),
      what: `unresolved ${load.specifier}`,
    }))
    return inOrder([...lost, ...this.#places('caveat', this.#all.all)])
  }

  get units(): readonly VersionUnit[] {
    const units = [...this.#all.all].flatMap((vertex): VersionUnit[] => {
      if (vertex.kind === 'asset') {
        const place = { file: vertex.file, start: 0, end: 0, line: 1, column: 1 }
        return [{ ...place, kind: 'file', name: '', hash: hash('sha256', vertex.own) }]
      }
      const { unit } = vertex
      if (!unit) return []
      const kind = unit.kind === 'statement' ? 'statement' : 'declaration'
      const name = unit.names.map((one) => (one === DEFAULT ? 'default' : one)).join(', ')
      return [{ ...this.#place(vertex, { start: 0, end: unit.text.length }), kind, name, hash: unit.text.hash }]
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

  get imported(): readonly ImportedPackage[] {
    const directories = [...this.#all.all].filter(({ kind }) => kind === 'package').map(({ file }) => file)
    return [...new Set(directories)].sort().map((directory) => ({ name: importedAs(directory), directory }))
  }

  get #all(): Reached {
    return (this.#reached ??= this.#reach())
  }

  #places(kind: Remark['kind'], vertices: ReadonlySet<Vertex>): CodeRemark[] {
    const places = [...vertices].flatMap((vertex) =>
      [...(vertex.unit?.remarks ?? []), ...vertex.remarks]
        .filter((remark) => remark.kind === kind)
        .map(({ what, at }) => ({ ...this.#place(vertex, at), what })),
    )
    return inOrder(places)
  }

  #place({ file, unit }: Vertex, { start, end }: Span): Place {
    const from = unit!.start
    return placeOf(this.#files.file(file).source!, { start: from + start, end: from + end })
  }
}

function inOrder<One extends Place>(places: readonly One[]): One[] {
  const distinct = [...new Map(places.map((place) => [JSON.stringify(place), place])).values()]
  return distinct.sort((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column)
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
