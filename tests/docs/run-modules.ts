// Runs the modules that it is given, one after the other, in one process; says before each which one it is.

import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Begins the line in front of what a module prints; its file follows. */
export const BEGIN = '\u0001begin '
/** Begins the line in front of what a module threw. */
export const FAILED = '\u0001failed'

if (process.argv[1] === import.meta.filename) {
  for (const file of process.argv.slice(2)) {
    process.stdout.write(`${BEGIN}${file}\n`)
    try {
      await import(pathToFileURL(resolve(file)).href)
    } catch (error) {
      process.stdout.write(`${FAILED}\n${error instanceof Error ? error.stack : String(error)}\n`)
    }
  }
}
