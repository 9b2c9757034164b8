// JSON of the server. Numbers that JSON does not have are tagged in it, and so are bigints, dates, bytes, maps and sets.

/** Numbers become numbers again; the other tags stay, for whoever shows the value. */
export function readJson(text: string): unknown {
  return text.includes('"$') ? JSON.parse(text, untag) : JSON.parse(text)
}

function untag(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const keys = Object.keys(value)
  if (keys.length === 1 && keys[0] === '$number') return Number((value as { $number: string }).$number)
  if (!keys.some((key) => key.startsWith('$$'))) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key.replace(/^\$\$/, '$'), one]))
}
