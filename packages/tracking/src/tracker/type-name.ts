// How the type of a value is called in the record.

export function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value !== 'object') return typeof value
  if (Array.isArray(value)) return 'array'
  try {
    const prototype = Object.getPrototypeOf(value) as { readonly constructor?: unknown } | null
    if (prototype === null || prototype === Object.prototype) return 'object'
    const { constructor } = prototype
    const name = typeof constructor === 'function' ? constructor.name : ''
    return name === '' ? Object.prototype.toString.call(value).slice(8, -1) : name.slice(0, 200)
  } catch {
    return 'object'
  }
}
