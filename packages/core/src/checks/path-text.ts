// Where something is inside of a value, as one would write it in code.

/** `rows[2].price`, `["odd key"]`; `the value` for the whole. */
export function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the value'
  const text = path.map((key) => {
    if (typeof key === 'number') return `[${key}]`
    if (typeof key === 'symbol') return `[${String(key)}]`
    return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
  })
  return text.join('').replace(/^\./, '')
}
