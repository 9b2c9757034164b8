// What is installed: a package, the packages that it finds from where it stands, and theirs.

import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { isOurs } from '../resolve/our-packages.ts'
import { hashReachable, type Edge, type HashedNode } from '../versions/hash-graph.ts'

/** A package of one version in one place. Its hash stands for it and for all packages that it finds, transitively. */
export interface InstalledPackage extends HashedNode {
  readonly name: string
  readonly version: string
  readonly dependencies: readonly Edge<InstalledPackage>[]
}

export interface PackageName {
  readonly name: string
  readonly version: string
}

/** What of a manifest counts. */
export interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** Where packages stand and what their manifests say: on disk, or as a lock file has them. */
export interface PackageSource {
  /** @param from a directory @returns the directory of the package that an import from there finds */
  find(name: string, from: string): string | undefined
  /** Empty when it cannot be read. */
  manifest(directory: string): Manifest
  /** One path for a directory that has several. */
  realpath(directory: string): string
}

/** Packages as they are installed. */
export const installed: PackageSource = { find: findInstalled, manifest: readManifest, realpath }

export class InstalledPackages {
  readonly #source: PackageSource
  #known = new Map<string, InstalledPackage>()
  #hashed = new Map<string, { readonly hash: string; readonly closure: readonly PackageName[] }>()

  constructor(source: PackageSource = installed) {
    this.#source = source
  }

  /**
   * The package in a directory, by name and version, with its dependencies, peers and optional dependencies as they are
   * installed. What is not installed is left out; of a package of ours, only the name and the version count.
   *
   * @returns the hash in 64 hexadecimal digits, independent of where anything is installed, and every package in it
   */
  closureOf(directory: string): { readonly hash: string; readonly closure: readonly PackageName[] } {
    let known = this.#hashed.get(directory)
    if (!known) {
      const root = this.#read(directory)
      hashReachable(root, ({ dependencies }) => dependencies)
      this.#hashed.set(directory, (known = { hash: root.hash!, closure: closureOf(root) }))
    }
    return known
  }

  /** The package in a directory with all that it finds, by the names that they are imported as; each with its hash. */
  byName(directory: string): ReadonlyMap<string, ReadonlySet<InstalledPackage>> {
    this.closureOf(directory)
    const root = this.#read(directory)
    const found = new Map([[importedAs(directory), new Set([root])]])
    const seen = new Set([root])
    for (const one of seen) {
      for (const { key, to } of one.dependencies) {
        const known = found.get(key) ?? new Set()
        found.set(key, known)
        for (const dependency of to) {
          known.add(dependency)
          seen.add(dependency)
        }
      }
    }
    return found
  }

  /** Forgets everything: packages were installed or removed. */
  clear(): void {
    this.#known = new Map()
    this.#hashed = new Map()
  }

  /** Reads everything that the package reaches, without recursion. */
  #read(directory: string): InstalledPackage {
    const pending: {
      readonly directory: string
      readonly manifest: Manifest
      readonly edges: Edge<InstalledPackage>[]
    }[] = []
    const visit = (at: string): InstalledPackage => {
      const path = this.#source.realpath(at)
      let known = this.#known.get(path)
      if (!known) {
        const manifest = this.#source.manifest(path)
        const { name = '', version = '' } = manifest
        const dependencies: Edge<InstalledPackage>[] = []
        known = { name, version, own: `${name}@${version}`, hash: undefined, dependencies }
        this.#known.set(path, known)
        if (!isOurs(name)) pending.push({ directory: path, manifest, edges: dependencies })
      }
      return known
    }
    const root = visit(directory)
    for (let next = pending.pop(); next; next = pending.pop()) {
      const { dependencies, optionalDependencies, peerDependencies } = next.manifest
      for (const name of Object.keys({ ...peerDependencies, ...optionalDependencies, ...dependencies }).sort()) {
        const found = this.#source.find(name, next.directory)
        if (found !== undefined) next.edges.push({ key: name, to: [visit(found)] })
      }
    }
    return root
  }
}

/** @param from a directory @returns the directory of the package that an import from there finds */
export function findInstalled(name: string, from: string): string | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    const candidate = join(directory, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return candidate
    if (directory === dirname(directory)) return undefined
  }
}

/** The name under which a package is installed in a directory; of a linked package, its own. */
export function importedAs(directory: string): string {
  const parts = directory.split(sep)
  const at = parts.lastIndexOf('node_modules')
  if (at < 0) return readManifest(directory).name ?? ''
  return parts.slice(at + 1, at + (parts[at + 1]?.startsWith('@') ? 3 : 2)).join('/')
}

function closureOf(root: InstalledPackage): PackageName[] {
  const seen = new Set([root])
  for (const one of seen) for (const { to } of one.dependencies) for (const dependency of to) seen.add(dependency)
  const byText = new Map([...seen].map(({ name, version, own }) => [own, { name, version }]))
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}

function readManifest(directory: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest
  } catch {
    return {}
  }
}

function realpath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
