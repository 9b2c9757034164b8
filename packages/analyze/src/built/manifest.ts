// What a build leaves for the program that it made: code versions, and what they hold for.

import { hash } from 'node:crypto'

/** Of this form of the file. A newer one is refused. */
const MANIFEST_FORMAT = 1

/** A place in the source, which need not be there any more. */
export interface BuiltRemark {
  /** What is there, in a few words: `Date.now`, `unresolved ./x`. */
  readonly what: string
  /** From the folder of the project, with forward slashes. */
  readonly file: string
  readonly line: number
  readonly column: number
}

export type BuiltNode =
  | {
      readonly version: string
      /** Indexes of remarks. */
      readonly impure?: readonly number[]
      readonly caveats?: readonly number[]
    }
  /** Why it has no version. */
  | { readonly reason: string }

/** A package that the output does not contain, and that versions stand for. */
export interface BuiltPackage {
  /** As it is imported. */
  readonly name: string
  /** Of the output that imports it, from the manifest, with forward slashes. */
  readonly directory: string
  /** Of the package with everything that it finds. */
  readonly hash: string
  /** `name@version`: the package itself, then what it finds, sorted. */
  readonly closure: readonly string[]
}

export interface BuiltContent {
  /** SHA-256 of every file, in hexadecimal digits, by its path from the manifest with forward slashes. */
  readonly files: Readonly<Record<string, string>>
  readonly packages: readonly BuiltPackage[]
  readonly remarks: readonly BuiltRemark[]
  /** By the name of the flow, and of the node. */
  readonly flows: Readonly<Record<string, Readonly<Record<string, BuiltNode>>>>
}

/** The text of a manifest: the same for the same content. Without times, and without paths of a machine. */
export function writeManifest(content: BuiltContent): string {
  const { files, packages, remarks, flows } = content
  const whole = { format: MANIFEST_FORMAT, checksum: checksumOf(content), files, packages, remarks, flows }
  return `${JSON.stringify(whole, undefined, 1)}\n`
}

export type ParsedManifest =
  | { readonly status: 'read'; readonly content: BuiltContent }
  | { readonly status: 'newer'; readonly format: number }
  | { readonly status: 'broken'; readonly reason: string }

/** Never throws. What was written by hand, cut or mixed with another one is broken. */
export function parseManifest(text: string): ParsedManifest {
  let parsed: Partial<BuiltContent> & { readonly format?: unknown; readonly checksum?: unknown }
  try {
    parsed = (JSON.parse(text) ?? {}) as typeof parsed
  } catch {
    return { status: 'broken', reason: 'it is not JSON' }
  }
  const { format, checksum, files, packages, remarks, flows } = parsed
  if (!Number.isInteger(format)) return { status: 'broken', reason: 'it has no number of a format' }
  if ((format as number) > MANIFEST_FORMAT) return { status: 'newer', format: format as number }
  if (format !== MANIFEST_FORMAT || !files || !packages || !remarks || !flows) {
    return { status: 'broken', reason: 'it is incomplete' }
  }
  const content: BuiltContent = { files, packages, remarks, flows }
  if (checksum !== checksumOf(content)) return { status: 'broken', reason: 'it is not as it was written' }
  return { status: 'read', content }
}

function checksumOf({ files, packages, remarks, flows }: BuiltContent): string {
  return hash('sha256', JSON.stringify([files, packages, remarks, flows]))
}
