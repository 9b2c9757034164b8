// Versions of code: a hash for each export over its own syntax and all that it reaches.

import { hash } from 'node:crypto'
import { InstalledPackages, type PackageSource } from '../packages/installed-packages.ts'
import type { Resolver } from '../resolve/resolver.ts'
import type { SourceTree } from '../source/source-tree.ts'
import { KnownVersion, noVersion, type CodeVersion, type Reached } from './code-version.ts'
import { Effects, type Effect, type Loading } from './effects.ts'
import { hashReachable } from './hash-graph.ts'
import { valueNameOf } from './read-statement.ts'
import { Linker } from './linker.ts'
import { isCode, ProjectFiles, type ProjectFile } from './project-files.ts'
import type { Vertex } from './vertex.ts'
import { edgesWithout, hashWithout } from './without-module.ts'

export interface Versions {
  /**
   * The version of an export: equal as long as nothing changes that the export reaches statically.
   *
   * @param file absolute path
   * @param name the exported name, `default` included
   * @param part `value`: of a node that is saved by `saved`, without what it is saved to; of others all of it
   */
  codeVersion(file: string, name: string, part?: 'value'): CodeVersion
  /**
   * The version of an export of a module that another export uses as a namespace, as `subflow` does: that of the inner
   * export, with all that the outer one reaches besides the module. A change of one inner export changes no other one.
   *
   * @param part of the inner export
   */
  codeVersionInside(outer: ExportName, inner: ExportName, part?: 'value'): CodeVersion
  /**
   * Takes notice of files that changed, came or went, after `tree.update` or with the result of `tree.refresh`. Only what
   * they touch is looked at again. Versions that were given before keep their text; their lists follow the files.
   *
   * @param paths absolute; a `package.json`, a tsconfig or a path not seen before makes all imports be resolved again
   */
  update(paths: readonly string[]): void
}

/** An export by where it is. */
export interface ExportName {
  /** Absolute path. */
  readonly file: string
  readonly name: string
}

export interface VersionsOptions {
  readonly tree: SourceTree
  readonly resolver: Resolver
  /** Where the directories of packages that the resolver gives are looked up. Default: what is installed. */
  readonly packages?: PackageSource
}

/**
 * Versions of the files of a tree. What was read is kept until `update` says that it changed.
 *
 * @example
 * const versions = createVersions({ tree: new SourceTree(), resolver: createResolver() })
 * versions.codeVersion('/nowhere/marketing.ts', 'spendPerSignup').reason // => 'the file cannot be read'
 */
export function createVersions({ tree, resolver, packages }: VersionsOptions): Versions {
  return new ProjectVersions(tree, resolver, new InstalledPackages(packages))
}

class ProjectVersions implements Versions {
  readonly #resolver: Resolver
  readonly #packages: InstalledPackages
  readonly #files: ProjectFiles
  readonly #linker: Linker
  readonly #effects: Effects
  #made = new Map<Vertex, CodeVersion>()
  /** By the outer export, and the file of the module inside. */
  #around = new Map<Vertex, Map<string, { readonly hash: string; readonly reached: Reached }>>()

  constructor(tree: SourceTree, resolver: Resolver, packages: InstalledPackages) {
    this.#resolver = resolver
    this.#packages = packages
    this.#files = new ProjectFiles(tree)
    this.#linker = new Linker(this.#files, resolver, packages)
    this.#effects = new Effects(this.#files, this.#linker)
  }

