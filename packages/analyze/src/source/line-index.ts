// From offsets in a text to lines and columns, and back.

/** A place in a text. Both count from 1; a column is a UTF-16 code unit, as in editors. */
export interface Position {
  readonly line: number
  readonly column: number
}

export class LineIndex {
  /** Offset of the first character of each line. */
  readonly #starts: readonly number[]
  readonly #length: number

  constructor(text: string) {
    const starts = [0]
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      // A carriage return counts with the line feed that follows it.
      const ends = code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10) || code === 0x2028 || code === 0x2029
      if (ends) starts.push(at + 1)
    }
    this.#starts = starts
    this.#length = text.length
  }

  /** @param offset UTF-16 code units from the start of the text @complexity O(log lines) */
  positionAt(offset: number): Position {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - this.#starts[low]! + 1 }
  }

  /** @returns an offset in the text, also for places beyond the end of a line or of the text */
  offsetAt({ line, column }: Position): number {
    const start = this.#starts[line - 1]
    if (start === undefined) return line < 1 ? 0 : this.#length
    const next = this.#starts[line] ?? this.#length + 1
    return Math.min(start + column - 1, next - 1)
  }
}
