// Finds a compiler with a stable API, when types are asked for and not before.

import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import type ts from 'typescript-6'
import { ThroughlineError } from 'throughline'
import { analyzeIssue } from '../issues.ts'

export type Compiler = typeof ts

/**
 * Where it may be. TypeScript 7 has no such API, so a project that uses it needs another one beside it: under a name behind
 * `typescript`, because of several packages with a `tsc` npm gives that word to the first.
 */
const NAMES = ['typescript', 'typescript-6', '@typescript/typescript6']

/**
 * The project's own TypeScript if it has an API, or the one that is installed for this purpose.
 *
 * @param directories from which packages are looked for, the folder of the project first
 * @throws {analyze/no-compiler}
 */
export function loadCompiler(directories: readonly string[]): Compiler {
  let found: string | undefined
  for (const directory of directories) {
    const require = createRequire(resolve(directory, 'package.json'))
    for (const name of NAMES) {
      const compiler = tryRequire(require, name)
      if (typeof compiler?.createProgram === 'function') return compiler as Compiler
      found ??= compiler?.version
    }
  }
  throw new ThroughlineError([analyzeIssue('analyze/no-compiler', { found })])
}

function tryRequire(require: NodeJS.Require, name: string): Partial<Compiler> | undefined {
  try {
    return require(name) as Partial<Compiler>
  } catch {
    return undefined
  }
}
