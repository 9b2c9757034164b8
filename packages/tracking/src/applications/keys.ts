// Ids as keys of tables: any text, without the characters that a database has not.

/** Different texts stay different. */
export function toKey(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

export function fromKey(key: string): string {
  return JSON.parse(`"${key}"`) as string
}
