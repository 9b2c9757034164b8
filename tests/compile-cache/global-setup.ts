// What Node compiles in one run of the tests it compiles once: processes find what those before them kept.

import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const folders = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'tests')

/** Makes a folder for what is compiled, and tells all processes that are started of it. */
export function setup(): (() => void) | undefined {
  if (process.env['NODE_COMPILE_CACHE'] !== undefined) return undefined
  const folder = join(folders, String(process.pid))
  mkdirSync(folder, { recursive: true })
  removeAbandoned()
  process.env['NODE_COMPILE_CACHE'] = folder
  return () => remove(folder)
}

/** Of runs that were killed. */
function removeAbandoned(): void {
  for (const pid of readdirSync(folders)) if (!isAlive(Number(pid))) remove(join(folders, pid))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
