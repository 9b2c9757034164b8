// Finds the configuration file of a project.

import { realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ThroughlineError } from 'throughline'
import { projectIssue } from './issues.ts'

const NAMES = ['throughline.config.ts', 'throughline.config.mts', 'throughline.config.js', 'throughline.config.mjs']

/**
 * The configuration file of the folder, or of the nearest folder above it.
 *
 * @returns an absolute path without symbolic links, as the loader knows it
 * @throws {project/no-config}
 */
export function findConfig(directory: string): string {
  const start = resolve(directory)
  for (let current = start; ; current = dirname(current)) {
    const file = configIn(current)
    if (file !== undefined) return file
    if (dirname(current) === current) throw noConfig(start, true)
  }
}

/**
 * The configuration file that a user named: the file itself, or the folder that has it.
 *
 * @throws {project/no-such-path} {project/no-config}
 */
export function findConfigAt(path: string): string {
  const absolute = resolve(path)
  const found = statSync(absolute, { throwIfNoEntry: false })
  if (found === undefined) throw new ThroughlineError([projectIssue('project/no-such-path', { path })])
  if (found.isFile()) return realpathSync(absolute)
  const file = configIn(absolute)
  if (file === undefined) throw noConfig(absolute, false)
  return file
}

function configIn(directory: string): string | undefined {
  const file = NAMES.map((name) => join(directory, name)).find((path) =>
    statSync(path, { throwIfNoEntry: false })?.isFile(),
  )
  return file && realpathSync(file)
}

function noConfig(directory: string, above: boolean): ThroughlineError {
  return new ThroughlineError([projectIssue('project/no-config', { directory, above })])
}
