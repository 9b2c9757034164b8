// Where exported names lead to: through re-exports, `export *`, namespaces and packages, from file to file.

import type { InstalledPackages } from '../packages/installed-packages.ts'
import type { Resolver } from '../resolve/resolver.ts'
import { isCode, type ProjectFile, type ProjectFiles } from './project-files.ts'
import { isValueName } from './read-statement.ts'
import { Vertex } from './vertex.ts'

/** Where a module specifier leads to. */
export type Target =
  | { readonly kind: 'file'; readonly file: ProjectFile }
  | { readonly kind: 'asset' | 'package' | 'builtin' | 'missing'; readonly vertex: Vertex; readonly specifier: string }

/** What a name means. */
export interface Found {
  /** More than one where a declaration is continued, or where it is not clear which is meant. */
  readonly vertices: readonly Vertex[]
  /** How many of the names were followed; what comes after them is a property of a value. */
  readonly count: number
  /** The names that are read inside of a package or a module of Node. */
  readonly inside: readonly string[]
  /** The same for a hash: with how the package was called, and without properties of values. */
  readonly label: string
  /** What could not be followed. */
  readonly notes: readonly string[]
}

interface Place {
  readonly target: Target
  readonly names: readonly string[]
  readonly count: number
}

export class ExportLookup {
  readonly #files: ProjectFiles
  readonly #resolver: Resolver
  readonly #packages: InstalledPackages
  #leaves = new Map<string, Vertex>()

  constructor(files: ProjectFiles, resolver: Resolver, packages: InstalledPackages) {
    this.#files = files
    this.#resolver = resolver
    this.#packages = packages
  }

  /** Forgets packages and modules of Node: they may be others now. */
  clear(): void {
    this.#leaves = new Map()
  }

