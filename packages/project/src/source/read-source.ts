// The lines of a source file, for frames; whatever cannot be read has none.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The lines of a file given by path or URL, or `undefined`. */
export function readSourceLines(module: string): readonly string[] | undefined {
  try {
    return readFileSync(module.startsWith('file:') ? fileURLToPath(module) : module, 'utf8').split(/\r?\n/)
  } catch {
    return undefined
  }
}
