// Whether two values that a persister can keep are equal, at any depth.

/** Numbers as `Object.is` says, so that NaN equals itself; a key that is undefined is not one that is absent. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b) && !(isPlain(a) && isPlain(b))) return false
  if (Array.isArray(a))
    return a.length === (b as unknown[]).length && a.every((one, i) => sameValue(one, (b as unknown[])[i]))
  if (a instanceof Date) return Object.is(a.getTime(), (b as Date).getTime())
  if (a instanceof RegExp) return a.source === (b as RegExp).source && a.flags === (b as RegExp).flags
  if (a instanceof Error) return a.name === (b as Error).name && a.message === (b as Error).message
  if (a instanceof ArrayBuffer) return sameBytes(new Uint8Array(a), new Uint8Array(b as ArrayBuffer))
  if (ArrayBuffer.isView(a)) return sameBytes(bytesOf(a), bytesOf(b as ArrayBufferView))
  if (a instanceof Map) return sameList([...a], [...(b as Map<unknown, unknown>)])
  if (a instanceof Set) return sameList([...a], [...(b as Set<unknown>)])
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key as never], b[key as never]))
}

/** In any order, as a Map and a Set compare. */
function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false
  const left = [...b]
  return a.every((one) => {
    const at = left.findIndex((other) => sameValue(one, other))
    if (at < 0) return false
    left.splice(at, 1)
    return true
  })
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && a.every((one, i) => one === b[i])
}
