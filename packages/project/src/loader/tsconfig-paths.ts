// What a project's tsconfig says that matters when it runs: `paths`, `baseUrl`, JSX, kept imports.

import { dirname, resolve } from 'node:path'
import { createPathsMatcher, findTsconfig, parseTsconfig, type TsConfigResult } from 'get-tsconfig'

export interface CompilerSettings {
  /** Candidate paths without extension for an import that `paths` or `baseUrl` covers; empty for all others. */
  readonly candidates: (specifier: string) => readonly string[]
  /** True when the project asks for its imports to be kept as written. */
  readonly keepsImports: boolean
  readonly jsx?: { readonly runtime: 'automatic' | 'classic'; readonly importSource?: string; readonly pragma?: string }
  readonly legacyDecorators: boolean
}

const NONE: CompilerSettings = { candidates: () => [], keepsImports: false, legacyDecorators: false }
const byDirectory = new Map<string, CompilerSettings>()
const parsed = new Map<string, unknown>()

/** The settings for a file: those of the nearest tsconfig.json, or jsconfig.json, in its folder or above. */
export function compilerSettings(file: string): CompilerSettings {
  const directory = dirname(file)
  let settings = byDirectory.get(directory)
  if (settings === undefined) {
    settings = readSettings(directory)
    byDirectory.set(directory, settings)
  }
  return settings
}

function readSettings(directory: string): CompilerSettings {
  try {
    const path = findTsconfig(directory) ?? findTsconfig(directory, 'jsconfig.json')
    if (path === undefined) return NONE
    const config = parse(path)
    return toSettings(path, config, config.config.references ?? [])
  } catch {
    // A broken tsconfig is for the compiler to report; here it only means that nothing is known.
    return NONE
  }
}

function parse(path: string): TsConfigResult {
  return { path, config: parseTsconfig(path, parsed as Map<string, never>) }
}

function toSettings(
  path: string,
  own: TsConfigResult,
  references: readonly { readonly path: string }[],
): CompilerSettings {
  const options = own.config.compilerOptions ?? {}
  let match = createPathsMatcher(own)
  // Vite's template keeps `paths` in a referenced tsconfig.app.json.
  for (const reference of references) {
    if (match !== null) break
    const target = resolve(dirname(path), reference.path)
    match = createPathsMatcher(parse(target.endsWith('.json') ? target : resolve(target, 'tsconfig.json')))
  }
  const matcher = match
  const { jsx } = options
  return {
    candidates: (specifier) => matcher?.(specifier) ?? [],
    keepsImports: options.verbatimModuleSyntax === true,
    legacyDecorators: options.experimentalDecorators === true,
    ...(jsx !== undefined && {
      jsx: {
        runtime: jsx === 'react' ? 'classic' : 'automatic',
        ...(options.jsxImportSource !== undefined && { importSource: options.jsxImportSource }),
        ...(options.jsxFactory !== undefined && { pragma: options.jsxFactory }),
      },
    }),
  }
}
