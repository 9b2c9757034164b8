// The files of a project as units, kept as long as their text stays.

import { readFileSync, statSync } from 'node:fs'
import { hash } from 'node:crypto'
import type { SourceFile } from '../source/source-file.ts'
import type { SourceTree } from '../source/source-tree.ts'
import { mentions } from './file-names.ts'
import { assembleUnits, changedExports, type FileUnits } from './file-units.ts'
import type { Unit } from './unit.ts'
import { readStatements } from './read-statements.ts'
import { Vertex } from './vertex.ts'

export interface ProjectFile {
  readonly path: string
  source: SourceFile | undefined
  /** `undefined` when the file cannot be read, or not be parsed. */
  units: FileUnits | undefined
  /** By key of the unit. */
  readonly vertices: Map<string, Vertex>
  /** By exported name. */
  readonly exports: Map<string, Vertex>
  /** Comments that say how JSX is made. */
  pragmas: string
  /** All exports as one; all units as one; the text when it is not the language. */
  module: Vertex | undefined
  whole: Vertex | undefined
  broken: Vertex | undefined
  /** Those that have looked up a name in this file, by the name; `*` for all names. */
  readonly readers: Map<string, Set<Vertex>>
}

export function isCode(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path)
}

export class ProjectFiles {
  readonly #tree: SourceTree
  readonly #files = new Map<string, ProjectFile>()
  readonly #assets = new Map<string, Vertex>()

  constructor(tree: SourceTree) {
    this.#tree = tree
  }

  /** Every vertex of a file that was made so far. */
  *vertices(): Generator<Vertex> {
    for (const { vertices, exports, module, whole, broken } of this.#files.values()) {
      yield* vertices.values()
      yield* exports.values()
      for (const one of [module, whole, broken]) if (one) yield one
    }
  }

  file(path: string): ProjectFile {
    let file = this.#files.get(path)
    if (!file) {
      file = {
        path,
        source: undefined,
        pragmas: '',
        units: undefined,
        vertices: new Map(),
        exports: new Map(),
        module: undefined,
        whole: undefined,
        broken: undefined,
        readers: new Map(),
      }
      this.#files.set(path, file)
      this.#read(file)
    }
    return file
  }

  isKnown(path: string): boolean {
    return this.#files.has(path) || this.#assets.has(path)
  }

  vertex(file: ProjectFile, unit: Unit): Vertex {
    let vertex = file.vertices.get(unit.key)
    if (!vertex) file.vertices.set(unit.key, (vertex = new Vertex('unit', file.path, unit)))
    return vertex
  }

  /** What a file declares under a name. */
  declared(file: ProjectFile, name: string): readonly Vertex[] {
    const { names, byKey } = file.units!
    return (names.declared.get(name) ?? []).map((key) => this.vertex(file, byKey.get(key)!))
  }

  /** What a file exports by a name, whether there is such a thing or not. */
  exported(file: ProjectFile, name: string): Vertex {
    let vertex = file.exports.get(name)
    if (!vertex) file.exports.set(name, (vertex = new Vertex('export', file.path, name)))
    return vertex
  }

  /** A file by its bytes; JSON by its value. */
  asset(path: string): Vertex {
    let vertex = this.#assets.get(path)
    if (!vertex) this.#assets.set(path, (vertex = new Vertex('asset', path, contentOf(path))))
    return vertex
  }

  /**
   * Looks at a file again.
   * @returns what is no longer as it was: vertices whose own text, or whose links, changed
   */
  reread(path: string): { readonly dirty: readonly Vertex[]; readonly isStructural: boolean } {
    const asset = this.#assets.get(path)
    const dirty: Vertex[] = []
    if (asset) {
      const own = contentOf(path)
      if (own !== asset.own) dirty.push(asset)
      asset.own = own
    }
    const file = this.#files.get(path)
    if (!file) return { dirty, isStructural: !asset }
    const before = file.units
    const { pragmas } = file
    const wasThere = file.source !== undefined
    this.#read(file)
    if (!before || !file.units) return { dirty, isStructural: wasThere || file.source !== undefined }
    if (before === file.units) return { dirty, isStructural: false }
    const isSameJsx = pragmas === file.pragmas
    return { dirty: [...dirty, ...this.#replaceUnits(file, before, file.units, isSameJsx)], isStructural: false }
  }

  #read(file: ProjectFile): void {
    const source = this.#tree.file(file.path)
    if (source !== undefined && source === file.source) return
    const statements = source && readStatements(source, file.source && file.units?.statements, file.source?.text)
    file.source = source
    file.pragmas = source?.text.match(/@jsx\w*\s+\S+/g)?.join() ?? ''
    file.units = statements && assembleUnits(statements, file.units)
  }

  #replaceUnits(file: ProjectFile, before: FileUnits, after: FileUnits, isSameJsx: boolean): Vertex[] {
    const changed = after.names.changedSince(before.names)
    const dirty: Vertex[] = []
    for (const [key, vertex] of file.vertices) {
      const unit = after.byKey.get(key)
      if (!unit) {
        file.vertices.delete(key)
        dirty.push(vertex)
        continue
      }
      const isSame =
        vertex.unit!.text.hash === unit.text.hash &&
        !mentions(unit.text, changed) &&
        (isSameJsx || !unit.text.findings.hasJsx)
      // With equal text the names lead to the same places; only their offsets may differ.
      const isMoved = vertex.unit!.text !== unit.text
      vertex.unit = unit
      if (!isSame) dirty.push(vertex)
      if (!isSame || isMoved) vertex.edges = undefined
    }
    if (file.whole) {
      file.whole.edges = undefined
      dirty.push(file.whole)
    }
    const names = changedExports(before, after, changed) ?? [...file.readers.keys()]
    if (names.length === 0) return dirty
    for (const name of [...names, '*']) {
      const readers = file.readers.get(name) ?? []
      file.readers.delete(name)
      for (const reader of readers) {
        reader.edges = undefined
        dirty.push(reader)
      }
    }
    return dirty
  }
}

function contentOf(path: string): string {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return 'missing'
  const bytes = readFileSync(path)
  if (!path.endsWith('.json')) return `bytes ${hash('sha256', bytes)}`
  try {
    return `json ${hash('sha256', JSON.stringify(JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))))}`
  } catch {
    return `bytes ${hash('sha256', bytes)}`
  }
}
