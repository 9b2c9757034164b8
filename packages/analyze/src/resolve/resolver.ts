// Where an import leads: to a file of the project, to an installed package, to a module of Node, or nowhere.

import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { ResolverFactory, type NapiResolveOptions } from 'oxc-resolver'
import { findInstalled } from '../packages/installed-packages.ts'
import { isOurs } from './our-packages.ts'

export type Resolution =
  /** A file whose code is followed; also one of a workspace package that is linked as source. */
  | { readonly kind: 'file'; readonly path: string }
  /** An installed package: its code is not followed, what is installed counts. */
  | { readonly kind: 'package'; readonly name: string; readonly directory: string; readonly path: string }
  | { readonly kind: 'builtin'; readonly name: string }
  | { readonly kind: 'unresolved'; readonly reason: string }

export interface Resolver {
  /** @param from the file with the import, absolute */
  resolve(specifier: string, from: string): Resolution
  /** Forgets what it found: files or packages have come or gone. */
  clear(): void
}

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json']
/** `./x.js` may be written for `./x.ts`. */
const ALIASES = {
  '.js': ['.ts', '.tsx', '.js'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
}

const OPTIONS: NapiResolveOptions = {
  extensions: EXTENSIONS,
  extensionAlias: ALIASES,
  conditionNames: ['node', 'import', 'module-sync', 'default'],
  mainFields: ['main'],
  symlinks: true,
}

/**
 * Resolves as the loader of a project does: extensions, directories and `paths` of the nearest tsconfig included. A
 * tsconfig that cannot be read, or that extends one that is not there, counts as none.
 */
export function createResolver(): Resolver {
  const factory = new ResolverFactory({ ...OPTIONS, tsconfig: 'auto' })
  const plainly = new ResolverFactory(OPTIONS)
  let known = new Map<string, Resolution>()
  const find = (specifier: string, from: string): Resolution => {
    if (isBuiltin(specifier)) return { kind: 'builtin', name: specifier.replace(/^node:/, '') }
    const { path = plainly.resolveFileSync(from, specifier).path, error } = factory.resolveFileSync(from, specifier)
    if (path !== undefined) return classify(path.replace(/[?#].*$/, ''))
    return installed(specifier, from) ?? { kind: 'unresolved', reason: error ?? 'not found' }
  }
  return {
    resolve: (specifier, from) => {
      const key = `${dirname(from)}\0${specifier}`
      let found = known.get(key)
      if (!found) known.set(key, (found = find(specifier, from)))
      return found
    },
    clear: () => {
      known = new Map()
      factory.clearCache()
      plainly.clearCache()
    },
  }
}

function classify(path: string): Resolution {
  const installedAt = packageRoot(path)
  if (installedAt) return { kind: 'package', ...installedAt, path }
  const owner = ownerOf(path)
  return owner && isOurs(owner.name) ? { kind: 'package', ...owner, path } : { kind: 'file', path }
}

/** A package that is there although none of its files answers to the import: only types, or not built yet. */
function installed(specifier: string, from: string): Resolution | undefined {
  const name = /^(?:@[^/]+\/)?[^./@#][^/]*/.exec(specifier)?.[0]
  const directory = name === undefined ? undefined : findInstalled(name, dirname(from))
  if (name === undefined || directory === undefined) return undefined
  const path = realpathSync(directory)
  const isPackage = packageRoot(join(path, 'package.json')) !== undefined || isOurs(name)
  return isPackage ? { kind: 'package', name, directory: path, path } : undefined
}

/** The directory behind the last `node_modules`, with its scope. */
function packageRoot(path: string): { readonly name: string; readonly directory: string } | undefined {
  const mark = `${sep}node_modules${sep}`
  const start = path.lastIndexOf(mark)
  if (start < 0) return undefined
  const inside = path.slice(start + mark.length).split(sep)
  const parts = inside.slice(0, inside[0]!.startsWith('@') ? 2 : 1)
  const directory = join(path.slice(0, start), 'node_modules', ...parts)
  return { name: readManifest(join(directory, 'package.json')).name ?? parts.join('/'), directory }
}

/** The nearest package with a name: manifests inside of a package that only say `type` do not count. */
function ownerOf(path: string): { readonly name: string; readonly directory: string } | undefined {
  for (let directory = dirname(path); ; directory = dirname(directory)) {
    const manifest = join(directory, 'package.json')
    if (existsSync(manifest)) {
      const { name } = readManifest(manifest)
      if (name !== undefined) return { name, directory }
    }
    if (directory === dirname(directory)) return undefined
  }
}

function readManifest(path: string): { readonly name?: string } {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { name?: string }
  } catch {
    return {}
  }
}