  resolve(specifier: string, from: string): Target {
    const found = this.#resolver.resolve(specifier, from)
    switch (found.kind) {
      case 'file':
        if (isCode(found.path)) return { kind: 'file', file: this.#files.file(found.path) }
        return { kind: 'asset', vertex: this.#files.asset(found.path), specifier }
      case 'package': {
        const vertex = this.#leaf('package', found.directory)
        vertex.own = `package ${this.#packages.closureOf(found.directory).hash}`
        // What is named inside of the package must not depend on where it is installed.
        const isByName = !/^[./]/.test(specifier)
        const inside = isByName ? specifier : found.path.slice(found.directory.length).replaceAll('\\', '/')
        return { kind: 'package', vertex, specifier: inside }
      }
      case 'builtin':
        return { kind: 'builtin', vertex: this.#leaf('builtin', found.name), specifier: found.name }
      default:
        return { kind: 'missing', vertex: this.#leaf('missing', specifier), specifier }
    }
  }

  /**
   * Follows names from a module on: the first is an export of it, the next one an export of the module that the first
   * stands for, and so on. No names mean the whole module.
   *
   * @param reader is told when a file in between changes its names
   */
  follow(target: Target, names: readonly string[], reader: Vertex | undefined): Found {
    const bindings = new Map<Vertex, readonly Vertex[]>()
    const notes: string[] = []
    let count = 0
    let inside: readonly string[] = []
    let label = ''
    /** `export *` from a package: a name that is found nowhere else may come from there. */
    const unseen: Place[] = []
    const pending: Place[] = [{ target, names, count: 0 }]
    const seen = new Set<string>()
    const take = (place: Place, vertices: readonly Vertex[]): void => {
      const [first] = vertices
      if (first) bindings.set(first, vertices)
      count = place.count
    }
    for (let place = pending.pop(); ; place = pending.pop()) {
      place ??= bindings.size === 0 ? unseen.pop() : undefined
      if (!place) break
      if (place.target.kind !== 'file') {
        const { kind, vertex, specifier } = place.target
        take({ ...place, count: place.count + Math.min(place.names.length, 1) }, [vertex])
        if (kind === 'missing') notes.push(`unresolved ${specifier}`)
        if (kind === 'package' || kind === 'builtin') {
          inside = place.names
          label = ` ${specifier} ${inside[0] ?? '*'}`
        }
        continue
      }
      const { file } = place.target
      const key = `${file.path}\0${place.names.join('\0')}`
      if (seen.has(key)) continue
      seen.add(key)
      if (reader) addReader(file, place.names[0] ?? '*', reader)
      this.#enter(file, place, { take, pending, unseen, notes })
    }
    if (bindings.size > 1) notes.push(`${names.join('.')} is exported more than once`)
    const vertices = [...bindings.values()].flat()
    if (vertices.length === 0) {
      const name = names[0] ?? '*'
      if (notes.length === 0) notes.push(`no export ${name}`)
      return { vertices: [this.#leaf('missing', 'export')], count: 1, inside, label: '', notes }
    }
    return { vertices, count, inside, label, notes }
  }

  /** Every exported name of a file, sorted, also by `export *`. */
  exportsOf(file: ProjectFile, reader: Vertex): string[] {
    const names = new Set<string>()
    const files = new Set([file])
    for (const one of files) {
      addReader(one, '*', reader)
      for (const name of one.units?.exports.keys() ?? []) {
        if ((one === file || name !== 'default') && !isValueName(name)) names.add(name)
      }
      for (const specifier of one.units?.stars ?? []) {
        const target = this.resolve(specifier, one.path)
        if (target.kind === 'file') files.add(target.file)
        // Which names it has is unknown: asking for one that nobody has leads there.
        else names.add(`* ${specifier}`)
      }
    }
    return [...names].sort()
  }

  #enter(
    file: ProjectFile,
    { names, count }: Place,
    into: {
      readonly take: (place: Place, vertices: readonly Vertex[]) => void
      readonly pending: Place[]
      readonly unseen: Place[]
      readonly notes: string[]
    },
  ): void {
    const target: Target = { kind: 'file', file }
    const [name, ...rest] = names
    const here: Place = { target, names, count }
    const { units } = file
    if (!units) {
      into.notes.push(file.source ? `syntax of ${nameOf(file.path)}` : `unreadable ${nameOf(file.path)}`)
      return into.take(here, [this.#broken(file)])
    }
    if (units.isCommonJs) return into.take(here, [(file.whole ??= new Vertex('whole', file.path, 'whole'))])
    if (name === undefined) return into.take(here, [(file.module ??= new Vertex('module', file.path, 'module'))])
    const found = units.exports.get(name)
    if (found && 'local' in found) {
      return into.take({ ...here, count: count + 1 }, this.#files.declared(file, found.local))
    }
    if (found) {
      const from = this.resolve(found.specifier, file.path)
      const isWhole = found.imported === '*' || found.imported === '='
      // A name for a whole module is followed by a name of that module.
      if (isWhole) into.pending.push({ target: from, names: rest, count: count + 1 })
      else into.pending.push({ target: from, names: [found.imported, ...rest], count })
      return
    }
    if (name === '=') {
      into.pending.push({ target, names: rest, count: count + 1 })
      return
    }
    if (units.exports.has('=')) {
      into.pending.push({ target, names: ['='], count })
      return
    }
    if (name === 'default') return
    for (const specifier of units.stars) {
      const from = this.resolve(specifier, file.path)
      // What a package or a CommonJS file exports is unknown: only what is found nowhere else may come from there.
      const isKnown = from.kind === 'file' && from.file.units !== undefined && !from.file.units.isCommonJs
      const places = isKnown ? into.pending : into.unseen
      places.push({ target: from, names, count })
    }
  }

  #broken(file: ProjectFile): Vertex {
    file.broken ??= new Vertex('missing', file.path, '')
    file.broken.own = `text ${file.source?.text ?? ''}`
    return file.broken
  }

  #leaf(kind: 'package' | 'builtin' | 'missing', file: string): Vertex {
    const key = `${kind} ${file}`
    let leaf = this.#leaves.get(key)
    if (!leaf) this.#leaves.set(key, (leaf = new Vertex(kind, file, kind === 'builtin' ? key : kind)))
    return leaf
  }
}

function addReader({ readers }: ProjectFile, name: string, reader: Vertex): void {
  const known = readers.get(name)
  if (known) known.add(reader)
  else readers.set(name, new Set([reader]))
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}
