// Code versions for flows that a script has made, without a project file.

import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AnyFlow, SourceReference } from 'throughline'
import { untyped } from 'throughline'
import { readModuleFiles } from '../origins/module-files.ts'
import { createOriginResolver } from '../origins/origin-resolver.ts'
import type { NodeCodeVersions } from './code-versions.ts'

export interface ScriptVersionOptions {
  /** URLs of modules that export nodes which other modules define, as `import.meta.resolve` gives them. */
  readonly modules?: readonly string[]
}

/**
 * What the code of the nodes of these flows is, found in the source of the modules that export them; for
 * `cache({ versions })` of `@throughline/cache`. A module is found by the functions that are written in it: one that only
 * passes on what others define has to be named.
 *
 * @param flows of this process, made from modules: objects that were written on the spot are not exported by any file
 * @example
 * const flow = dataflow(features)
 * const memoized = flow.with({ cache: cache({ versions: await codeVersions([flow]) }) })
 */
export async function codeVersions(
  flows: readonly AnyFlow[],
  { modules = [] }: ScriptVersionOptions = {},
): Promise<NodeCodeVersions> {
  const startedMs = Date.now() - process.uptime() * 1_000
  const sources: SourceReference[] = []
  const collect = (source: SourceReference): undefined => void sources.push(source)
  for (const flow of flows) void untyped(flow).with({ origins: collect }).nodes
  const originOf = createOriginResolver()
  const files = new Set(sources.flatMap((source) => originOf(source)?.module ?? []))
  const main = process.argv[1]
  const urls = new Set([...modules, ...[...files].map((file) => pathToFileURL(file).href)])
  const [fileOf, { createCodeVersions }] = await Promise.all([readModuleFiles(urls), import('./code-versions.ts')])
  const directory = main === undefined ? process.cwd() : dirname(main)
  return createCodeVersions({ fileOf, loadedFromMs: startedMs, directory })
}
