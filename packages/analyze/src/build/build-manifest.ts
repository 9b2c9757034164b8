// Code versions of all flows of a project, for the program that a bundler has made of it.

import { statSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import type { Issue } from 'throughline'
import { writeManifest, type BuiltNode, type BuiltRemark } from '../built/manifest.ts'
import { analyzeIssue } from '../issues.ts'
import { createResolver, type Resolver } from '../resolve/resolver.ts'
import { SourceTree } from '../source/source-tree.ts'
import type { CodeRemark, CodeVersion } from '../versions/code-version.ts'
import { createVersions } from '../versions/create-versions.ts'
import { nodeVersion, type VersionedNode } from '../versions/node-version.ts'
import { ExternalPackages } from './external-packages.ts'
import { portablePath, readOutput, type OutputFile } from './output-files.ts'

export interface FlowToBuild {
  readonly name: string
  readonly nodes: readonly (VersionedNode & { readonly name: string })[]
}

export interface BuildOptions {
  readonly flows: readonly FlowToBuild[]
  /** Folder of the project: places in the source are counted from here. Absolute. */
  readonly directory: string
  /** Folder of the output. Absolute. */
  readonly out: string
  /** The files that will be loaded, with what they import. Absolute paths. Default: all JavaScript below `out`. */
  readonly files?: readonly string[]
  /** Where the text will be written: paths of outputs are counted from its folder. Absolute. */
  readonly manifest: string
  /** How issues show a path. Default: from `directory`. */
  readonly display?: (path: string) => string
  readonly tree?: SourceTree
  readonly resolver?: Resolver
}

export interface NodeWithoutVersion {
  readonly flow: string
  readonly node: string
  readonly reason: string
}

export interface BuildReport {
  /** Of the manifest, to be written as it is. */
  readonly text: string
  /** How many nodes have a version. */
  readonly versions: number
  readonly withoutVersion: readonly NodeWithoutVersion[]
  /** The files of the program. Absolute paths, sorted. */
  readonly files: readonly string[]
  /** `name@version` of what the program imports and does not contain, as far as versions stand for it. */
  readonly packages: readonly string[]
  readonly warnings: readonly Issue[]
}

/**
 * The manifest of a program: what `loadBuiltVersions` reads. The same source and output give the same text.
 *
 * @throws {analyze/no-output} {analyze/output-not-read} {analyze/output-incomplete} {analyze/output-in-motion}
 */
export function buildManifest(options: BuildOptions): BuildReport {
  const { directory, manifest, tree = new SourceTree(), resolver = createResolver() } = options
  const { display = (path) => relative(directory, path) || path } = options
  const outputs = readOutput({ ...options, display })
  const versions = createVersions({ tree, resolver })
  const externals = new ExternalPackages(outputs, dirname(manifest))
  const found = sorted(options.flows).map(({ name, nodes }) => ({
    name,
    nodes: sorted(nodes).map((node) => ({ name: node.name, version: nodeVersion(node, versions) })),
  }))
  for (const { nodes } of found) for (const { version } of nodes) externals.add(version)
  const remarks = new Remarks(directory)
  const flows = Object.fromEntries(
    found.map(({ name, nodes }) => [
      name,
      Object.fromEntries(nodes.map((node) => [node.name, toBuilt(node.version, externals, remarks)])),
    ]),
  )
  const packages = externals.list
  const files = Object.fromEntries(outputs.map(({ path, sha256 }) => [portablePath(path, dirname(manifest)), sha256]))
  const known = Object.entries(flows).flatMap(([flow, nodes]) =>
    Object.entries(nodes).map(([node, built]) => ({ flow, node, built })),
  )
  const withoutVersion = known.flatMap(({ flow, node, built }) =>
    'reason' in built ? [{ flow, node, reason: built.reason }] : [],
  )
  return {
    text: writeManifest({ files, packages, remarks: remarks.list, flows }),
    versions: known.length - withoutVersion.length,
    withoutVersion,
    files: outputs.map(({ path }) => path),
    packages: [...new Set(packages.map(({ closure }) => closure[0]!))],
    warnings: olderThan(tree.paths, outputs, display),
  }
}

function toBuilt(version: CodeVersion, externals: ExternalPackages, remarks: Remarks): BuiltNode {
  if (version.version === undefined) return { reason: version.reason! }
  const several = externals.ambiguousIn(version)
  if (several) {
    const forms = several.versions.length > 1 ? `versions ${several.versions.join(' and ')}` : 'two forms'
    return { reason: `the package ${several.name} is not in the output, and is needed in ${forms}` }
  }
  const impure = remarks.add(version.impure)
  const caveats = remarks.add(version.caveats)
  return {
    version: version.version,
    ...(impure.length > 0 && { impure }),
    ...(caveats.length > 0 && { caveats }),
  }
}

/** Each place once. */
class Remarks {
  readonly list: BuiltRemark[] = []
  readonly #directory: string
  readonly #indexes = new Map<string, number>()

  constructor(directory: string) {
    this.#directory = directory
  }

  add(remarks: readonly CodeRemark[]): number[] {
    return remarks.map(({ what, file, line, column }) => {
      const key = `${file}\0${line}:${column}\0${what}`
      let index = this.#indexes.get(key)
      if (index === undefined) {
        index = this.list.push({ what, file: portablePath(file, this.#directory), line, column }) - 1
        this.#indexes.set(key, index)
      }
      return index
    })
  }
}

/** A bundler that did not run after the last edit is the usual mistake. */
function olderThan(
  sources: readonly string[],
  outputs: readonly OutputFile[],
  display: (path: string) => string,
): Issue[] {
  const written = outputs.map(({ path, writtenAtMs }) => ({ path, atMs: writtenAtMs }))
  const isOutput = new Set(outputs.map(({ path }) => path))
  const changed = sources.flatMap((path) => {
    const stat = isOutput.has(path) ? undefined : statSync(path, { throwIfNoEntry: false })
    return stat ? [{ path, atMs: stat.mtimeMs }] : []
  })
  const [source, file] = [newest(changed), newest(written)]
  if (!source || !file || source.atMs <= file.atMs) return []
  return [analyzeIssue('analyze/output-older', { source: display(source.path), file: display(file.path) })]
}

function newest<One extends { readonly atMs: number }>(list: readonly One[]): One | undefined {
  return list.reduce<One | undefined>((best, one) => (best && best.atMs >= one.atMs ? best : one), undefined)
}

function sorted<One extends { readonly name: string }>(list: readonly One[]): One[] {
  return [...list].sort((a, b) => (a.name < b.name ? -1 : 1))
}
