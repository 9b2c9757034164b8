// What stands behind the `?` of an address: texts, as they are.

export function readSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text))
}

/** What is absent is left out. */
export function writeSearch(search: Readonly<Record<string, unknown>>): string {
  const written = new URLSearchParams()
  for (const [key, value] of Object.entries(search))
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      written.set(key, String(value))
  const text = written.toString()
  return text === '' ? '' : `?${text}`
}
