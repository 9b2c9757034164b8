// What the code of a node is, for memoization and the record: the version of the export that it was loaded from.

import {
  createResolver,
  createVersions,
  nodeVersion,
  SourceTree,
  type CodeVersion as ExportVersion,
} from '@throughline/analyze'
import { statSync } from 'node:fs'
import type { SourceReference } from 'throughline'
import type { ModuleFiles } from '../origins/module-files.ts'
import { displayPath } from '../source/code-frame.ts'
import { describeCode, type CodeDescription } from './describe-code.ts'

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

/** A node whose code is asked for. */
export interface CodedNode {
  readonly source: SourceReference
  /** The export that makes it, in the module that the flow was made of. Default: that of the source. */
  readonly flowExport?: string
  /** What the node is besides a computation: one that writes is told from the one whose value it writes. */
  readonly reach?: 'resource' | 'source' | 'sink'
}

/** Fits `cache({ versions })` of `@throughline/cache`. */
export interface NodeCodeVersions {
  of(node: CodedNode): NodeCodeVersion
  /** What a version is made of, for the record. Takes longer than the version. */
  describe(node: CodedNode, options?: DescribeOptions): CodeDescription | undefined
}

export interface DescribeOptions {
  /** Of which files the text may be kept; an absolute path. Default: of none. */
  readonly isTracked?: (file: string) => boolean
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
  const exports = new Map<string, ExportVersion>()
  const described = new Map<(file: string) => boolean, Map<string, CodeDescription>>()
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

  /** The version of the export that makes a node; `undefined` for what no file exports. */
  const lookUp = (node: CodedNode): { id: string; file: string; found: ExportVersion } | undefined => {
    const { flowExport, reach } = node
    const { module, exportPath, flowModule = module } = node.source
    const file = module && fileOf(module)
    // Without the export that the flow was made of, only the code inside is known.
    const flowFile = flowExport === undefined ? file : flowModule && fileOf(flowModule)
    if (file === undefined || flowFile === undefined) return undefined
    const id = JSON.stringify([flowFile, flowExport, file, exportPath, reach === 'sink'])
    let found = exports.get(id)
    if (!found) {
      const exported = { module: file, exportPath: rootOf(exportPath) }
      const outer = { exportPath: rootOf(flowExport ?? exportPath), flowModule: flowFile }
      found = nodeVersion({ kind: reach ?? 'function', ...outer, exported }, versions)
      exports.set(id, found)
      changed ??= findChanged()
    }
    return { id, file, found }
  }

  return {
    of: (node) => {
      const made = lookUp(node)
      if (!made) return { version: undefined, reason: 'it is not an export of a file of the project' }
      let version = known.get(made.id)
      if (!version) known.set(made.id, (version = describe(made.found)))
      if (changed === undefined) return version
      return { version: undefined, reason: `${displayPath(changed, directory)} changed while it was being loaded` }
    },
    describe: (node, { isTracked = nothingTracked } = {}) => {
      const made = lookUp(node)
      if (!made || changed !== undefined) return undefined
      // Nodes of one export are of the same code.
      let known = described.get(isTracked)
      if (!known) described.set(isTracked, (known = new Map<string, CodeDescription>()))
      let description = known.get(made.id)
      if (!description) {
        const own = { file: made.file, name: rootOf(node.source.exportPath) }
        known.set(made.id, (description = describeCode(made.found, own, { tree, directory, isTracked })))
      }
      return description
    },
  }
}

function nothingTracked(): boolean {
  return false
}

function rootOf(exportPath: string): string {
  return exportPath.split('.')[0]!
}
