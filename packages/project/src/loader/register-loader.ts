// Teaches this process to import a user's TypeScript: one module graph, shared with every package that it uses.

import { readFileSync } from 'node:fs'
import { registerHooks, setSourceMapsSupport, type LoadHookContext, type ResolveHookContext } from 'node:module'
import { fileURLToPath } from 'node:url'
import { compileTypeScript, isTypeScript, type CompileNotice } from './compile-typescript.ts'
import { moduleFormat, withCommonJsNames } from './module-format.ts'
import { isOwnCode } from '../source/own-code.ts'
import { resolveByExtension, resolveByPaths } from './resolve-import.ts'

/** An import that led nowhere. */
export interface FailedImport {
  readonly specifier: string
  /** URL of the module that imports. */
  readonly parentUrl: string
}

export interface Loader {
  /** Paths of the user's files that were loaded so far: everything outside `node_modules` that is not ours. In order of loading. */
  readonly files: ReadonlySet<string>
  /** URLs of the user's ES modules that were loaded so far. */
  readonly modules: ReadonlySet<string>
  /** Those of them that these files import, directly or not: evaluated, where code of these files runs. */
  modulesBehind(files: readonly string[]): readonly string[]
  /** Files that needed more than type stripping. */
  readonly notices: readonly CompileNotice[]
  /** What was being imported when this error came up, if it is about a module that could not be found. */
  failedImport(error: unknown): FailedImport | undefined
}

let active: Loader | undefined

/**
 * Installs the hooks, once per process; they stay. Node's own resolution and type stripping come first: the hooks only
 * add what bundlers and the TypeScript compiler understand beyond it.
 */
export function registerLoader(): Loader {
  active ??= createLoader()
  return active
}

function createLoader(): Loader {
  const files = new Set<string>()
  const modules = new Set<string>()
  const imports = new Map<string, Set<string>>()
  const notices: CompileNotice[] = []
  const failures = new WeakMap<object, FailedImport>()

  registerHooks({
    resolve(specifier, context, next) {
      const parent = userFile(context)
      if (parent === undefined) return next(specifier, context)
      const mapped = resolveByPaths(specifier, parent)
      const remember = <Resolved extends { readonly url: string }>(resolved: Resolved): Resolved => {
        const known = imports.get(parent) ?? new Set()
        imports.set(parent, known.add(resolved.url))
        return resolved
      }
      try {
        return remember(next(mapped === undefined ? specifier : asked(mapped, context), context))
      } catch (error) {
        const found = mapped ?? resolveByExtension(specifier, parent, error)
        if (found !== undefined && found !== mapped) return remember(next(asked(found, context), context))
        if (typeof error === 'object' && error !== null && !failures.has(error)) {
          failures.set(error, { specifier, parentUrl: context.parentURL! })
        }
        throw error
      }
    },
    load(url, context, next) {
      if (!url.startsWith('file:')) return next(url, context)
      const file = fileURLToPath(url)
      const isUsers = !isInstalled(file) && !isOwnCode(file)
      if (isUsers) files.add(file)
      if (isPlainJsonImport(file, context)) {
        return { format: 'module', source: `export default ${readFileSync(file, 'utf8')}`, shortCircuit: true }
      }
      const loaded = isTypeScript(file) ? loadTypeScript(file, notices) : next(url, context)
      if (isUsers && loaded.format === 'module') modules.add(url)
      return loaded
    },
  })

  return {
    files,
    modules,
    modulesBehind: (starts) => {
      const reached = new Set<string>()
      for (const file of starts) for (const url of imports.get(file) ?? []) reached.add(url)
      for (const url of reached) {
        const behind = url.startsWith('file:') ? imports.get(fileURLToPath(url)) : undefined
        for (const next of behind ?? []) reached.add(next)
      }
      return [...reached].filter((url) => modules.has(url))
    },
    notices,
    failedImport: (error) => (typeof error === 'object' && error !== null ? failures.get(error) : undefined),
  }
}

function loadTypeScript(file: string, notices: CompileNotice[]) {
  const { code, notice } = compileTypeScript(readFileSync(file, 'utf8'), file)
  if (notice) {
    notices.push(notice)
    setSourceMapsSupport(true, { nodeModules: false, generatedCode: false })
  }
  const format = moduleFormat(file, code)
  const source = format === 'module' ? withCommonJsNames(file, code) : code
  return { format, source, shortCircuit: true }
}

/** `require` takes paths, `import` takes URLs. */
function asked(url: string, { conditions }: ResolveHookContext): string {
  return hasCondition(conditions, 'require') ? fileURLToPath(url) : url
}

/** The importing file when it is the user's, or TypeScript wherever it lies. */
function userFile({ parentURL }: ResolveHookContext): string | undefined {
  if (!parentURL?.startsWith('file:')) return undefined
  const file = fileURLToPath(parentURL)
  return isInstalled(file) && !isTypeScript(file) ? undefined : file
}

/** `import data from './data.json'` without an attribute, which bundlers accept. */
function isPlainJsonImport(file: string, { conditions, importAttributes }: LoadHookContext): boolean {
  return (
    file.endsWith('.json') &&
    !isInstalled(file) &&
    hasCondition(conditions, 'import') &&
    importAttributes?.['type'] === undefined
  )
}

/** Node gives `require` a set of conditions up to 22.18, and an array since. */
function hasCondition(conditions: Iterable<string> | undefined, name: string): boolean {
  return new Set(conditions).has(name)
}

function isInstalled(file: string): boolean {
  return /[\\/]node_modules[\\/]/.test(file)
}
