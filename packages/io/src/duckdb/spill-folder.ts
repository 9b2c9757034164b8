// Where a database of DuckDB sets aside what does not fit into memory: a folder that no other database has.

import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

let parent: string | undefined
let count = 0

/**
 * Every database names its files alike: two in one folder overwrite each other, and the process ends. DuckDB makes the
 * folder when it needs it; nobody but the user of this process can look into it.
 */
export function spillFolder(): string {
  parent ??= makeParent()
  count++
  return join(parent, String(count))
}

function makeParent(): string {
  const beginning = join(tmpdir(), 'throughline-sql-')
  try {
    const folder = mkdtempSync(beginning)
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    return folder
  } catch {
    // Nothing may be written there: that matters to those queries alone which have too little memory.
    return `${beginning}${randomUUID()}`
  }
}
