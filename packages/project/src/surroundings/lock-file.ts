// The lock file of a project: which packages its runs were made with.

import { hash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

export interface ProjectLock {
  /** From the folder of the project, with slashes. */
  readonly file: string
  /** Of its bytes: 64 hexadecimal digits. */
  readonly sha256: string
  /** Name -> versions, sorted; only of the lock files of npm 7 and newer. */
  readonly packages?: Readonly<Record<string, readonly string[]>>
}

const NAMES = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock']

/** That of the folder, or of the nearest one above that has any. */
export function projectLock(directory: string): ProjectLock | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    const name = NAMES.find((one) => existsSync(join(folder, one)))
    if (name !== undefined) return read(join(folder, name), directory)
    if (dirname(folder) === folder) return undefined
  }
}

function read(path: string, directory: string): ProjectLock | undefined {
  try {
    const bytes = readFileSync(path)
    const packages = path.endsWith('.json') ? packagesIn(bytes.toString('utf8')) : undefined
    const file = relative(directory, path).split(sep).join('/')
    return { file, sha256: hash('sha256', bytes), ...(packages && { packages }) }
  } catch {
    return undefined
  }
}

function packagesIn(text: string): Record<string, readonly string[]> | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return undefined
  }
  const { packages } = (parsed ?? {}) as {
    readonly packages?: Readonly<Record<string, { readonly version?: unknown }>>
  }
  if (typeof packages !== 'object' || packages === null) return undefined
  const found = new Map<string, Set<string>>()
  for (const [place, entry] of Object.entries(packages)) {
    const at = place.lastIndexOf('node_modules/')
    if (at < 0 || typeof entry?.version !== 'string') continue
    const name = place.slice(at + 'node_modules/'.length)
    found.set(name, (found.get(name) ?? new Set()).add(entry.version))
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([name, versions]) => [name, [...versions].sort()]))
}
