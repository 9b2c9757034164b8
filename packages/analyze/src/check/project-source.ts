// The source of a project as a check sees it: files that are reached from one, and what names in them lead to.

import { readdirSync } from 'node:fs'
import { dirname, extname } from 'node:path'
import { nearest } from 'throughline'
import { Evaluation } from '../facts/evaluation.ts'
import { placeOf } from '../facts/place.ts'
import { ProjectScope } from '../facts/project-scope.ts'
import { isOurs } from '../resolve/our-packages.ts'
import type { Resolver } from '../resolve/resolver.ts'
import type { SourceFile } from '../source/source-file.ts'
import type { SourceTree } from '../source/source-tree.ts'
import { sourceIssue } from './catalogue.ts'
import { finding, type Finding } from './finding.ts'

const CODE = /^\.[cm]?[jt]sx?$/

/** One state of the files of a project. */
export class ProjectSource {
  readonly scope: ProjectScope
  readonly evaluation: Evaluation
  readonly #resolver: Resolver

  constructor(tree: SourceTree, resolver: Resolver) {
    this.#resolver = resolver
    this.scope = new ProjectScope(tree, resolver)
    this.evaluation = new Evaluation(this.scope)
  }

  /** These files and all that they import, each once, those of packages excluded; with what is wrong with imports. */
  reach(entries: readonly string[]): { readonly files: readonly SourceFile[]; readonly findings: readonly Finding[] } {
    const files = new Map<string, SourceFile>()
    const findings: Finding[] = []
    const waiting = [...entries]
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const file = files.has(path) ? undefined : this.scope.file(path)
      if (!file) continue
      files.set(path, file)
      for (const { message, labels } of file.errors) {
        const place = placeOf(file, labels[0] ?? { start: 0, end: 0 })
        findings.push(finding(sourceIssue('source/syntax', { message }), place))
      }
      for (const one of importsOf(file)) {
        if (isOurs(one.specifier)) continue
        const found = this.#resolver.resolve(one.specifier, path)
        if (found.kind === 'unresolved') findings.push(unresolved(file, one))
        if (found.kind !== 'file' || !CODE.test(extname(found.path))) continue
        waiting.push(found.path)
        findings.push(...this.#missingExports(file, one, found.path))
      }
    }
    return { files: [...files.values()], findings }
  }

  #missingExports(file: SourceFile, { specifier, names }: WrittenImport, path: string): Finding[] {
    return names
      .filter(({ name }) => this.scope.exportOf(path, name) === undefined)
      .map(({ name, start, end }) => {
        const known = this.scope.exportsOf(path).exports.map((one) => one.name)
        const issue = sourceIssue('source/missing-export', { name, from: specifier, close: nearest(name, known) })
        return finding(issue, placeOf(file, { start, end }))
      })
  }
}

interface WrittenImport {
  readonly specifier: string
  readonly start: number
  readonly end: number
  readonly names: readonly { readonly name: string; readonly start: number; readonly end: number }[]
}

/** What a file imports when it runs: imports of types are gone by then. */
function importsOf({ module }: SourceFile): WrittenImport[] {
  const imports: WrittenImport[] = []
  for (const { moduleRequest, entries } of module.staticImports) {
    if (entries.length > 0 && entries.every((one) => one.isType)) continue
    const names = entries.flatMap(({ isType, importName: { kind, name, start, end } }) =>
      !isType && (kind as string) === 'Name' && name !== null && start !== null && end !== null
        ? [{ name, start, end }]
        : [],
    )
    imports.push({ ...insideQuotes(moduleRequest), specifier: moduleRequest.value, names })
  }
  for (const { entries } of module.staticExports) {
    const [first] = entries
    if (!first?.moduleRequest || entries.every((one) => one.isType)) continue
    imports.push({ ...insideQuotes(first.moduleRequest), specifier: first.moduleRequest.value, names: [] })
  }
  return imports
}

function insideQuotes({ start, end }: { readonly start: number; readonly end: number }): {
  start: number
  end: number
} {
  return { start: start + 1, end: end - 1 }
}

function unresolved(file: SourceFile, { specifier: name, start, end }: WrittenImport): Finding {
  const close = name.startsWith('./') ? nearest(name.slice(2), filesBeside(file.path)).map((one) => `./${one}`) : []
  return finding(sourceIssue('source/unresolved-import', { name, close }), placeOf(file, { start, end }))
}

function filesBeside(path: string): string[] {
  try {
    return readdirSync(dirname(path)).filter((name) => CODE.test(extname(name)))
  } catch {
    return []
  }
}
