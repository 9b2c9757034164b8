// Paths that come from outside stay inside of one folder.

import { realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ThroughlineError } from 'throughline'
import { ioIssue } from '../issues.ts'
import { badOption } from '../tables/table-form.ts'

/**
 * The path of a file, inside of a folder if one is given. Links are followed before it is decided.
 *
 * @throws {io/outside} when it leads out of the folder; {io/bad-option} when it is an address
 */
export function pathWithin(given: string | URL, within: string | undefined): string {
  const path = given instanceof URL ? pathOf(given) : given
  // It may hold a password, which no path does.
  if (ADDRESS.test(path)) throw noPath(URL.parse(path)?.protocol ?? 'another kind')
  if (path === '') throw badOption('file', 'path', '""', 'the path of a file')
  if (path.includes('\0')) throw outside(path, within ?? 'every folder')
  if (within === undefined) return path
  const whole = isAbsolute(path) ? path : join(within, path)
  if (!isInside(resolve(whole), resolve(within)) || !isInside(realOf(resolve(whole)), realOf(resolve(within)))) {
    throw outside(path, within)
  }
  return whole
}

const ADDRESS = /^[a-z][a-z\d+.-]+:\/\//i

function pathOf(url: URL): string {
  if (url.protocol !== 'file:') throw noPath(url.protocol)
  return fileURLToPath(url)
}

function noPath(protocol: string): ThroughlineError {
  return badOption(
    'file',
    'path',
    `an address of ${protocol}`,
    'a path; what is on the web is read by  http(url, csv())',
  )
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
