// What a name leads to: through imports and re-exports, across files, to the place where it is declared.

import { extname } from 'node:path'
import type { Expression, Function as FunctionNode } from 'oxc-parser'
import type { Resolver } from '../resolve/resolver.ts'
import type { SourceFile } from '../source/source-file.ts'
import type { SourceTree } from '../source/source-tree.ts'
import { scopeOf, type Declaration, type ImportedName, type TypeDeclaration } from './module-scope.ts'

/** What a name stands for. */
export type Target =
  | { readonly kind: 'declaration'; readonly file: SourceFile; readonly declaration: Declaration }
  /** All that a file exports. */
  | { readonly kind: 'namespace'; readonly path: string }
  /** A name of something installed or built in; `*` for all of it. */
  | { readonly kind: 'package'; readonly specifier: string; readonly name: string }
  | { readonly kind: 'types'; readonly file: SourceFile; readonly types: readonly TypeDeclaration[] }
  | { readonly kind: 'unknown' }

/** An export and what it leads to. */
export interface ResolvedExport {
  readonly name: string
  readonly target: Target
  /** Where this module says so. */
  readonly file: SourceFile
  readonly place: { readonly start: number; readonly end: number }
}

const UNKNOWN: Target = { kind: 'unknown' }
const CODE = /^\.[cm]?[jt]sx?$/
const OURS = /^(?:throughline|@throughline\/[^/]+)(?:\/|$)/

/** A function of whichever form. */
export type AnyFunctionNode = FunctionNode | Extract<Expression, { type: 'ArrowFunctionExpression' }>

/** Follows names, and remembers every file that it had to look at. */
export class ProjectScope {
  readonly #tree: SourceTree
  readonly #resolver: Resolver
  /** What was there when it was looked at. */
  readonly read: Map<string, SourceFile | undefined> = new Map()
  /** True when an import led nowhere: files that come later may change that. */
  hasUnresolved = false

  constructor(tree: SourceTree, resolver: Resolver) {
    this.#tree = tree
    this.#resolver = resolver
  }

  file(path: string): SourceFile | undefined {
    const file = this.#tree.file(path)
    this.read.set(path, file)
    return file
  }

  /** What a name means in a file. */
  nameIn(file: SourceFile, name: string, seen: ReadonlySet<string> = new Set()): Target {
    const scope = scopeOf(file)
    const declaration = scope.declarations.get(name)
    if (declaration) return { kind: 'declaration', file, declaration }
    const imported = scope.imports.get(name)
    if (imported) return imported.isType ? noValue(file) : this.#imported(file, imported, seen)
    const types = scope.types.get(name)
    return types ? { kind: 'types', file, types } : UNKNOWN
  }

