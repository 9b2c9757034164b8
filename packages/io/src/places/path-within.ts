// Paths that come from outside stay inside of one folder.

import { realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ThroughlineError } from 'throughline'
import { ioIssue } from '../issues.ts'

/**
 * The path of a file, inside of a folder if one is given. Links are followed before it is decided.
 *
 * @throws {io/outside} when it leads out of the folder
 */
export function pathWithin(given: string | URL, within: string | undefined): string {
  const path = given instanceof URL ? fileURLToPath(given) : given
  if (path.includes('\0')) throw outside(path, within ?? 'every folder')
  if (within === undefined) return path
  const whole = isAbsolute(path) ? path : join(within, path)
  if (!isInside(resolve(whole), resolve(within)) || !isInside(realOf(resolve(whole)), realOf(resolve(within)))) {
    throw outside(path, within)
  }
  return whole
}

function outside(path: string, within: string): ThroughlineError {
  return new ThroughlineError([ioIssue('io/outside', { path: JSON.stringify(path), within })])
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** What is not there yet lies where the part of it lies that is. */
function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const above = dirname(path)
    return above === path ? path : join(realOf(above), path.slice(above.length))
  }
}
