// Files that somebody names from afar: only those of the project are read.

import { assignedFiles } from '@throughline/project/process'
import { realpathSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'

/**
 * The first file of the inputs that is not in the folder of the project, or that a link there leads away from it. One that
 * does not exist is said by the run.
 *
 * @param inputs as written: `name=@path`
 */
export function foreignFile(inputs: readonly string[], directory: string): string | undefined {
  const root = realpathSync(directory)
  return assignedFiles(inputs).find((path) => {
    const meant = resolve(directory, path)
    return !isInside(meant, directory) || !isInside(targetOf(meant) ?? root, root)
  })
}

function targetOf(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

function isInside(path: string, directory: string): boolean {
  const way = relative(directory, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
