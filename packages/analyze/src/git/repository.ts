// What a repository has: its folder, its commits, the files of a commit.

import { ThroughlineError } from 'throughline'
import { diffIssue } from '../diff/catalogue.ts'
import type { Git } from './git.ts'

/** A file of a commit. */
export interface TreeEntry {
  /** From the folder of the repository, with slashes. */
  readonly path: string
  readonly kind: 'file' | 'link'
  /** The name of its content. */
  readonly id: string
}

export interface Repository {
  /** Absolute path of the folder whose files git keeps. */
  readonly root: string
  /** From there to the folder in which git was started, with a slash at the end; empty at the root. */
  readonly prefix: string
  /**
   * @param ref a branch, a tag, a commit, `HEAD~2`
   * @returns the name of the commit
   * @throws {diff/not-a-ref} {diff/unknown-ref} {diff/shallow-clone}
   */
  commit(ref: string): Promise<string>
  /** The newest commit that both come from; `undefined` when there is none. @param one as `commit` gives it */
  mergeBase(one: string, other: string): Promise<string | undefined>
  /** Its files; submodules are left out. @param commit as `commit` gives it */
  files(commit: string): Promise<readonly TreeEntry[]>
  /** The contents, in order. @param ids of files */
  contents(ids: readonly string[]): Promise<readonly Buffer[]>
}

const OBJECT = /^[0-9a-f]{40,64}$/

/** @throws {diff/no-git} {diff/not-a-repository} */
export async function openRepository(git: Git, directory: string): Promise<Repository> {
  const places = await git.run(['rev-parse', '--show-toplevel', '--show-prefix'])
  if (places.code === undefined) throw new ThroughlineError([diffIssue('diff/no-git', { reason: places.stderr })])
  const [root = '', prefix = ''] = places.stdout.toString('utf8').split('\n')
  if (places.code !== 0 || root === '') {
    throw new ThroughlineError([diffIssue('diff/not-a-repository', { directory, said: lastLine(places.stderr) })])
  }
  return new GitRepository(git, root, prefix)
}

class GitRepository implements Repository {
  readonly #git: Git
  readonly root: string
  readonly prefix: string

  constructor(git: Git, root: string, prefix: string) {
    this.#git = git
    this.root = root
    this.prefix = prefix
  }

  async commit(ref: string): Promise<string> {
    if (ref.startsWith('-') || ref.includes('\0')) throw new ThroughlineError([diffIssue('diff/not-a-ref', { ref })])
    const found = await this.#git.run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])
    const commit = found.stdout.toString('utf8').trim()
    if (found.code === 0 && OBJECT.test(commit)) return commit
    const shallow = await this.#ask(['rev-parse', '--is-shallow-repository'])
    if (shallow.trim() === 'true') throw new ThroughlineError([diffIssue('diff/shallow-clone', { ref })])
    const known = await this.#ask([
      'for-each-ref',
      '--format=%(refname:short)',
      'refs/heads',
      'refs/tags',
      'refs/remotes',
    ])
    const names = known.split('\n').filter((name) => name !== '')
    throw new ThroughlineError([diffIssue('diff/unknown-ref', { ref, known: names })])
  }

  async mergeBase(one: string, other: string): Promise<string | undefined> {
    const found = await this.#git.run(['merge-base', assertObject(one), assertObject(other)])
    const commit = found.stdout.toString('utf8').trim()
    return found.code === 0 && OBJECT.test(commit) ? commit : undefined
  }

  async files(commit: string): Promise<readonly TreeEntry[]> {
    const text = await this.#ask(['ls-tree', '-r', '-z', '--full-tree', assertObject(commit)])
    return text.split('\0').flatMap((line): TreeEntry[] => {
      const [, mode, type, id, path] = /^(\d+) (\w+) ([0-9a-f]+)\t([^]+)$/.exec(line) ?? []
      if (id === undefined || path === undefined || type !== 'blob') return []
      return [{ path, kind: mode === '120000' ? 'link' : 'file', id }]
    })
  }

  async contents(ids: readonly string[]): Promise<readonly Buffer[]> {
    if (ids.length === 0) return []
    const { code, stdout, stderr } = await this.#git.run(
      ['cat-file', '--batch'],
      `${ids.map(assertObject).join('\n')}\n`,
    )
    if (code !== 0) throw failed('cat-file', stderr)
    const contents: Buffer[] = []
    for (let at = 0; at < stdout.length;) {
      const end = stdout.indexOf(10, at)
      const [id, type, size] = stdout.toString('latin1', at, end).split(' ')
      if (type !== 'blob') throw failed('cat-file', `${id} ${type}`)
      const start = end + 1
      contents.push(stdout.subarray(start, start + Number(size)))
      at = start + Number(size) + 1
    }
    if (contents.length !== ids.length) throw failed('cat-file', stderr)
    return contents
  }

  async #ask(args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.#git.run(args)
    if (code !== 0) throw failed(args[0]!, stderr)
    return stdout.toString('utf8')
  }
}

function failed(command: string, said: string): ThroughlineError {
  return new ThroughlineError([diffIssue('diff/git-failed', { command, said: lastLine(said) })])
}

/** Names of commits and contents come from git itself; nothing else is handed back to it. */
function assertObject(id: string): string {
  if (!OBJECT.test(id)) throw new TypeError(`${JSON.stringify(id)} is no name of an object`)
  return id
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split('\n')
      .find((line) => /^(?:fatal|error):/.test(line))
      ?.replace(/^\w+: /, '') ?? text.trim()
  )
}
