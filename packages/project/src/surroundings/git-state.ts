// What git says of the files of a project, for the record of its runs.

import type { Git } from '@throughline/analyze'
import { hash } from 'node:crypto'
import { isAbsolute, relative, sep } from 'node:path'

export interface ProjectGit {
  readonly commit: string
  /** Absent when a commit is checked out and no branch. */
  readonly branch?: string
  /** Of `origin`, as it is configured. */
  readonly remote?: string
  /** Whether tracked files differ from the commit. */
  readonly isDirty: boolean
  /** Of tracked files alone, against the commit. */
  readonly diff?: string
  /** SHA-256 of the whole difference. */
  readonly diffHash?: string
  /** @param file absolute; one of those that were asked about */
  readonly isTracked: (file: string) => boolean
}

/** More files are not asked about one by one. */
const MOST_FILES = 1_000

/**
 * @param files absolute; those of which it should be known whether they are tracked
 * @returns `undefined` outside of a repository, before its first commit, and without git
 */
export async function projectGit(
  directory: string,
  files: readonly string[],
  git?: Git,
): Promise<ProjectGit | undefined> {
  // Who only declares a project loads no parser.
  const port = git ?? (await import('@throughline/analyze')).localGit(directory)
  const ask = async (...args: readonly string[]): Promise<string | undefined> => {
    const { code, stdout } = await port.run(args)
    return code === 0 ? stdout.toString('utf8') : undefined
  }
  const place = await ask('rev-parse', '--show-toplevel', 'HEAD', '--abbrev-ref', 'HEAD')
  const [root, commit, branch] = place?.trimEnd().split(/\r?\n/) ?? []
  if (root === undefined || commit === undefined) return undefined
  const inside = files.flatMap((file) => pathIn(root, file) ?? [])
  const pathspecs = inside.length > MOST_FILES ? [':/'] : inside.map((path) => `:(top,literal)${path}`)
  const [tracked, diff, remote] = await Promise.all([
    inside.length === 0 ? '' : ask('ls-files', '-z', '--full-name', '--', ...pathspecs),
    ask('diff', 'HEAD', '--no-color', '--no-ext-diff', '--no-textconv'),
    ask('config', '--get', 'remote.origin.url'),
  ])
  const paths = new Set((tracked ?? '').split('\0'))
  const isDirty = diff === undefined || diff !== ''
  return {
    commit,
    ...(branch !== undefined && branch !== 'HEAD' && { branch }),
    ...(remote !== undefined && { remote: remote.trim() }),
    isDirty,
    ...(diff !== undefined && isDirty && { diff, diffHash: hash('sha256', diff) }),
    isTracked: (file) => {
      const path = pathIn(root, file)
      return path !== undefined && paths.has(path)
    },
  }
}

/** With slashes; `undefined` for what is outside. */
function pathIn(root: string, file: string): string | undefined {
  const path = relative(root, file)
  if (path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) return undefined
  return path.split(sep).join('/')
}
