// Fills the port of the core that asks where a node comes from.

import { findSourceMap } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Origin, SourceReference } from 'throughline'
import { createFunctionLocator } from './function-location.ts'
import type { ModuleFiles } from './module-files.ts'
import type { ProjectOrigin } from './project-origin.ts'

/**
 * A resolver that knows every function loaded from a file, in the file as the user wrote it. Answers are remembered.
 *
 * @param fileOf knows the files of modules; without it no origin says which one exports the node
 * @returns origins whose `module` is an absolute path
 * @complexity about 0.2 ms for the first question about a function
 */
export function createOriginResolver(
  fileOf: ModuleFiles = () => undefined,
): (source: SourceReference) => ProjectOrigin | undefined {
  const locator = createFunctionLocator()
  const known = new WeakMap<object, Omit<Origin, 'exportPath'> | null>()
  return ({ fn, exportPath, module, flowModule = module }) => {
    if (fn === undefined) return undefined
    let place = known.get(fn)
    if (place === undefined) {
      place = findPlace(fn)
      known.set(fn, place)
    }
    if (place === null) return undefined
    const exportedFrom = module && fileOf(module)
    const flowFile = flowModule && fileOf(flowModule)
    return {
      ...place,
      exportPath,
      ...(exportedFrom !== undefined && { exportedFrom }),
      ...(flowFile !== undefined && { flowModule: flowFile }),
    }
  }

  function findPlace(fn: object): Omit<Origin, 'exportPath'> | null {
    try {
      const found = locator.locate(fn)
      if (!found || (!found.url.startsWith('file:') && !found.url.startsWith('/'))) return null
      const module = found.url.startsWith('file:') ? fileURLToPath(found.url) : found.url
      const written = toWritten(module, found.line, found.column)
      return { module, line: written.line + 1, column: written.column + 1 }
    } catch {
      // An inspector that cannot be opened means that places are unknown, never that a run fails.
      return null
    }
  }
}

/** From compiled to written text, for the few files that were compiled. All counts from 0. */
function toWritten(module: string, line: number, column: number): { line: number; column: number } {
  const map = findSourceMap(pathToFileURL(module).href) ?? findSourceMap(module)
  const entry = map?.findEntry(line, column)
  if (entry === undefined || !('originalLine' in entry)) return { line, column }
  return { line: entry.originalLine, column: entry.originalColumn }
}
