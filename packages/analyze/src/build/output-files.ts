// The files that a program will load: what is below its folder, or what was named, and everything that they import.

import { hash } from 'node:crypto'
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, extname, join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ResolverFactory } from 'oxc-resolver'
import { ThroughlineError } from 'throughline'
import { analyzeIssue } from '../issues.ts'
import { isOurs } from '../resolve/our-packages.ts'
import { outputImports, type OutputImport } from './output-imports.ts'

export interface OutputFile {
  /** Absolute. */
  readonly path: string
  readonly sha256: string
  /** Of its last change. @unit milliseconds since 1970 */
  readonly writtenAtMs: number
  /** Packages that it imports, as they are imported. */
  readonly packages: readonly string[]
  /** What may be the name of a package in a call that nobody can tell from others. */
  readonly mentioned: readonly string[]
}

export interface OutputOptions {
  /** Absolute paths of files; without them all JavaScript below `out`. */
  readonly files?: readonly string[]
  /** Absolute. */
  readonly out: string
  /** Absolute; the one file that is never part of the program. */
  readonly manifest: string
  /** How a path is shown. */
  readonly display: (path: string) => string
  /** Default: from disk. */
  readonly readBytes?: (path: string) => Buffer
}

const CODE = /^\.[cm]?[jt]sx?$/

/**
 * Reads the files of a program, those that they import included. Files of packages are not among them.
 *
 * @returns sorted by path
 * @throws {analyze/no-output} {analyze/output-not-read} {analyze/output-incomplete} {analyze/output-in-motion}
 */
export function readOutput(options: OutputOptions): readonly OutputFile[] {
  const { out, manifest, display, readBytes = readFileSync } = options
  const resolve = createOutputResolver()
  const found = new Map<string, OutputFile>()
  const stamps = new Map<string, string>()
  const missing: { readonly file: string; readonly specifier: string }[] = []
  const waiting = [...(options.files ?? listCode(out, display))]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (path === manifest || found.has(path)) continue
    const { text, stamp, ...file } = readOne(path, display, readBytes)
    stamps.set(path, stamp)
    const packages = new Set<string>()
    const mentioned = new Set<string>()
    for (const one of text === undefined ? [] : importsOf(path, text, display)) {
      const target = resolve(one, path)
      if (target.kind === 'file') waiting.push(target.path)
      else if (target.kind === 'package') (one.kind === 'maybe' ? mentioned : packages).add(target.name)
      else if (target.kind === 'missing' && join(dirname(path), one.specifier) !== manifest)
        missing.push({ file: display(path), specifier: one.specifier })
    }
    found.set(path, { ...file, path, packages: [...packages].sort(), mentioned: [...mentioned].sort() })
  }
  if (missing.length > 0) throw new ThroughlineError([analyzeIssue('analyze/output-incomplete', { missing })])
  for (const [path, stamp] of stamps) if (stampOf(path) !== stamp) throw inMotion(path, display)
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function importsOf(path: string, text: string, display: OutputOptions['display']): readonly OutputImport[] {
  const read = outputImports(path, text)
  if (read.status === 'read') return read.imports
  throw new ThroughlineError([analyzeIssue('analyze/output-not-read', { file: display(path), reason: read.reason })])
}

/** @returns no text for what is not code */
function readOne(
  path: string,
  display: OutputOptions['display'],
  readBytes: (path: string) => Buffer,
): Pick<OutputFile, 'sha256' | 'writtenAtMs'> & { readonly stamp: string; readonly text: string | undefined } {
  try {
    const stamp = stampOf(path)
    const bytes = readBytes(path)
    if (stampOf(path) !== stamp) throw inMotion(path, display)
    const text = CODE.test(extname(path)) ? bytes.toString('utf8') : undefined
    return { sha256: hash('sha256', bytes), writtenAtMs: statSync(path).mtimeMs, stamp, text }
  } catch (error) {
    if (error instanceof ThroughlineError) throw error
    throw notRead(path, error, display)
  }
}

function notRead(path: string, error: unknown, display: OutputOptions['display']): ThroughlineError {
  const { code, message } = error as NodeJS.ErrnoException
  const reasons = { ENOENT: 'there is no such file', EISDIR: 'it is a folder; folders are given with  --out' }
  const reason = reasons[code as keyof typeof reasons] ?? message.split(path).join(display(path))
  return new ThroughlineError([analyzeIssue('analyze/output-not-read', { file: display(path), reason })])
}

