// Values of a state as JSON for clients: what JSON does not have becomes what is nearest to it.

/**
 * Bigints and numbers that are not finite become text, Dates ISO 8601 text, Maps lists of pairs, Sets lists, bytes base64
 * text, other typed arrays lists, regular expressions text, errors `{ name, message }`. Stacks are left out, also those
 * of errors that are kept as data.
 */
export function toJsonText(value: unknown): string {
  return JSON.stringify(value, replace) ?? 'null'
}

function replace(this: unknown, key: string, shown: unknown): unknown {
  // What `toJSON` has not changed yet.
  const value = (this as Readonly<Record<string, unknown>>)[key]
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value !== 'object' || value === null) return shown
  if (value instanceof Map) return [...value]
  if (value instanceof Set) return [...value]
  if (value instanceof Error) return { name: value.name, message: value.message }
  if (value instanceof RegExp) return String(value)
  if (value instanceof ArrayBuffer) return base64(new Uint8Array(value))
  if (value instanceof Uint8Array) return base64(value)
  if (ArrayBuffer.isView(value)) return 'length' in value ? Array.from(value as unknown as ArrayLike<unknown>) : null
  if (isErrorRecord(value)) {
    const { stack: _, ...rest } = value
    return rest
  }
  return shown
}

function isErrorRecord(value: object): value is { readonly stack: string } {
  const { name, message, stack } = value as Readonly<Record<string, unknown>>
  return [name, message, stack].every((one) => typeof one === 'string')
}

const CHUNK = 8_192

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  return btoa(text)
}
