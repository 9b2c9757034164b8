// Which packages the two states have: as lock files say, where these can be read.

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseLockFile, LockedPackages } from '../packages/locked-packages.ts'
import { isInside } from '../source/path-from.ts'

/** The packages of a state. */
export interface LockedState {
  /** Absent when packages are compared as they are installed. */
  readonly packages?: LockedPackages
}

export interface LockedStates {
  readonly before: LockedState
  readonly after: LockedState
  /** Why nobody can tell which packages changed. */
  readonly caveat?: string
}

const OURS = ['npm-shrinkwrap.json', 'package-lock.json']
const OTHERS = ['pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb']

interface Found {
  readonly name: string
  readonly folder: string
  readonly content: Buffer
}

/**
 * Two lock files of npm are compared as they are. Other ones say at least that nothing changed, by being equal.
 *
 * @param before the folder of the project in each state, and that of the repository
 */
export function lockedStates(before: StateFolders, after: StateFolders): LockedStates {
  const [old, now] = [findLock(before), findLock(after)]
  const nothing = { before: {}, after: {} }
  if (!old && !now) {
    return {
      ...nothing,
      caveat: 'there is no lock file: packages are taken to be what is installed now, in both states',
    }
  }
  const name = (now ?? old)!.name
  if (!old || !now || old.name !== now.name) {
    const which = old
      ? now
        ? `${old.name} before and ${now.name} after`
        : `${name} only before`
      : `${name} only after`
    return { ...nothing, caveat: `there is ${which}: which packages changed is not known` }
  }
  const [was, is] = [entriesOf(old), entriesOf(now)]
  if (was && is) {
    return {
      before: { packages: new LockedPackages(was, old.folder) },
      after: { packages: new LockedPackages(is, now.folder) },
    }
  }
  if (old.content.equals(now.content)) return nothing
  return { ...nothing, caveat: `${name} differs and cannot be read: which packages changed is not known` }
}

export interface StateFolders {
  readonly root: string
  readonly project: string
}

/** The nearest one, from the folder of the project up to that of the repository. */
function findLock({ root, project }: StateFolders): Found | undefined {
  for (let folder = project; isInside(folder, root); folder = dirname(folder)) {
    for (const name of [...OURS, ...OTHERS]) {
      const content = contentOf(join(folder, name))
      if (content) return { name, folder, content }
    }
    if (folder === dirname(folder)) break
  }
  return undefined
}

function entriesOf({ name, content }: Found): ReturnType<typeof parseLockFile> {
  return OURS.includes(name) ? parseLockFile(content.toString('utf8')) : undefined
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
