// With which arguments a thread of this room is started.

import { extname } from 'node:path'

/**
 * Only the conditions of imports are carried over: what a program loads before it begins is not for a thread that knows
 * none of it. From source, the thread reads the source of the other packages as well.
 */
export function threadArguments(program: URL, own: readonly string[] = process.execArgv): string[] {
  const kept = own.flatMap((argument, index) => {
    if (argument === '-C' || argument === '--conditions') return own.slice(index, index + 2)
    return argument.startsWith('--conditions=') || argument.startsWith('-C=') ? [argument] : []
  })
  return kept.length === 0 && extname(program.pathname) === '.ts' ? ['--conditions=@throughline/source'] : kept
}
