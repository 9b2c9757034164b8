// Whether the packages that a program imports are those that its code versions stand for.

import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { findInstalled, InstalledPackages } from '../packages/installed-packages.ts'
import type { BuiltPackage } from './manifest.ts'

export interface ChangedPackage {
  /** As it is imported. */
  readonly name: string
  readonly isInstalled: boolean
  /** `name@version` of what only the build has had: of the package and what it finds. */
  readonly built: readonly string[]
  /** What is only here. */
  readonly found: readonly string[]
}

/** Looks for each package where Node does: from the folder of the file that imports it. */
export function verifyPackages(packages: readonly BuiltPackage[], directory: string): readonly ChangedPackage[] {
  const installed = new InstalledPackages()
  const changed = packages.flatMap(({ name, directory: from, hash, closure }): ChangedPackage[] => {
    const folder = findInstalled(name, realpath(join(directory, ...from.split('/'))))
    if (folder === undefined) return [{ name, isInstalled: false, built: closure.slice(0, 1), found: [] }]
    const here = installed.closureOf(folder)
    if (here.hash === hash) return []
    const found = here.closure.map((one) => `${one.name}@${one.version}`)
    return [
      {
        name,
        isInstalled: true,
        built: closure.filter((one) => !found.includes(one)),
        found: found.filter((one) => !closure.includes(one)),
      },
    ]
  })
  // Several outputs may import one package.
  return [...new Map(changed.map((one) => [JSON.stringify(one), one])).values()]
}

function realpath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
