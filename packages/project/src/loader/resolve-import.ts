// Imports as bundlers understand them: without extension, of a folder, `.js` for a `.ts` file, and tsconfig `paths`.

import { statSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compilerSettings } from './tsconfig-paths.ts'

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx', '.json']
const WRITTEN_FOR: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
}
const NOT_FOUND = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_UNSUPPORTED_DIR_IMPORT'])

/** The URL that tsconfig `paths` or `baseUrl` give for an import, if one of their files exists. */
export function resolveByPaths(specifier: string, parent: string): string | undefined {
  if (isRelative(specifier) || /^[a-z]+:/i.test(specifier) || isBuiltin(specifier)) return undefined
  for (const candidate of compilerSettings(parent).candidates(specifier)) {
    const file = probe(candidate)
    if (file !== undefined) return pathToFileURL(file).href
  }
  return undefined
}

/** The URL of a relative import that Node did not find as written, if a bundler or the compiler would find it. */
export function resolveByExtension(specifier: string, parent: string, error: unknown): string | undefined {
  if (!isRelative(specifier) && !specifier.startsWith('file:')) return undefined
  if (!NOT_FOUND.has((error as { code?: string }).code ?? '')) return undefined
  const [path, query] = splitQuery(specifier)
  const target = path.startsWith('file:') ? fileURLToPath(path) : resolve(dirname(parent), decodeURIComponent(path))
  const file = probe(target)
  return file === undefined ? undefined : pathToFileURL(file).href + query
}

function probe(path: string): string | undefined {
  if (isFile(path)) return path
  const extension = /\.[cm]?jsx?$/.exec(path)?.[0]
  for (const written of WRITTEN_FOR[extension ?? ''] ?? []) {
    const file = path.slice(0, -extension!.length) + written
    if (isFile(file)) return file
  }
  for (const base of [path, join(path, 'index')]) {
    for (const suffix of EXTENSIONS) if (isFile(base + suffix)) return base + suffix
  }
  return undefined
}

function isRelative(specifier: string): boolean {
  return /^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..'
}

function splitQuery(specifier: string): [string, string] {
  const at = specifier.search(/[?#]/)
  return at < 0 ? [specifier, ''] : [specifier.slice(0, at), specifier.slice(at)]
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
