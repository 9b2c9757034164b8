// From the names in a unit to what they mean: units of this file or of others, packages, modules of Node, files.

import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { InstalledPackages } from '../packages/installed-packages.ts'
import type { Resolver } from '../resolve/resolver.ts'
import { Use, type Reference, type Remark } from '../scope/findings.ts'
import { ExportLookup, type Found } from './export-lookup.ts'
import type { Unit } from './unit.ts'
import type { Edge } from './hash-graph.ts'
import { judgeBuiltin } from './impurity.ts'
import { isCode, type ProjectFile, type ProjectFiles } from './project-files.ts'
import type { Vertex } from './vertex.ts'

export class Linker {
  readonly #files: ProjectFiles
  readonly #lookup: ExportLookup

  constructor(files: ProjectFiles, resolver: Resolver, packages: InstalledPackages) {
    this.#files = files
    this.#lookup = new ExportLookup(files, resolver, packages)
  }

  /** Forgets where packages are. */
  clear(): void {
    this.#lookup.clear()
  }

  /** What an import as a whole leads to. */
  module(specifier: string, from: string): Found {
    return this.#lookup.follow(this.#lookup.resolve(specifier, from), [], undefined)
  }

  /** What a file as a whole is. */
  whole(file: ProjectFile): Found {
    return this.#lookup.follow({ kind: 'file', file }, [], undefined)
  }

  /** The file of the project that an import leads to. */
  fileOf(specifier: string, from: string): ProjectFile | undefined {
    const target = this.#lookup.resolve(specifier, from)
    return target.kind === 'file' ? target.file : undefined
  }

  /** Looks up the names of a vertex, once. */
  readonly edgesOf = (vertex: Vertex): readonly Edge<Vertex>[] => {
    if (vertex.edges) return vertex.edges
    const links = this.#link(vertex)
    vertex.edges = links
    for (const { to } of links) for (const target of to) target.dependents.add(vertex)
    return links
  }

  #link(vertex: Vertex): Edge<Vertex>[] {
    switch (vertex.kind) {
      case 'unit':
        return this.#linkUnit(vertex, this.#files.file(vertex.file), vertex.unit!)
      case 'export': {
        const target = { kind: 'file', file: this.#files.file(vertex.file) } as const
        const { vertices, label } = this.#lookup.follow(target, [vertex.name], vertex)
        return [{ key: label, to: vertices }]
      }
      case 'module':
        return this.#linkModule(vertex, this.#files.file(vertex.file))
      case 'whole': {
        const file = this.#files.file(vertex.file)
        return file.units!.units.map((unit) => ({ key: unit.key, to: [this.#files.vertex(file, unit)] }))
      }
      default:
        return []
    }
  }

  #linkUnit(vertex: Vertex, file: ProjectFile, unit: Unit): Edge<Vertex>[] {
    const remarks: Remark[] = []
    const edges: Edge<Vertex>[] = []
    const targets = unit.references.map((reference) => {
      const found = this.#reference(reference, file, vertex)
      edges.push({ key: found.key, to: found.vertices })
      remarks.push(...remarksOn(found, reference))
      return found.vertices
    })
    for (const { specifier, path, at } of unit.lateLoads) {
      const found = this.#lookup.follow(this.#lookup.resolve(specifier, file.path), path, vertex)
      edges.push({ key: `${[specifier, ...path.slice(0, found.count)].join(' ')}${found.label}`, to: found.vertices })
      remarks.push(...remarksOn(found, { name: specifier, at, uses: 0 }))
    }
    for (const { specifier, at } of unit.assets) {
      const path = fileURLToPath(new URL(specifier, pathToFileURL(file.path)))
      if (isCode(path) && existsSync(path)) {
        edges.push({
          key: specifier,
          to: this.#lookup.follow({ kind: 'file', file: this.#files.file(path) }, [], vertex).vertices,
        })
        continue
      }
      const asset = this.#files.asset(path)
      edges.push({ key: specifier, to: [asset] })
      if (asset.own === 'missing') remarks.push({ kind: 'caveat', what: `no file ${specifier}`, at })
    }
    if (unit.text.findings.hasJsx) edges.push(...this.#jsxRuntime(file, vertex))
    vertex.targets = targets
    vertex.remarks = remarks
    return edges
  }

  #reference({ name, path }: Reference, file: ProjectFile, reader: Vertex): Found & { readonly key: string } {
    const vertices = this.#files.declared(file, name)
    if (vertices.length > 0) return { key: name, vertices, count: 0, inside: [], label: '', notes: [] }
    const { specifier, imported } = file.units!.names.imports.get(name)!
    const names = imported === '*' ? path : [imported, ...path]
    const found = this.#lookup.follow(this.#lookup.resolve(specifier, file.path), names, reader)
    // What was read behind the imported name is part of the text of the unit; the imported name is not.
    const read = path.slice(0, imported === '*' ? found.count : Math.max(found.count - 1, 0))
    return { ...found, key: [name, ...read].join('.') + found.label }
  }

  #linkModule(vertex: Vertex, file: ProjectFile): Edge<Vertex>[] {
    return this.#lookup.exportsOf(file, vertex).flatMap((name) => {
      const found = this.#lookup.follow({ kind: 'file', file }, [name], vertex)
      // A name may be that of a type, which nobody can see from here.
      const vertices = found.vertices.filter(({ kind }) => kind !== 'missing')
      return vertices.length === 0 ? [] : [{ key: `${name}${found.label}`, to: vertices }]
    })
  }

  /** Elements are made by a function that the code does not name: that of a comment, or the usual one. */
  #jsxRuntime(file: ProjectFile, reader: Vertex): Edge<Vertex>[] {
    const [, factory] = /@jsx\s+([\w$]+)/.exec(file.source!.text) ?? []
    if (factory !== undefined) {
      if (!file.units!.names.has(factory)) return []
      const { vertices, label } = this.#reference(
        { name: factory, path: [], at: { start: 0, end: 0 }, uses: 0 },
        file,
        reader,
      )
      return [{ key: `jsx${label}`, to: vertices }]
    }
    const source = /@jsxImportSource\s+(\S+)/.exec(file.source!.text)?.[1] ?? 'react'
    const target = this.#lookup.resolve(`${source}/jsx-runtime`, file.path)
    return target.kind === 'missing' ? [] : [{ key: 'jsx', to: this.#lookup.follow(target, [], reader).vertices }]
  }
}

function remarksOn(
  { vertices, notes, inside }: Found,
  { name, at, uses }: Pick<Reference, 'name' | 'at' | 'uses'>,
): Remark[] {
  if ((uses & ~Use.now) === Use.typeof) return []
  const remarks: Remark[] = notes.map((what) => ({ kind: 'caveat', what, at }))
  for (const { kind, file } of vertices) {
    if (kind !== 'builtin') continue
    const isKnownRequire = file === 'module' && name === 'createRequire'
    const judged = isKnownRequire ? undefined : judgeBuiltin(file, inside)
    if (judged) remarks.push({ ...judged, at })
  }
  return remarks
}
