// Where two values differ first, as code: `.rows[3].price`.

type Container = { readonly entries: (value: object) => Iterable<readonly [step: string, value: unknown]> }

const INDEXED: Container = {
  *entries(value) {
    const items = value as ArrayLike<unknown>
    for (let index = 0; index < items.length; index++) yield [`[${index}]`, items[index]]
  },
}

const KEYED: Container = {
  *entries(value) {
    for (const [key, one] of value as Map<unknown, unknown>) yield [`.get(${shown(key)})`, one]
  },
}

const NAMED: Container = {
  *entries(value) {
    for (const key of Object.keys(value)) {
      yield [
        /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `.${key}` : `[${shown(key)}]`,
        (value as Record<string, unknown>)[key],
      ]
    }
  },
}

/** Deeper than this, the place of the whole is given. */
const DEEPEST = 50

/**
 * @returns the place in `now`, empty for the value as a whole; `undefined` when no difference is found in what can be gone
 *   through: arrays, typed arrays, maps and objects
 */
export function firstDifference(before: unknown, now: unknown, depth = 0): string | undefined {
  if (Object.is(before, now)) return undefined
  if (typeof before !== 'object' || typeof now !== 'object' || before === null || now === null) return ''
  const container = containerOf(now)
  if (depth > DEEPEST || containerOf(before) !== container) return ''
  if (!container) return sameText(before, now) ? undefined : ''
  const known = new Map(container.entries(before))
  for (const [step, value] of container.entries(now)) {
    if (!known.has(step)) return step
    const found = firstDifference(known.get(step), value, depth + 1)
    known.delete(step)
    if (found !== undefined) return step + found
  }
  const [gone] = known.keys()
  return gone
}

function containerOf(value: object): Container | undefined {
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) return INDEXED
  if (value instanceof Map) return KEYED
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? NAMED : undefined
}

function sameText(before: object, now: object): boolean {
  if (before instanceof Date && now instanceof Date) return Object.is(before.getTime(), now.getTime())
  if (before instanceof Set && now instanceof Set)
    return [...before].every((one) => now.has(one)) && before.size === now.size
  return false
}

function shown(key: unknown): string {
  return typeof key === 'string' ? JSON.stringify(key) : String(key)
}
