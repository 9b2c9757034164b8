// What a value is looked up by: the node, its code, its configuration, the runtime, and what it reads.

import { hash } from 'node:crypto'

/** Everything that decides what a node gives, as far as memoization knows. */
export interface KeyParts {
  readonly node: string
  readonly code: string
  /** Which variant of the node it is, and which checks look at its value. Empty when there is nothing to choose. */
  readonly config: string
  /** What runs the code: `node24;icu78.2;Europe/Berlin;de-DE`. */
  readonly runtime: string
  /** The name under which the function reads a value, and the data version of that; sorted by name. */
  readonly inputs: readonly (readonly [name: string, version: string])[]
}

export interface Key {
  /** SHA-256 of the parts: 64 hexadecimal digits. */
  readonly hash: string
  readonly parts: KeyParts
}

/** What can change what the same code gives: Node.js, its Unicode data, and the time zone and the language of the process. */
export const RUNTIME: string = runtimeTag()

function runtimeTag(): string {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions()
  const { node, icu = '-' } = process.versions as NodeJS.ProcessVersions & { readonly icu?: string }
  return `node${node.split('.')[0]};icu${icu};${timeZone};${locale}`
}

export function toKey(parts: KeyParts): Key {
  const { node, code, config, runtime, inputs } = parts
  return { hash: hash('sha256', JSON.stringify([1, node, code, config, runtime, inputs])), parts }
}

/** What differs between two sets of parts, in words. Empty when nothing does. */
export function differences(before: KeyParts, now: KeyParts): KeyDifference[] {
  const found: KeyDifference[] = []
  if (before.code !== now.code) found.push({ part: 'code' })
  if (before.config !== now.config) found.push({ part: 'config', before: before.config, now: now.config })
  if (before.runtime !== now.runtime) found.push({ part: 'runtime', before: before.runtime, now: now.runtime })
  const versions = new Map(before.inputs)
  for (const [name, version] of now.inputs) {
    const known = versions.get(name)
    versions.delete(name)
    if (known === undefined) found.push({ part: 'input', name, change: 'added' })
    else if (known !== version) found.push({ part: 'input', name, change: 'changed' })
  }
  for (const name of versions.keys()) found.push({ part: 'input', name, change: 'removed' })
  return found
}

/** One part of a key that is not what it was. */
export type KeyDifference =
  | { readonly part: 'code' }
  | { readonly part: 'config' | 'runtime'; readonly before: string; readonly now: string }
  | { readonly part: 'input'; readonly name: string; readonly change: 'added' | 'changed' | 'removed' }
