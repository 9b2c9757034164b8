// What a file of a program imports, wherever syntax tells.

import { parseSync, type CallExpression, type EcmaScriptModule, type ParseResult } from 'oxc-parser'
import { eachCall } from '../check/walk.ts'

export interface OutputImport {
  readonly specifier: string
  /**
   * `import` and `require` are written so; `later` is an `import()`; `asset` is `new URL(..., import.meta.url)`; `maybe` is
   * a call that may be a `require` under another name.
   */
  readonly kind: 'import' | 'later' | 'require' | 'asset' | 'maybe'
}

export type OutputImports =
  | { readonly status: 'read'; readonly imports: readonly OutputImport[] }
  | { readonly status: 'broken'; readonly reason: string }

/** @param path decides the language by its extension */
export function outputImports(path: string, text: string): OutputImports {
  const parsed = parse(path, text)
  const [error] = parsed.errors
  if (error) return { status: 'broken', reason: error.message }
  const found = new Map<string, OutputImport>()
  const add = (kind: OutputImport['kind'], specifier: string): void => {
    found.set(`${kind} ${specifier}`, { specifier, kind })
  }
  for (const specifier of staticImports(parsed.module)) add('import', specifier)
  for (const { moduleRequest } of parsed.module.dynamicImports) {
    const written = literal(text.slice(moduleRequest.start, moduleRequest.end))
    if (written !== undefined) add('later', written)
  }
  for (const [, quoted] of text.matchAll(ASSET)) {
    const written = literal(quoted!)
    if (written !== undefined) add('asset', written)
  }
  if (text.includes('(')) eachCall(parsed.program, (call) => addRequired(call, add))
  return { status: 'read', imports: [...found.values()] }
}

const ASSET = /new\s+URL\(\s*("[^"\n]*"|'[^'\n]*'|`[^`$\n]*`)\s*,\s*import\.meta\.url\s*\)/g

/** Bundlers write modules into `.js` and scripts too, and `return` at the top of a CommonJS file. */
function parse(path: string, text: string): ParseResult {
  const first = parseSync(path, text, { sourceType: 'unambiguous' })
  return first.errors.length === 0 ? first : parseSync(path, text, { sourceType: 'commonjs' })
}

function staticImports({ staticImports: imports, staticExports }: EcmaScriptModule): string[] {
  const exported = staticExports.flatMap(({ entries }) => entries.flatMap((one) => one.moduleRequest?.value ?? []))
  return [...imports.map((one) => one.moduleRequest.value), ...exported]
}

function literal(text: string): string | undefined {
  const [, , written] = /^(["'`])([^\\]*)\1$/.exec(text.trim()) ?? []
  return written === undefined || written.includes('${') ? undefined : written
}

function addRequired(
  { callee, arguments: given }: CallExpression,
  add: (kind: OutputImport['kind'], specifier: string) => void,
): void {
  const [first] = given
  if (first?.type !== 'Literal' || typeof first.value !== 'string') return
  if (callee.type === 'MemberExpression') {
    const isRequire = callee.property.type === 'Identifier' && /^(?:require|resolve)$/.test(callee.property.name)
    if (isRequire) add('maybe', first.value)
  } else if (callee.type === 'Identifier' && given.length === 1) {
    if (/^_*require$/.test(callee.name)) add('require', first.value)
    // Minifiers give short names.
    else if (callee.name.length <= 3 || /require/i.test(callee.name)) add('maybe', first.value)
  }
}
