// What cannot be read, said where it is found; who knows the file makes an issue of it.

/** `found` is a sentence without its dot. */
export class Unreadable extends Error {
  readonly column: string | undefined
  readonly byte: number | undefined

  constructor(found: string, place: { readonly column?: string | undefined; readonly byte?: number | undefined } = {}) {
    super(found)
    this.column = place.column
    this.byte = place.byte
  }
}
