// The files of a commit in a folder of their own, as far as code can reach them. Nothing in it is run.

import { hash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, posix, resolve } from 'node:path'
import { isInside } from '../source/path-from.ts'
import type { Repository, TreeEntry } from './repository.ts'

export interface Checkout extends Disposable {
  /** Absolute path of the folder that stands for that of the repository. */
  readonly root: string
}

const CODE = /\.[cm]?[jt]sx?$/
/** Files that say where imports lead, and what is installed. */
const SETTINGS =
  /^(?:(?:package|package-lock|npm-shrinkwrap|jsconfig|tsconfig.*)\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?)$/

/**
 * Writes the code of a commit, its settings, and every other file whose name some code mentions. Installed packages are
 * linked from the working tree: a compiler's settings may come from them.
 *
 * @returns a folder of the system for temporary files; it is removed when this is disposed
 */
export async function checkOut(repository: Repository, commit: string): Promise<Checkout> {
  const entries = (await repository.files(commit)).filter(
    ({ path }) => !/(?:^|\/)(?:node_modules|\.git)(?:\/|$)/i.test(path),
  )
  const files = entries.filter((one) => one.kind === 'file')
  const isFirst = ({ path }: TreeEntry): boolean => CODE.test(path) || SETTINGS.test(posix.basename(path))
  const code = files.filter(isFirst)
  const texts = await repository.contents(code.map((one) => one.id))
  const mentioned = mentionedNames(texts)
  const others = files.filter((one) => !isFirst(one) && isMentioned(posix.basename(one.path), mentioned))
  const bytes = await repository.contents(others.map((one) => one.id))
  const links = entries.filter((one) => one.kind === 'link')
  const targets = await repository.contents(links.map((one) => one.id))

  const root = realpathSync(mkdtempSync(join(tmpdir(), 'throughline-diff-')))
  const remove = (): void => rmSync(root, { recursive: true, force: true, maxRetries: 3 })
  process.once('exit', remove)
  try {
    code.forEach(({ path }, index) => write(root, path, texts[index]!))
    others.forEach(({ path }, index) => write(root, path, asItStands(join(repository.root, path), bytes[index]!)))
    links.forEach(({ path }, index) => link(root, path, targets[index]!.toString('utf8')))
    for (const { path } of code) {
      if (basename(path) === 'package.json' || !path.includes('/'))
        linkInstalled(root, repository.root, posix.dirname(path))
    }
  } catch (error) {
    remove()
    throw error
  }
  return {
    root,
    [Symbol.dispose]: () => {
      process.off('exit', remove)
      remove()
    },
  }
}

/** The last part of everything between quotes: only such files can be meant by code. */
function mentionedNames(texts: readonly Buffer[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const text of texts) {
    for (const part of text.toString('utf8').split(/['"`\n]/)) {
      const name = part.slice(part.lastIndexOf('/') + 1).replace(/[?#].*$/, '')
      if (name === '' || name.length > 255) continue
      names.add(name)
      if (name.includes('%')) names.add(decoded(name))
    }
  }
  return names
}

function isMentioned(name: string, mentioned: ReadonlySet<string>): boolean {
  return mentioned.has(name) || (name.endsWith('.json') && mentioned.has(name.slice(0, -'.json'.length)))
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/**
 * What git keeps of a file may be less than what stands in the folder: a name in the place of a large file, other line ends.
 *
 * @returns the bytes of the file as it stands, if these are the ones that git means
 */
function asItStands(path: string, kept: Buffer): Buffer {
  const [, large] =
    /^version https:\/\/git-lfs\.github\.com\/spec\/[^]*?\noid sha256:([0-9a-f]{64})\n/.exec(
      kept.toString('latin1', 0, 1024),
    ) ?? []
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return kept
  const now = readFileSync(path)
  const isSame =
    large === undefined
      ? now.toString('latin1').replaceAll('\r\n', '\n') === kept.toString('latin1')
      : hash('sha256', now) === large
  return isSame ? now : kept
}

/** A tree that was made to do harm may name paths outside, or one path twice. */
function write(root: string, path: string, content: Buffer): void {
  const target = resolve(root, path)
  if (!isInside(target, root) || existsSync(target)) return
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, content, { flag: 'wx' })
}

/** Only what stays inside is linked. */
function link(root: string, path: string, target: string): void {
  const at = resolve(root, path)
  const to = resolve(dirname(at), target)
  if (!isInside(at, root) || !isInside(to, root) || existsSync(at) || !existsSync(to)) return
  mkdirSync(dirname(at), { recursive: true })
  symlinkSync(to, at, 'junction')
}

function linkInstalled(root: string, worktree: string, folder: string): void {
  const from = join(worktree, folder, 'node_modules')
  const at = join(root, folder, 'node_modules')
  if (existsSync(from) && !existsSync(at)) symlinkSync(realpathSync(from), at, 'junction')
}
