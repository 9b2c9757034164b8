// Where a database of DuckDB sets aside what does not fit into memory: a folder that no other database has.

import { randomUUID } from 'node:crypto'
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

let parent: string | undefined
let count = 0
const own = randomUUID()

/**
 * Every database names its files alike: two in one folder overwrite each other, and the process ends. DuckDB makes the
 * folder when it needs it, within one into which nobody else can look.
 */
export function spillFolder(): string {
  parent ??= findParent()
  if (count === 0) process.once('exit', removeAll)
  count++
  return join(parent, `${own}-${count}`)
}

function removeAll(): void {
  try {
    for (const name of readdirSync(parent!)) {
      if (name.startsWith(own)) rmSync(join(parent!, name), { recursive: true, force: true })
    }
  } catch {
    // Who cannot read it has not written there.
  }
}

/** The one of this user, which stays: an empty folder for each process that was killed would be many. */
function findParent(): string {
  const { uid } = userInfo()
  const folder = join(tmpdir(), uid < 0 ? 'throughline-sql' : `throughline-sql-${uid}`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const found = lstatSync(folder)
    const isOwn = uid < 0 || (found.uid === uid && (found.mode & 0o077) === 0)
    return found.isDirectory() && isOwn ? folder : mkdtempSync(`${folder}-`)
  } catch {
    // Nothing may be written there: that matters to those queries alone which have too little memory.
    return folder
  }
}