/** Changes whenever the file is written, replaced or removed. */
function stampOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stat ? `${stat.size} ${stat.mtimeNs} ${stat.ino}` : ''
}

function inMotion(path: string, display: OutputOptions['display']): ThroughlineError {
  return new ThroughlineError([analyzeIssue('analyze/output-in-motion', { file: display(path) })])
}

/** Every `.js`, `.mjs` and `.cjs` below a folder; packages that are installed there are not looked into. */
function listCode(out: string, display: OutputOptions['display']): string[] {
  const found: string[] = []
  const seen = new Set<string>()
  const visit = (directory: string): void => {
    const real = realpathSync(directory)
    if (seen.has(real)) return
    seen.add(real)
    for (const name of readdirSync(directory).sort()) {
      const path = join(directory, name)
      const kind = kindOf(path)
      if (kind === 'folder' && name !== 'node_modules') visit(path)
      else if (kind === 'file' && /\.[cm]?js$/.test(name)) found.push(path)
    }
  }
  const isFolder = kindOf(out) === 'folder'
  try {
    if (isFolder) visit(out)
  } catch (error) {
    throw notRead((error as NodeJS.ErrnoException).path ?? out, error, display)
  }
  if (found.length > 0) return found
  const facts = { out: display(out), found: isFolder ? ('no JavaScript' as const) : ('nothing' as const) }
  throw new ThroughlineError([analyzeIssue('analyze/no-output', facts)])
}

/** The path of a URL that is relative to a file; `undefined` for others, and for what is no URL. */
function besides(file: string, url: string): string | undefined {
  if (/^[a-z]+:|^\//i.test(url)) return undefined
  try {
    return fileURLToPath(new URL(url.replace(/[?#].*$/, ''), pathToFileURL(file)))
  } catch {
    return undefined
  }
}

/** Of a link, what it leads to; `none` when that cannot be followed. */
function kindOf(path: string): 'folder' | 'file' | 'none' {
  try {
    const stat = statSync(path)
    return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'none'
  } catch {
    return 'none'
  }
}

type Target =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'missing' | 'other' }

/** Resolves as Node does. */
function createOutputResolver(): (one: OutputImport, from: string) => Target {
  const common = { extensions: ['.js', '.json', '.node'], mainFields: ['main'], symlinks: false }
  const imported = new ResolverFactory({ ...common, conditionNames: ['node', 'import', 'module-sync', 'default'] })
  const required = new ResolverFactory({ ...common, conditionNames: ['node', 'require', 'module-sync', 'default'] })
  return ({ specifier, kind }, from) => {
    if (kind === 'asset') {
      const path = besides(from, specifier)
      return path !== undefined && kindOf(path) === 'file' ? { kind: 'file', path } : { kind: 'other' }
    }
    // `/assets/x.js` is a path of a web server, `data:` and `https:` are no files.
    if (/^\/|^[a-z]+:/.test(specifier) || isBuiltin(specifier)) return { kind: 'other' }
    const isRelative = /^\.\.?(\/|$)/.test(specifier)
    if (kind === 'maybe' && (isRelative || specifier.startsWith('#'))) return { kind: 'other' }
    const name = packageOf(specifier)
    if (name !== undefined && (kind === 'maybe' || isOurs(specifier))) return { kind: 'package', name }
    const { path } = (kind === 'require' ? required : imported).resolveFileSync(from, specifier)
    // What is asked for while the program runs may be missing on purpose.
    if (path === undefined && name === undefined) return { kind: kind === 'import' ? 'missing' : 'other' }
    const installed = path === undefined ? name : installedIn(realpathSync(path), name)
    return installed === undefined ? { kind: 'file', path: path! } : { kind: 'package', name: installed }
  }
}

/** The name of the package that a file belongs to; `undefined` for one that is not installed. */
function installedIn(path: string, name: string | undefined): string | undefined {
  const mark = `${sep}node_modules${sep}`
  const start = path.lastIndexOf(mark)
  return start < 0
    ? undefined
    : (name ??
        packageOf(
          path
            .slice(start + mark.length)
            .split(sep)
            .join('/'),
        ))
}

/** The package that a specifier begins with; `undefined` for paths and for `#names` of the package itself. */
function packageOf(specifier: string): string | undefined {
  return /^(?:@[^/]+\/)?[^./@#][^/]*/.exec(specifier)?.[0]
}

/** With forward slashes. */
export function portablePath(path: string, directory: string): string {
  return relative(directory, path).split(sep).join('/')
}
