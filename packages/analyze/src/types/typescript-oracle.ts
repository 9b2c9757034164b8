// The oracle on the API of TypeScript 5.9 and 6: one program for each configuration, reused from question to question.

import type { CompilerHost, Diagnostic, Program, SourceFile, Type, TypeChecker, TypeFormatFlags } from 'typescript-6'
import { SettingsFinder, type CompilerSettings } from './compiler-settings.ts'
import { loadCompiler, type Compiler } from './load-compiler.ts'
import type { KnownType, TypedNode, TypeHandle, TypeOracle, TypeProblem } from './type-oracle.ts'
import { typedNodesOf } from './typed-nodes.ts'

export interface TypeOracleOptions {
  /** The folder of the project: its compiler is taken, if it can be asked. */
  readonly directory: string
  /** Modules that will be asked for: read together they are read once. Absolute paths. */
  readonly files?: readonly string[]
  /** The text of a file that is open in an editor; `undefined` for what is on disk. */
  readonly textOf?: (file: string) => string | undefined
}

/**
 * An oracle on the project's own TypeScript, 5.9 or 6, or on the one that is installed beside it as `typescript-6`. The first question loads what the
 * modules import, about a second; later ones are answered from memory.
 *
 * @throws {analyze/no-compiler}
 */
export function openTypeOracle(options: TypeOracleOptions): TypeOracle {
  return new TypeScriptOracle(loadCompiler([options.directory, import.meta.dirname]), options)
}

/** Of the package `throughline`, installed or in its own repository. */
function isOurFile(path: string): boolean {
  return /\/(?:node_modules\/throughline|packages\/core)\/(?:src|dist)\//.test(path)
}

/** The files of one configuration, and the program that was last made of them. */
interface Room {
  readonly settings: CompilerSettings
  readonly files: Set<string>
  program: Program | undefined
  isStale: boolean
}

class TypeScriptOracle implements TypeOracle {
  readonly compilerVersion: string
  readonly #compiler: Compiler
  readonly #textOf: (file: string) => string | undefined
  readonly #settings: SettingsFinder
  readonly #rooms = new Map<string, Room>()
  readonly #sources = new Map<string, SourceFile | undefined>()
  /** By handle: the type, and the checker that knows it. */
  #types: { readonly type: Type; readonly checker: TypeChecker }[] = []
  #known = new Map<Type, KnownType>()
  #nodes = new Map<string, readonly TypedNode[]>()

  constructor(compiler: Compiler, { files = [], textOf = () => undefined }: TypeOracleOptions) {
    this.#compiler = compiler
    this.#textOf = textOf
    this.#settings = new SettingsFinder(compiler)
    this.compilerVersion = `typescript ${compiler.version}`
    for (const file of files) this.#roomOf(file)
  }

  exportsOf(file: string): readonly TypedNode[] {
    let nodes = this.#nodes.get(file)
    if (!nodes) {
      const program = this.#programFor(file)
      const source = program.getSourceFile(file)
      const checker = program.getTypeChecker()
      const optionalFlag: number = this.#compiler.SymbolFlags.Optional
      const describe = (type: Type): KnownType => this.#describe(type, checker)
      nodes = source ? typedNodesOf(source, { checker, optionalFlag, describe }) : []
      this.#nodes.set(file, nodes)
    }
    return nodes
  }

  isAssignable(from: TypeHandle, to: TypeHandle): boolean {
    const [source, target] = [this.#types[from], this.#types[to]]
    if (!source || !target) throw new RangeError('a handle of another oracle, or from before its last update')
    // Types of two programs have nothing in common but their text.
    if (source.checker !== target.checker) return this.#textOfHandle(from) === this.#textOfHandle(to)
    return source.checker.isTypeAssignableTo(source.type, target.type)
  }

  problemsOf(file: string): readonly TypeProblem[] {
    const program = this.#programFor(file)
    const source = program.getSourceFile(file)
    if (!source) return []
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((one) =>
      this.#problem(one, file),
    )
  }

  update(changed: readonly string[]): void {
    for (const file of changed) this.#sources.delete(file)
    if (changed.some((file) => file.endsWith('.json'))) {
      this.#settings.clear()
      this.#rooms.clear()
    }
    for (const room of this.#rooms.values()) room.isStale = true
    this.#types = []
    this.#known = new Map()
    this.#nodes = new Map()
  }

  [Symbol.dispose](): void {
    this.update([])
    this.#rooms.clear()
    this.#sources.clear()
  }

  #roomOf(file: string): Room {
    const settings = this.#settings.settingsFor(file)
    let room = this.#rooms.get(settings.key)
    if (!room) {
      room = { settings, files: new Set(), program: undefined, isStale: true }
      this.#rooms.set(settings.key, room)
    }
    if (!room.files.has(file)) {
      room.files.add(file)
      if (!room.program?.getSourceFile(file)) room.isStale = true
    }
    return room
  }

  #programFor(file: string): Program {
    const room = this.#roomOf(file)
    if (!room.program || room.isStale) {
      const { options, globals } = room.settings
      const rootNames = [...globals, ...room.files]
      const oldProgram = room.program
      const host = this.#hostFor(room.settings)
      room.program = this.#compiler.createProgram({ rootNames, options, host, ...(oldProgram && { oldProgram }) })
      room.isStale = false
    }
    return room.program
  }

  /** Reads each file once: the same object tells the compiler that nothing has changed. */
  #hostFor({ options }: CompilerSettings): CompilerHost {
    const host = this.#compiler.createCompilerHost(options)
    return {
      ...host,
      jsDocParsingMode: this.#compiler.JSDocParsingMode.ParseForTypeErrors,
      readFile: (path) => this.#textOf(path) ?? host.readFile(path),
      fileExists: (path) => this.#textOf(path) !== undefined || host.fileExists(path),
      getSourceFile: (path, languageVersion, onError) => {
        const known = this.#sources.get(path)
        if (known) return known
        const text = this.#textOf(path)
        const source =
          text === undefined
            ? host.getSourceFile(path, languageVersion, onError)
            : this.#compiler.createSourceFile(path, text, languageVersion)
        this.#sources.set(path, source)
        return source
      },
    }
  }

  /** Printing costs most, and few types are many: each is printed once. */
  #describe(type: Type, checker: TypeChecker): KnownType {
    let known = this.#known.get(type)
    if (!known) {
      const { InTypeAlias, NoTruncation, UseAliasDefinedOutsideCurrentScope } = this.#compiler.TypeFormatFlags
      // The names by which we compute types say nothing to a user.
      const isOurs = type.aliasSymbol?.declarations?.some((one) => isOurFile(one.getSourceFile().fileName))
      const flags: TypeFormatFlags = NoTruncation | (isOurs ? InTypeAlias : UseAliasDefinedOutsideCurrentScope)
      const text = checker.typeToString(type, undefined, flags)
      const handle = this.#types.push({ type, checker }) - 1
      known = { text, type: handle as TypeHandle }
      this.#known.set(type, known)
    }
    return known
  }

  #textOfHandle(handle: TypeHandle): string | undefined {
    return this.#known.get(this.#types[handle]!.type)?.text
  }

  #problem({ code, category, messageText, start = 0, length = 0 }: Diagnostic, file: string): TypeProblem {
    const message = this.#compiler.flattenDiagnosticMessageText(messageText, '\n')
    const severity = category === this.#compiler.DiagnosticCategory.Error ? 'error' : 'warning'
    return { code: `TS${code}`, severity, message, file, start, end: start + length }
  }
}
