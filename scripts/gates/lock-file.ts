// npm ci refuses a lock file that leaves out a package for another platform, which a registry without it makes npm write.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Gate } from '../gate.ts'

export interface LockedPackage {
  readonly version?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly dev?: true
  readonly [field: string]: unknown
}

export type LockedPackages = Readonly<Record<string, LockedPackage>>

export interface MissingPackage {
  /** The folder of the package that asks for it, as the lock file writes it. */
  readonly parent: string
  readonly name: string
  readonly version: string
}

export const lockFile: Gate = {
  name: 'lock file',
  cure: 'node scripts/complete-lock.ts',
  problems: async (root) => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: LockedPackages
    }
    return missingOptional(packages).map(
      ({ parent, name, version }) => `${parent} asks for ${name}@${version}, which the lock file leaves out`,
    )
  },
}

/** The optional dependencies that have no entry, in the order of the lock file. */
export function missingOptional(packages: LockedPackages): readonly MissingPackage[] {
  return Object.entries(packages).flatMap(([parent, locked]) =>
    Object.entries(locked.optionalDependencies ?? {})
      .filter(([name]) => !foldersAbove(parent).some((folder) => `${folder}node_modules/${name}` in packages))
      .map(([name, version]) => ({ parent, name, version })),
  )
}

/** Where Node looks for a package, from the folder itself up to the root; each with its slash. */
function foldersAbove(folder: string): readonly string[] {
  if (folder === '') return ['']
  const end = folder.lastIndexOf('/node_modules/')
  return [`${folder}/`, ...foldersAbove(end < 0 ? '' : folder.slice(0, end))]
}