  /** What a name means as a type: a class is one too. */
  typeIn(file: SourceFile, name: string): Target {
    const { types, imports } = scopeOf(file)
    const own = types.get(name)
    if (own) return { kind: 'types', file, types: own }
    const imported = imports.get(name)
    return imported ? asType(this.#imported(file, imported, new Set())) : UNKNOWN
  }

  /** The file all of whose exports a name stands for, as a value or as a type. */
  namespaceIn(file: SourceFile, name: string): string | undefined {
    const imported = scopeOf(file).imports.get(name)
    if (imported?.name === '*') return this.#pathOf(file, imported.specifier)
    const target = imported && this.#imported(file, imported, new Set())
    return target?.kind === 'namespace' ? target.path : undefined
  }

  /** What the file exports under a name; `undefined` when it is known to export none. */
  exportOf(path: string, name: string, seen: ReadonlySet<string> = new Set()): Target | undefined {
    const key = `${path}\0${name}`
    if (seen.has(key)) return undefined
    const inside = new Set([...seen, key])
    const file = this.file(path)
    if (!file) return UNKNOWN
    const { exports, isScript } = scopeOf(file)
    const own = exports.find((one) => one.name === name && name !== '*')
    if (own) {
      const led = this.#exported(file, own.target, inside)
      return own.isType ? asType(led) : led
    }
    if (isScript || file.errors.length > 0) return UNKNOWN
    if (name === 'default') return undefined
    let found: Target | undefined
    for (const { name: star, target } of exports) {
      if (star !== '*' || !('specifier' in target)) continue
      const through = this.#named(file, target.specifier, name, inside)
      // What two modules give under one name is given by none, unless it is the same thing.
      if (through && found && !isSame(found, through)) return undefined
      found ??= through
    }
    return found
  }

  /** All value exports of a file in the order of writing, each name once; false when there may be more. */
  exportsOf(path: string, seen: ReadonlySet<string> = new Set()): { exports: ResolvedExport[]; isComplete: boolean } {
    const file = this.file(path)
    if (!file || seen.has(path)) return { exports: [], isComplete: file !== undefined }
    const inside = new Set([...seen, path])
    const scope = scopeOf(file)
    let isComplete = !scope.isScript && file.errors.length === 0
    const exports = new Map<string, ResolvedExport>()
    const own = new Set(scope.exports.map((one) => one.name))
    for (const { name, place, isType, target } of scope.exports) {
      if (isType) continue
      if (name !== '*') {
        const led = this.#exported(file, target, new Set([`${path}\0${name}`]))
        if (led.kind !== 'types') exports.set(name, { name, target: led, file, place })
        continue
      }
      const from = 'specifier' in target ? this.#pathOf(file, target.specifier) : undefined
      if (from === undefined) {
        isComplete = false
        continue
      }
      const all = this.exportsOf(from, inside)
      isComplete &&= all.isComplete
      for (const one of all.exports) {
        if (one.name === 'default' || own.has(one.name)) continue
        const before = exports.get(one.name)
        if (before && !isSame(before.target, one.target)) exports.delete(one.name)
        else if (!before) exports.set(one.name, { ...one, file, place })
      }
    }
    return { exports: [...exports.values()], isComplete }
  }

  #exported(
    file: SourceFile,
    target: { readonly local: string } | { readonly specifier: string; readonly name: string },
    seen: ReadonlySet<string>,
  ): Target {
    if ('local' in target) return this.nameIn(file, target.local, seen)
    return this.#named(file, target.specifier, target.name, seen) ?? UNKNOWN
  }

  #imported(file: SourceFile, { specifier, name }: ImportedName, seen: ReadonlySet<string>): Target {
    return this.#named(file, specifier, name, seen) ?? UNKNOWN
  }

  #named(file: SourceFile, specifier: string, name: string, seen: ReadonlySet<string>): Target | undefined {
    if (OURS.test(specifier)) return { kind: 'package', specifier, name }
    const found = this.#resolver.resolve(specifier, file.path)
    if (found.kind === 'package' || found.kind === 'builtin') return { kind: 'package', specifier, name }
    if (found.kind === 'unresolved') this.hasUnresolved = true
    if (found.kind !== 'file' || !CODE.test(extname(found.path))) return UNKNOWN
    if (name === '*') return { kind: 'namespace', path: found.path }
    return this.exportOf(found.path, name, seen)
  }

  /** The file of the project that an import leads to. */
  #pathOf(file: SourceFile, specifier: string): string | undefined {
    if (OURS.test(specifier)) return undefined
    const found = this.#resolver.resolve(specifier, file.path)
    if (found.kind === 'unresolved') this.hasUnresolved = true
    return found.kind === 'file' && CODE.test(extname(found.path)) ? found.path : undefined
  }
}

/** Of what is only there as a type. */
function noValue(file: SourceFile): Target {
  return { kind: 'types', file, types: [] }
}

/** The same thing seen as a type. */
function asType(target: Target): Target {
  if (target.kind !== 'declaration') return target
  const { file, declaration } = target
  const types = scopeOf(file).types.get(declaration.name)
  return types ? { kind: 'types', file, types } : noValue(file)
}

function isSame(one: Target, other: Target): boolean {
  if (one.kind === 'declaration' && other.kind === 'declaration') return one.declaration === other.declaration
  if (one.kind === 'namespace' && other.kind === 'namespace') return one.path === other.path
  if (one.kind === 'package' && other.kind === 'package')
    return one.specifier === other.specifier && one.name === other.name
  if (one.kind === 'types' && other.kind === 'types') return one.types[0] === other.types[0]
  return false
}
