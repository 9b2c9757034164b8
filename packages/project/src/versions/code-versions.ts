// What the code of a node is, for memoization and the record: the version of the export that it was loaded from.

import { createResolver, createVersions, SourceTree, type CodeVersion as ExportVersion } from '@throughline/analyze'
import { statSync } from 'node:fs'
import type { SourceReference } from 'throughline'
import type { ModuleFiles } from '../origins/module-files.ts'
import { displayPath } from '../source/code-frame.ts'

/** What is known of the code of a node. */
export type NodeCodeVersion =
  | {
      /** `code1:` and 64 hexadecimal digits. */
      readonly version: string
      /** Where it reaches the outside world: `Date.now at src/model.ts:12`. */
      readonly impure: readonly string[]
      /** What could not be followed, in the same form: a change behind it does not show in the version. */
      readonly caveats: readonly string[]
    }
  | { readonly version: undefined; readonly reason: string }

/** Fits `cache({ versions })` of `@throughline/cache`. */
export interface NodeCodeVersions {
  of(node: {
    readonly source: SourceReference
    /** What the node is besides a computation: one that writes is told from the one whose value it writes. */
    readonly reach?: 'resource' | 'source' | 'sink'
  }): NodeCodeVersion
}

export interface CodeVersionOptions {
  /** Knows the files of the modules that were loaded. */
  readonly fileOf: ModuleFiles
  /** When loading began, in milliseconds since 1970. What has changed since then may not be what was loaded. */
  readonly loadedFromMs: number
  /** Paths are shown from here. */
  readonly directory: string
}

/** Answers are kept: code that is loaded does not change any more. */
export function createCodeVersions({ fileOf, loadedFromMs, directory }: CodeVersionOptions): NodeCodeVersions {
  const tree = new SourceTree()
  const versions = createVersions({ tree, resolver: createResolver() })
  const known = new Map<string, NodeCodeVersion>()
  const examined = new Set<string>()
  let changed: string | undefined

  /** A file that was written after loading began, among all that versions were made of. */
  const findChanged = (): string | undefined => {
    for (const path of tree.paths) {
      if (examined.has(path)) continue
      examined.add(path)
      const found = statSync(path, { throwIfNoEntry: false })
      if (found && found.mtimeMs >= loadedFromMs) return path
    }
    return undefined
  }

  const describe = (found: ExportVersion): NodeCodeVersion => {
    if (found.version === undefined) return { version: undefined, reason: found.reason! }
    const places = (remarks: ExportVersion['impure']): string[] =>
      remarks.map(({ what, file, line }) => `${what} at ${displayPath(file, directory)}:${line}`)
    return { version: found.version, impure: places(found.impure), caveats: places(found.caveats) }
  }

  return {
    of: ({ source: { module, exportPath }, reach }) => {
      const file = module && fileOf(module)
      if (file === undefined) return { version: undefined, reason: 'it is not an export of a file of the project' }
      const name = exportPath.split('.')[0]!
      const part = reach === 'sink' ? undefined : 'value'
      const id = `${file}\n${name}\n${part}`
      let found = known.get(id)
      if (!found) {
        found = describe(versions.codeVersion(file, name, part))
        known.set(id, found)
        changed ??= findChanged()
      }
      if (changed === undefined) return found
      return { version: undefined, reason: `${displayPath(changed, directory)} changed while it was being loaded` }
    },
  }
}
