// The compiler settings that hold for a file: those of the nearest tsconfig.json that includes it.

import { dirname, resolve } from 'node:path'
import type { CompilerOptions, ParsedCommandLine } from 'typescript-6'
import type { Compiler } from './load-compiler.ts'

export interface CompilerSettings {
  /** The configuration file; the folder of the file when there is none. */
  readonly key: string
  readonly options: CompilerOptions
  /** Declarations that hold everywhere, without being imported. */
  readonly globals: readonly string[]
}

/** Finds and reads configurations, each once. */
export class SettingsFinder {
  readonly #compiler: Compiler
  readonly #parsed = new Map<string, ParsedCommandLine>()
  readonly #byDirectory = new Map<string, CompilerSettings>()

  constructor(compiler: Compiler) {
    this.#compiler = compiler
  }

  settingsFor(file: string): CompilerSettings {
    const directory = dirname(file)
    const { sys } = this.#compiler
    const config = this.#compiler.findConfigFile(directory, (path) => sys.fileExists(path))
    if (config === undefined) return this.#default(directory)
    const [path, parsed] = this.#including(config, file) ?? [config, this.#parse(config)]
    const isJavaScript = /\.[cm]?jsx?$/.test(file)
    return {
      key: isJavaScript ? `${path} with JavaScript` : path,
      options: { ...parsed.options, ...QUESTIONS, ...(isJavaScript && { allowJs: true }) },
      globals: parsed.fileNames.filter((name) => /\.d\.[cm]?ts$/.test(name)),
    }
  }

  clear(): void {
    this.#parsed.clear()
    this.#byDirectory.clear()
  }

  /** A configuration may leave the files to others that it refers to. */
  #including(
    config: string,
    file: string,
    seen: ReadonlySet<string> = new Set(),
  ): [path: string, parsed: ParsedCommandLine] | undefined {
    if (seen.has(config)) return undefined
    const parsed = this.#parse(config)
    if (parsed.fileNames.includes(file)) return [config, parsed]
    for (const reference of parsed.projectReferences ?? []) {
      const path = this.#compiler.resolveProjectReferencePath(reference)
      const found = this.#including(path, file, new Set([...seen, config]))
      if (found) return found
    }
    return undefined
  }

  #parse(config: string): ParsedCommandLine {
    let parsed = this.#parsed.get(config)
    if (!parsed) {
      const { readConfigFile, parseJsonConfigFileContent, sys } = this.#compiler
      const { config: json = {} } = readConfigFile(config, (path) => sys.readFile(path)) as { config?: object }
      parsed = parseJsonConfigFileContent(json, sys, dirname(config), undefined, resolve(config))
      this.#parsed.set(config, parsed)
    }
    return parsed
  }

  #default(directory: string): CompilerSettings {
    let settings = this.#byDirectory.get(directory)
    if (!settings) {
      const { ScriptTarget, ModuleKind, ModuleResolutionKind } = this.#compiler
      const options: CompilerOptions = {
        target: ScriptTarget.ESNext,
        module: ModuleKind.Preserve,
        moduleResolution: ModuleResolutionKind.Bundler,
        strict: true,
        allowJs: true,
        resolveJsonModule: true,
        ...QUESTIONS,
      }
      settings = { key: directory, options, globals: [] }
      this.#byDirectory.set(directory, settings)
    }
    return settings
  }
}

/** Nothing is written, and only the user's own files are looked at closely. */
const QUESTIONS: CompilerOptions = {
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  composite: false,
  incremental: false,
  declaration: false,
  declarationMap: false,
  emitDeclarationOnly: false,
  rewriteRelativeImportExtensions: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
}
