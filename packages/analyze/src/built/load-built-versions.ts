// Code versions in a program that was built: they hold as long as the program is what was built.

import { readFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { renderIssue, type Issue } from 'throughline'
import { analyzeIssue } from '../issues.ts'
import { parseManifest, type BuiltContent, type BuiltRemark } from './manifest.ts'
import { verifyFiles } from './verify-files.ts'
import { verifyPackages } from './verify-packages.ts'

/** What is known of the code of a node. Versions of different algorithms are neither equal nor different. */
export type NodeCodeVersion =
  | {
      /** `code1:` and 64 hexadecimal digits. */
      readonly version: string
      /** True when its value may change while its version does not. */
      readonly isImpure: boolean
      /** Where the code reaches the outside world. */
      readonly impure: readonly BuiltRemark[]
      /** What could not be followed: a change behind it does not show in the version. */
      readonly caveats: readonly BuiltRemark[]
    }
  | {
      readonly version: undefined
      /** Why there is none. */
      readonly reason: string
    }

export interface BuiltVersions {
  /** True when the program is what was built. */
  readonly isVerified: boolean
  /** What is wrong; absent when the program is what was built. */
  readonly issue?: Issue
  /** The version of a node, by the names that it and its flow have in the project. */
  readonly codeVersionOf: (flow: string, node: string) => NodeCodeVersion
  /** The same for who asks by a node, with places in words: fits `cache({ versions })` of `@throughline/cache`. */
  readonly of: (node: AskedNode) => ToldCodeVersion
}

export interface AskedNode {
  readonly node: string
  /** The name that its flow was given, by `with({ name })`. */
  readonly flow: string | undefined
}

export type ToldCodeVersion =
  | {
      readonly version: string
      /** `Date.now at src/model.ts:12`. */
      readonly impure: readonly string[]
      readonly caveats: readonly string[]
    }
  | { readonly version: undefined; readonly reason: string }

export interface LoadBuiltVersionsOptions {
  /** The file that `throughline build` has written: a path, or a `file:` URL. */
  readonly manifest: string | URL
  /** Told once when versions are unknown. Default: `process.emitWarning`. */
  readonly warn?: (issue: Issue) => void
}

/**
 * Reads what `throughline build` has written, and looks whether the program that is here is the one that was built: every
 * file by its SHA-256, and the packages that are not part of it by what is installed. If anything differs, all versions
 * are unknown. Never rejects.
 *
 * @complexity O(bytes of the output); up to eight files are open at the same time
 * @example
 * const manifest = join(import.meta.dirname, 'throughline.versions.json')
 * const { codeVersionOf } = await loadBuiltVersions({ manifest })
 * codeVersionOf('prices', 'gross').version
 */
export async function loadBuiltVersions({
  manifest,
  warn = emitWarning,
}: LoadBuiltVersionsOptions): Promise<BuiltVersions> {
  const loaded = await load(manifest)
  if ('code' in loaded) {
    try {
      warn(loaded)
    } catch {
      emitWarning(loaded)
    }
    const unknown = { version: undefined, reason: loaded.title }
    return { isVerified: false, issue: loaded, codeVersionOf: () => unknown, of: () => unknown }
  }
  const codeVersionOf = (flow: string, node: string): NodeCodeVersion => lookUp(loaded, flow, node)
  return { isVerified: true, codeVersionOf, of: (asked) => tell(asked, codeVersionOf) }
}

async function load(manifest: string | URL): Promise<BuiltContent | Issue> {
  let path = String(manifest)
  try {
    path = path.startsWith('file:') ? fileURLToPath(manifest) : resolve(path)
    const parsed = parseManifest(await readFile(path, 'utf8'))
    if (parsed.status === 'newer') {
      return analyzeIssue('analyze/manifest-newer', { manifest: displayed(path), format: parsed.format })
    }
    if (parsed.status === 'broken') return notRead(path, parsed.reason)
    const { content } = parsed
    const directory = dirname(path)
    const files = await verifyFiles(content.files, directory)
    const packages = verifyPackages(content.packages, directory)
    if (files.length + packages.length === 0) return content
    return analyzeIssue('analyze/output-changed', { manifest: displayed(path), files, packages })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return notRead(path, code === 'ENOENT' ? 'there is no such file' : message)
  }
}

function notRead(path: string, reason: string): Issue {
  return analyzeIssue('analyze/manifest-not-read', { manifest: displayed(path), reason })
}

/** From the folder of the process when it is in there. */
function displayed(path: string): string {
  const near = relative(process.cwd(), path)
  return near.startsWith('..') || near === '' ? path : near
}

function emitWarning(issue: Issue): void {
  process.emitWarning(renderIssue(issue), { type: 'ThroughlineWarning', code: issue.code })
}

function lookUp({ flows, remarks }: BuiltContent, flow: string, node: string): NodeCodeVersion {
  const nodes = Object.hasOwn(flows, flow) ? flows[flow]! : undefined
  if (!nodes) return { version: undefined, reason: `the project had no flow "${flow}" when it was built` }
  const known = Object.hasOwn(nodes, node) ? nodes[node]! : undefined
  if (!known) return { version: undefined, reason: `the flow had no node "${node}" when it was built` }
  if ('reason' in known) return { version: undefined, reason: known.reason }
  const { version, impure = [], caveats = [] } = known
  return {
    version,
    isImpure: impure.length > 0,
    impure: impure.map((index) => remarks[index]!),
    caveats: caveats.map((index) => remarks[index]!),
  }
}

function tell({ flow, node }: AskedNode, codeVersionOf: BuiltVersions['codeVersionOf']): ToldCodeVersion {
  if (flow === undefined) return { version: undefined, reason: 'the flow was given no name' }
  const known = codeVersionOf(flow, node)
  if (known.version === undefined) return known
  const inWords = ({ what, file, line }: BuiltRemark): string => `${what} at ${file}:${line}`
  return { version: known.version, impure: known.impure.map(inWords), caveats: known.caveats.map(inWords) }
}
