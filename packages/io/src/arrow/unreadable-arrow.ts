// What cannot be read of Arrow, said where it is found; who knows the file makes an issue of it.

/** `message` is a sentence without its dot. */
export class UnreadableArrow extends Error {
  readonly column: string | undefined
  readonly byte: number | undefined

  constructor(found: string, column?: string, byte?: number) {
    super(found)
    this.column = column
    this.byte = byte
  }
}
