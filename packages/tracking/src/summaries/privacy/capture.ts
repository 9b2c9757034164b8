// How much of a value may be kept, for a project and for each of its nodes.

/**
 * - `none`: nothing.
 * - `schema`: types, names of columns and keys, and how many.
 * - `summary`: what the values look like together; of texts lengths and counts, never values.
 * - `sample`: also the beginning of the value, at most 2 kB, without secrets.
 * - `full`: also the value itself, with whoever keeps it.
 */
export type Capture = 'none' | 'schema' | 'summary' | 'sample' | 'full'

export interface CapturePolicy {
  /** Of nodes for which nothing else is said; default `summary`. */
  readonly default?: Capture
  /** By name of a node, or by a pattern in which `*` stands for any characters: `eu.*`. A name goes before a pattern, a longer pattern before a shorter one. */
  readonly nodes?: Readonly<Record<string, Capture>>
  /** By tag: `{ pii: 'schema' }` for nodes with the tag `pii`, `{ 'owner=billing': 'none' }` for a value of it. The least that any tag allows holds. */
  readonly tags?: Readonly<Record<string, Capture>>
}

const AMOUNTS: readonly Capture[] = ['none', 'schema', 'summary', 'sample', 'full']

/** Whether a text is one of the words of {@link Capture}. */
export function isCapture(value: unknown): value is Capture {
  return AMOUNTS.includes(value as Capture)
}

/**
 * Prepares a policy. What is said of a node by name holds for it, whatever its tags say; then the tag `capture` of the node
 * itself; then other tags, then patterns, then the default.
 *
 * @example
 * const captureOf = capturing({ nodes: { 'eu.*': 'schema' }, tags: { pii: 'none' } })
 * captureOf('eu.sales') // => 'schema'
 */
export function capturing(
  policy: CapturePolicy = {},
): (node: string, tags?: Readonly<Record<string, unknown>>) => Capture {
  const byName = new Map(Object.entries(policy.nodes ?? {}))
  const patterns = [...byName]
    .filter(([name]) => name.includes('*'))
    .sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1))
  const matchers = patterns.map(([pattern, capture]) => [matcherOf(pattern), capture] as const)
  const byTag = Object.entries(policy.tags ?? {})
  const otherwise = policy.default ?? 'summary'
  return (node, tags = {}) => {
    const named = byName.get(node)
    if (named) return named
    if (isCapture(tags['capture'])) return tags['capture']
    const tagged = byTag.filter(([tag]) => hasTag(tags, tag))
    if (tagged.length > 0) return tagged.map(([, capture]) => capture).reduce(lesser)
    return matchers.find(([matches]) => matches.test(node))?.[1] ?? otherwise
  }
}

/** As {@link capturing}, for one question. */
export function captureFor(policy: CapturePolicy, node: string, tags?: Readonly<Record<string, unknown>>): Capture {
  return capturing(policy)(node, tags)
}

function hasTag(tags: Readonly<Record<string, unknown>>, tag: string): boolean {
  const at = tag.indexOf('=')
  if (at < 0) return Object.hasOwn(tags, tag)
  const name = tag.slice(0, at)
  return Object.hasOwn(tags, name) && String(tags[name]) === tag.slice(at + 1)
}

function lesser(a: Capture, b: Capture): Capture {
  return AMOUNTS.indexOf(a) <= AMOUNTS.indexOf(b) ? a : b
}

function matcherOf(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('.*')}$`,
    's',
  )
}
