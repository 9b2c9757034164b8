// Where an import leads: to a file of the project, to an installed package, to a module of Node, or nowhere.

import { existsSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { ResolverFactory } from 'oxc-resolver'

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
const OURS = /^(throughline$|@throughline\/)/

/** Resolves as the loader of a project does: extensions, directories and `paths` of the nearest tsconfig included. */
export function createResolver(): Resolver {
  const factory = new ResolverFactory({
    extensions: EXTENSIONS,
    extensionAlias: ALIASES,
    conditionNames: ['node', 'import', 'module-sync', 'default'],
    mainFields: ['main'],
    tsconfig: 'auto',
    symlinks: true,
  })
  let known = new Map<string, Resolution>()
  const find = (specifier: string, from: string): Resolution => {
    if (isBuiltin(specifier)) return { kind: 'builtin', name: specifier.replace(/^node:/, '') }
    const { path, error } = factory.resolveFileSync(from, specifier)
    if (path === undefined) return { kind: 'unresolved', reason: error ?? 'not found' }
    return classify(path.replace(/[?#].*$/, ''))
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
    },
  }
}

function classify(path: string): Resolution {
  const isInstalled = path.includes(`${sep}node_modules${sep}`)
  const owner = ownerOf(path)
  if (owner && (isInstalled || OURS.test(owner.name))) return { kind: 'package', ...owner, path }
  return { kind: 'file', path }
}

/** The nearest package with a name and a version: manifests inside of a package that only say `type` do not count. */
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
