// Packages as a lock file of npm has them, whether they are installed or not.

import { join, resolve } from 'node:path'
import { pathFrom } from '../source/path-from.ts'
import { installed, type Manifest, type PackageSource } from './installed-packages.ts'

/** An entry of `packages` in a lock file of version 2 or 3. */
interface LockedEntry extends Manifest {
  /** The folder that a link leads to, from that of the lock file. */
  readonly resolved?: string
  readonly link?: boolean
}

/** What a lock file says, by folder: `node_modules/a`, `node_modules/a/node_modules/b`, `libs/money`. */
export type LockedEntries = ReadonlyMap<string, LockedEntry>

/** @returns `undefined` for what is no lock file of npm 7 or newer */
export function parseLockFile(text: string): LockedEntries | undefined {
  try {
    const { packages } = JSON.parse(text.replace(/^\uFEFF/, '')) as { packages?: Readonly<Record<string, LockedEntry>> }
    return typeof packages === 'object' && packages !== null ? new Map(Object.entries(packages)) : undefined
  } catch {
    return undefined
  }
}

/** What stands outside of the lock file's folder, or not in it, is as it is installed. */
export class LockedPackages implements PackageSource {
  readonly #entries: LockedEntries
  readonly #root: string

  /** @param root the absolute path of the folder with the lock file */
  constructor(entries: LockedEntries, root: string) {
    this.#entries = entries
    this.#root = root
  }

  find(name: string, from: string): string | undefined {
    const inside = this.#keyOf(from)
    if (inside === undefined) return installed.find(name, from)
    const parts = inside === '' ? [] : inside.split('/')
    for (; ; parts.pop()) {
      const key = [...parts, 'node_modules', name].join('/')
      const entry = this.#entries.get(key)
      if (entry?.link && entry.resolved !== undefined) return resolve(this.#root, entry.resolved)
      if (entry) return join(this.#root, key)
      if (parts.length === 0) return undefined
    }
  }

  manifest(directory: string): Manifest {
    const key = this.#keyOf(directory)
    const entry = key === undefined ? undefined : this.#entries.get(key)
    return entry ? { name: nameIn(key!), ...entry } : installed.manifest(directory)
  }

  realpath(directory: string): string {
    return this.#keyOf(directory) === undefined ? installed.realpath(directory) : directory
  }

  /** The name of a folder in the lock file; `undefined` outside. */
  #keyOf(directory: string): string | undefined {
    return pathFrom(this.#root, directory)
  }
}

function nameIn(key: string): string {
  return key.slice(key.lastIndexOf('node_modules/') + 'node_modules/'.length)
}