  codeVersion(path: string, name: string, part?: 'value'): CodeVersion {
    if (!isCode(path)) return noVersion('the file is not JavaScript or TypeScript')
    const file = this.#files.file(path)
    if (!file.source) return noVersion('the file cannot be read')
    if (!file.units) return noVersion('the syntax of the file is wrong')
    const root = this.#rootOf(file, name, part)
    const found = this.#linker.edgesOf(root).flatMap(({ to }) => to)
    if (found.some(({ kind }) => kind === 'missing'))
      return noVersion(`the file has no value named "${name}" to export`)
    hashReachable(root, this.#linker.edgesOf)
    let version = this.#made.get(root)
    if (!version) this.#made.set(root, (version = this.#version(root, this.#effects.of(file))))
    return version
  }

  codeVersionInside(outer: ExportName, inner: ExportName, part?: 'value'): CodeVersion {
    const own = this.codeVersion(inner.file, inner.name, part)
    const whole = this.codeVersion(outer.file, outer.name)
    // What cannot be told apart counts with all of it.
    if (whole.version === undefined || own.version === undefined) return whole
    const innerFile = this.#files.file(inner.file)
    const { hash: around, reached } = this.#reachedAround(outer, inner.file)
    const merged = (): Reached => {
      const within = this.#reach(this.#rootOf(innerFile, inner.name, part), this.#effects.of(innerFile))
      return {
        code: new Set([...within.code, ...reached.code]),
        all: new Set([...within.all, ...reached.all]),
        effects: [...new Set([...within.effects, ...reached.effects])],
        lost: [...new Set([...within.lost, ...reached.lost])],
      }
    }
    const digest = hash('sha256', JSON.stringify(['inside', around, own.version]))
    return new KnownVersion(`code1:${digest}`, merged, this.#files, this.#packages, this.#effects.writes)
  }

  update(paths: readonly string[]): void {
    this.#effects.clear()
    this.#made = new Map()
    this.#around = new Map()
    const dirty: Vertex[] = []
    let isStructural = false
    for (const path of paths) {
      const found = this.#files.reread(path)
      dirty.push(...found.dirty)
      isStructural ||= found.isStructural
    }
    if (isStructural) this.#forgetLinks()
    // A hash is void with everything that it stands for.
    for (let vertex = dirty.pop(); vertex; vertex = dirty.pop()) {
      vertex.hash = undefined
      for (const dependent of vertex.dependents) if (dependent.hash !== undefined) dirty.push(dependent)
    }
  }

  #rootOf(file: ProjectFile, name: string, part: 'value' | undefined): Vertex {
    const value = valueNameOf(name)
    return this.#files.exported(file, part === 'value' && file.units?.exports.has(value) === true ? value : name)
  }

  #version(root: Vertex, loading: Loading): CodeVersion {
    const reach = (): Reached => this.#reach(root, loading)
    const touching = loading.effects.length === 0 ? [] : this.#describe(reach())
    const digest = touching.length === 0 ? root.hash! : hash('sha256', JSON.stringify([root.hash, touching]))
    return new KnownVersion(`code1:${digest}`, reach, this.#files, this.#packages, this.#effects.writes)
  }

  /** What an export reaches besides the module of a file; effects count that touch any of both. */
  #reachedAround({ file: path, name }: ExportName, without: string): { hash: string; reached: Reached } {
    const file = this.#files.file(path)
    const root = this.#files.exported(file, name)
    const byFile = this.#around.get(root) ?? new Map<string, { readonly hash: string; readonly reached: Reached }>()
    this.#around.set(root, byFile)
    let known = byFile.get(without)
    if (!known) {
      const loading = this.#effects.of(file)
      const around = hashWithout(without, root, this.#linker.edgesOf)
      const reached = this.#reach(root, loading, edgesWithout(without, this.#linker.edgesOf))
      const whole = this.#reach(root, loading)
      // Those that the module inside loads itself are in the versions of its exports.
      const within = new Set(this.#effects.of(this.#files.file(without)).effects.map(({ vertex }) => vertex))
      for (const { vertex } of reached.effects) within.delete(vertex)
      const effects = whole.effects.filter(({ vertex }) => !within.has(vertex))
      known = { hash: hash('sha256', JSON.stringify([around, this.#describe({ ...whole, effects })])), reached }
      byFile.set(without, known)
    }
    return known
  }

  /** Code and the effects that touch it, which bring more code, and so on. */
  #reach(root: Vertex, { effects, lost }: Loading, edgesOf = this.#linker.edgesOf): Reached {
    const byTarget = new Map<Vertex, Effect[]>()
    for (const effect of effects) {
      for (const target of effect.targets) byTarget.set(target, [...(byTarget.get(target) ?? []), effect])
    }
    const included = new Set<Effect>()
    const visit = (seen: Set<Vertex>): void => {
      for (const vertex of seen) {
        for (const { to } of edgesOf(vertex)) for (const target of to) seen.add(target)
        for (const effect of byTarget.get(vertex) ?? []) {
          included.add(effect)
          seen.add(effect.vertex)
        }
      }
    }
    const code = new Set([root])
    visit(code)
    const unknown = effects.filter(({ isUnknown }) => isUnknown)
    const all = new Set([...code, ...unknown.map(({ vertex }) => vertex)])
    visit(all)
    for (const effect of unknown) included.add(effect)
    return { code, all, effects: effects.filter((effect) => included.has(effect)), lost }
  }

  /** The effects in their order, each with what was evaluated before it in its file. */
  #describe({ all, effects }: Reached): unknown[] {
    return effects.map(({ vertex }) => {
      hashReachable(vertex, this.#linker.edgesOf)
      const before = [...all].filter(
        ({ file, unit }) =>
          unit !== undefined &&
          vertex.unit !== undefined &&
          file === vertex.file &&
          unit.start < vertex.unit.start &&
          (unit.runs || unit.kind === 'object'),
      )
      for (const one of before) hashReachable(one, this.#linker.edgesOf)
      return [vertex.hash, before.map((one) => one.hash!).sort()]
    })
  }

  #forgetLinks(): void {
    this.#resolver.clear()
    this.#packages.clear()
    for (const vertex of this.#files.vertices()) {
      vertex.edges = undefined
      vertex.hash = undefined
    }
    this.#linker.clear()
    this.#effects.forgetLinks()
  }
}
