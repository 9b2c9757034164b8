// TypeScript to JavaScript: types are stripped in place; what stripping cannot do is compiled, and said.

import { createRequire, stripTypeScriptTypes } from 'node:module'
import { extname } from 'node:path'
import { ThroughlineError } from 'throughline'
import { projectIssue } from '../issues.ts'
import { elideTypeImports } from './elide-type-imports.ts'
import { compilerSettings, type CompilerSettings } from './tsconfig-paths.ts'

/** A file that needed more than the removal of its types. */
export interface CompileNotice {
  readonly file: string
  /** From 1; absent when the compiler does not tell. */
  readonly line?: number
  /** What made it necessary, such as `an enum`. */
  readonly reason: string
}

export interface CompiledSource {
  readonly code: string
  readonly notice?: CompileNotice
}

interface AmaroError {
  readonly code: string
  readonly message: string
  readonly startLine: number
  readonly startColumn: number
}

const require = createRequire(import.meta.url)

/**
 * JavaScript for the text of a TypeScript file. Lines are those of the file; columns too, unless there is a notice.
 *
 * @throws {project/syntax}
 */
export function compileTypeScript(source: string, file: string): CompiledSource {
  const settings = compilerSettings(file)
  if (/\.[jt]sx$/.test(file)) return compileWithJiti(source, file, settings, 'JSX')
  const stripped = strip(source)
  if (stripped === undefined) return compileWithAmaro(source, file, settings)
  if (settings.legacyDecorators && /^[ \t]*(?:export\s+(?:default\s+)?)?@[\p{ID_Start}$_]/mu.test(stripped)) {
    return compileWithJiti(source, file, settings, 'decorators')
  }
  return { code: settings.keepsImports ? stripped : elideTypeImports(stripped) }
}

/** `undefined` when the syntax is wrong or needs code to be made. */
function strip(source: string): string | undefined {
  try {
    return silently(() => stripTypeScriptTypes(source))
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' || code === 'ERR_INVALID_TYPESCRIPT_SYNTAX') return undefined
    throw error
  }
}

/** Enums, namespaces, parameter properties, `import =`: by the compiler that Node's stripping is made of. */
function compileWithAmaro(source: string, file: string, settings: CompilerSettings): CompiledSource {
  const { transformSync } = require('amaro') as typeof import('amaro')
  let line: number | undefined
  let reason = 'syntax that is more than types'
  try {
    transformSync(source, { mode: 'strip-only', filename: file })
  } catch (error) {
    const { message, startLine } = error as AmaroError
    line = startLine
    reason = describeSyntax(message)
  }
  try {
    const { code, map } = transformSync(source, { mode: 'transform', sourceMap: true, filename: file })
    const elided = settings.keepsImports ? code : elideTypeImports(code)
    return {
      code: map === undefined ? elided : `${elided}\n${inlineMap(map)}`,
      notice: { file, reason, ...(line !== undefined && { line }) },
    }
  } catch (error) {
    const { message, startLine, startColumn } = error as AmaroError
    if (startLine === undefined) throw error
    throw syntaxError(message, file, startLine, startColumn + 1)
  }
}

/** JSX, and the decorators of `experimentalDecorators`, on the lines of the source. */
function compileWithJiti(source: string, file: string, settings: CompilerSettings, reason: string): CompiledSource {
  const { createJiti } = require('jiti') as typeof import('jiti')
  const { jsx } = settings
  const code = createJiti(file, { fsCache: false }).transform({
    // Said in the text too, or the import of the factory would count as unused.
    source: jsx?.pragma === undefined ? source : `/** @jsx ${jsx.pragma} */${source}`,
    filename: file,
    ts: /\.[cm]?tsx?$/.test(file),
    retainLines: true,
    async: false,
    jsx: {
      runtime: jsx?.runtime ?? 'automatic',
      ...(jsx?.importSource !== undefined && { importSource: jsx.importSource }),
      ...(jsx?.pragma !== undefined && { pragma: jsx.pragma }),
    },
  })
  const failure = /exports\.__JITI_ERROR__ = (\{.*\})/.exec(code)
  if (failure) {
    const { line, column, message } = JSON.parse(failure[1]!) as { line: number; column: number; message: string }
    throw syntaxError(message, file, line, column + 1)
  }
  return { code: toModule(code, source), notice: { file, reason } }
}

/** What jiti makes is CommonJS; as an ES module it stays in the one graph of modules. No line is added in front. */
function toModule(code: string, source: string): string {
  const assigned = code.matchAll(
    /\bexports\.([\p{ID_Start}$_][\p{ID_Continue}$]*) =|\bdefineProperty\(exports, "([^"]+)"/gu,
  )
  const names = [...new Set([...assigned].map((match) => match[1] ?? match[2]!))].filter(
    (name) => name !== '__esModule',
  )
  const stars = [...source.matchAll(/^export \* from (['"])(.+?)\1/gm)].map(
    (match) => `export*from${JSON.stringify(match[2])};`,
  )
  return (
    "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url)," +
    `module={exports:{}},exports=module.exports,jitiImport=(name)=>import(name);${code}\n` +
    names
      .map((name, index) => `const __export${index}=module.exports.${name};export{__export${index} as ${name}};`)
      .join('') +
    stars.join('')
  )
}

/** From "TypeScript enum is not supported in strip-only mode" to "an enum". */
function describeSyntax(message: string): string {
  const what = /^TypeScript (?<what>.+) is not supported/.exec(message)?.groups!['what']
  if (what === undefined)
    return message.startsWith('The angle-bracket') ? 'a type assertion in angle brackets' : message
  return /^[aeiou]/.test(what) ? `an ${what}` : `a ${what}`
}

function syntaxError(message: string, module: string, line: number, column: number): ThroughlineError {
  const [first = ''] = message.replace(/\s*\(\d+:\d+\)/, '').split('\n')
  return new ThroughlineError([
    projectIssue(
      'project/syntax',
      { message: first.replace(/\.$/, '') },
      { at: { module, exportPath: '', line, column } },
    ),
  ])
}

function inlineMap(map: string): string {
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`
}

let warned = false

/** Node announces once that stripping is experimental; a user of this package did not choose it. */
function silently<Result>(call: () => Result): Result {
  if (warned) return call()
  warned = true
  const emitWarning = process.emitWarning.bind(process)
  process.emitWarning = () => {}
  try {
    return call()
  } finally {
    process.emitWarning = emitWarning
  }
}

/** The files that are compiled here, by extension. */
export function isTypeScript(path: string): boolean {
  return ['.ts', '.mts', '.cts', '.tsx', '.jsx'].includes(extname(path))
}
