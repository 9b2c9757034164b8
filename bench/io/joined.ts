// Parts of a column one behind the other.

type NumberPart = Float64Array | Int32Array

/** Typed where all parts are typed alike. */
export function joined(parts: readonly ArrayLike<unknown>[]): ArrayLike<unknown> {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const Part = parts[0]?.constructor as { new (length: number): NumberPart } | undefined
  if (Part !== undefined && ArrayBuffer.isView(parts[0]) && parts.every((part) => part.constructor === Part)) {
    const whole = new Part(length)
    let start = 0
    for (const part of parts as readonly NumberPart[]) {
      whole.set(part, start)
      start += part.length
    }
    return whole
  }
  const whole: unknown[] = []
  for (const part of parts) for (let index = 0; index < part.length; index++) whole.push(part[index])
  return whole
}
