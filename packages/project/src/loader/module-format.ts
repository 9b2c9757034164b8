// Whether a compiled file is an ES module or CommonJS, as the compiler would have decided.

import { readFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { compileFunction } from 'node:vm'

export type ModuleFormat = 'module' | 'commonjs'

const WRAPPER = ['exports', 'require', 'module', '__filename', '__dirname']
const typeByDirectory = new Map<string, string | undefined>()

/**
 * The format of a file. In a package that is not `"type": "module"`, a file with `import` or `export` is an ES module
 * all the same, since that is how TypeScript for CommonJS is written.
 */
export function moduleFormat(file: string, code: string): ModuleFormat {
  const extension = extname(file)
  if (extension === '.mts') return 'module'
  if (extension !== '.cts' && packageType(dirname(file)) === 'module') return 'module'
  return hasModuleSyntax(code) ? 'module' : 'commonjs'
}

/**
 * Code that was CommonJS to its author but has ES module syntax, with the names that CommonJS gives. No line is added.
 */
export function withCommonJsNames(file: string, code: string): string {
  if (extname(file) === '.mts' || packageType(dirname(file)) === 'module') return code
  const uses = (name: string): boolean =>
    new RegExp(`(?<![\\w$.])${name}\\b`).test(code) &&
    !new RegExp(`\\b(?:const|let|var|function)\\s+${name}\\b`).test(code)
  let prelude = ''
  if (uses('__filename')) prelude += 'const __filename=import.meta.filename;'
  if (uses('__dirname')) prelude += 'const __dirname=import.meta.dirname;'
  if (uses('require')) prelude += "const require=process.getBuiltinModule('module').createRequire(import.meta.url);"
  return prelude + code
}

/** The `type` of the nearest package.json; `undefined` when it has none. */
function packageType(directory: string): string | undefined {
  if (typeByDirectory.has(directory)) return typeByDirectory.get(directory)
  const type = readPackageType(join(directory, 'package.json'))
  const parent = dirname(directory)
  const result = type === undefined && parent !== directory ? packageType(parent) : (type ?? undefined)
  typeByDirectory.set(directory, result)
  return result
}

/** `undefined` when there is no such file, `null` when it does not say. */
function readPackageType(file: string): string | null | undefined {
  let text
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
  try {
    const { type } = JSON.parse(text) as { type?: unknown }
    return typeof type === 'string' ? type : null
  } catch {
    return null
  }
}

/** Compiles without running, as Node itself does to find out. */
function hasModuleSyntax(code: string): boolean {
  try {
    compileFunction(code, WRAPPER)
    return false
  } catch (error) {
    return /^(?:Cannot use import statement outside a module|Unexpected token 'export'|Cannot use 'import\.meta' outside a module|await is only valid)/.test(
      (error as Error).message,
    )
  }
}
