// Which file a module object comes from: importing a URL again gives the very same object.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** The file of a namespace object; `undefined` for what is none, or not known. */
export type ModuleFiles = (module: object) => string | undefined

/**
 * Learns the files of ES modules that were loaded already, without evaluating any: only call it when all that they import
 * has been evaluated. One that is still waiting for something stays unknown.
 *
 * @param urls as they were loaded
 */
export async function readModuleFiles(urls: Iterable<string>): Promise<ModuleFiles> {
  const files = new WeakMap<object, string>()
  const known = Array.from(urls, async (url) => {
    try {
      files.set((await import(url)) as object, fileURLToPath(url))
    } catch {
      // A module that failed gives nothing to anybody.
    }
  })
  await Promise.race([Promise.all(known), nextTurn().then(() => nextTurn())])
  return (module) => files.get(module)
}
