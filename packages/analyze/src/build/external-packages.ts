// The packages that versions stand for and that the output does not contain.

import type { BuiltPackage } from '../built/manifest.ts'
import { InstalledPackages, type InstalledPackage } from '../packages/installed-packages.ts'
import type { CodeVersion } from '../versions/code-version.ts'
import { portablePath, type OutputFile } from './output-files.ts'

export class ExternalPackages {
  readonly #installed = new InstalledPackages()
  /** By the name that it is imported as: the directories of the outputs that do so. */
  readonly #outputs = new Map<string, Set<string>>()
  /** By the directory of a package: those of its closure that are not in the output. */
  readonly #known = new Map<string, readonly (readonly [name: string, one: InstalledPackage])[]>()
  readonly #reached = new Map<string, Map<string, InstalledPackage>>()

  /** @param directory of the manifest; absolute */
  constructor(outputs: readonly OutputFile[], directory: string) {
    for (const { path, packages, mentioned } of outputs) {
      const from = portablePath(path, directory).split('/').slice(0, -1).join('/') || '.'
      for (const name of [...packages, ...mentioned]) {
        this.#outputs.set(name, (this.#outputs.get(name) ?? new Set()).add(from))
      }
    }
  }

  /** Takes notice of what a version stands for. */
  add(version: CodeVersion): void {
    for (const [name, one] of this.#externalOf(version)) {
      const known = this.#reached.get(name) ?? new Map<string, InstalledPackage>()
      this.#reached.set(name, known.set(one.hash!, one))
    }
  }

  /** A package that the version needs in one of several forms: only one of them can be found by the output. */
  ambiguousIn(version: CodeVersion): { readonly name: string; readonly versions: readonly string[] } | undefined {
    for (const [name] of this.#externalOf(version)) {
      const forms = [...this.#reached.get(name)!.values()]
      if (forms.length > 1) return { name, versions: [...new Set(forms.map((one) => one.version))].sort() }
    }
    return undefined
  }

  /** What has to be found when the program starts, sorted. */
  get list(): readonly BuiltPackage[] {
    return [...this.#reached].sort(byKey).flatMap(([name, forms]) => {
      const [one, second] = forms.values()
      if (!one || second) return []
      return [...this.#outputs.get(name)!].sort().map((from) => ({ name, directory: from, ...describe(one) }))
    })
  }

  #externalOf({ imported }: CodeVersion): (readonly [name: string, one: InstalledPackage])[] {
    return imported.flatMap(({ directory }) => {
      let known = this.#known.get(directory)
      if (!known) {
        const external = [...this.#installed.byName(directory)].filter(([name]) => this.#outputs.has(name))
        known = external.flatMap(([name, forms]) => [...forms].map((one) => [name, one] as const))
        this.#known.set(directory, known)
      }
      return known
    })
  }
}

function describe(root: InstalledPackage): Pick<BuiltPackage, 'hash' | 'closure'> {
  const seen = new Set([root])
  for (const one of seen) for (const { to } of one.dependencies) for (const dependency of to) seen.add(dependency)
  const [own, ...others] = [...new Set([...seen].map((one) => one.own))]
  return { hash: root.hash!, closure: [own!, ...others.sort()] }
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}
