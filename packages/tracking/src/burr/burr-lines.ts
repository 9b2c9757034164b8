// The lines of a log that Burr wrote, and what cannot be read of them.

/** A line that was left out. */
export interface DamagedLine {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly reason: string
}

export type BurrRecord = Readonly<Record<string, unknown>>

/** @param file for messages */
export function burrLines(text: string, file: string, damaged: DamagedLine[]): BurrRecord[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      const value = parsePython(line) as BurrRecord | null
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return [value]
      damaged.push({ file, line: index + 1, reason: 'it is no object' })
    } catch (error) {
      damaged.push({ file, line: index + 1, reason: (error as Error).message })
    }
    return []
  })
}

const BARE = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g
const MARK = '\u0000number:'

/** Python writes NaN and infinities, which are no JSON. */
export function parsePython(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const mended = text.replace(BARE, (found) => (found.startsWith('"') ? found : JSON.stringify(`${MARK}${found}`)))
    if (mended === text) throw error
    return JSON.parse(mended, (_, value: unknown) =>
      typeof value === 'string' && value.startsWith(MARK) ? Number(value.slice(MARK.length)) : value,
    )
  }
}
