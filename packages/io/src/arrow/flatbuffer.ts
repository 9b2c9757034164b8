// As much of FlatBuffers as the headers of Arrow need. https://flatbuffers.dev/internals/
// Whatever leads out of the bytes is a RangeError.

export class FlatTable {
  readonly #view: DataView
  readonly #at: number
  readonly #fields: number

  private constructor(view: DataView, at: number) {
    this.#view = view
    this.#at = at
    this.#fields = at - view.getInt32(at, true)
  }

  static rootOf(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    return new FlatTable(view, view.getUint32(0, true))
  }

  byte(field: number): number {
    const place = this.placeOf(field)
    return place === undefined ? 0 : this.#view.getUint8(place)
  }

  long(field: number): number {
    const place = this.placeOf(field)
    return place === undefined ? 0 : this.longAt(place)
  }

  longAt(place: number): number {
    return Number(this.#view.getBigInt64(place, true))
  }

  setLong(field: number, value: number): void {
    const place = this.placeOf(field)
    if (place === undefined) throw new RangeError(`the field ${field} is not there`)
    this.setLongAt(place, value)
  }

  setLongAt(place: number, value: number): void {
    this.#view.setBigInt64(place, BigInt(value), true)
  }

  intAt(place: number): number {
    return this.#view.getInt32(place, true)
  }

  table(field: number): FlatTable | undefined {
    const place = this.placeOf(field)
    return place === undefined ? undefined : new FlatTable(this.#view, this.#refer(place))
  }

  /** Where the structs of a vector stand, which are within the bytes. */
  structs(field: number, sizeBytes: number): readonly number[] {
    const place = this.placeOf(field)
    if (place === undefined) return []
    const vector = this.#refer(place)
    const count = this.#view.getUint32(vector, true)
    if (vector + 4 + count * sizeBytes > this.#view.byteLength) throw new RangeError(`a list of ${count} is too long`)
    return Array.from({ length: count }, (_, index) => vector + 4 + index * sizeBytes)
  }

  /** The tables of a vector, which are within the bytes. */
  tables(field: number): readonly FlatTable[] {
    return this.structs(field, 4).map((place) => new FlatTable(this.#view, this.#refer(place)))
  }

  /** Makes as if a field were not there. */
  hide(field: number): void {
    const entry = 4 + field * 2
    if (entry < this.#view.getUint16(this.#fields, true)) this.#view.setUint16(this.#fields + entry, 0, true)
  }

  placeOf(field: number): number | undefined {
    const entry = 4 + field * 2
    if (entry >= this.#view.getUint16(this.#fields, true)) return undefined
    const offset = this.#view.getUint16(this.#fields + entry, true)
    return offset === 0 ? undefined : this.#at + offset
  }

  #refer(place: number): number {
    return place + this.#view.getUint32(place, true)
  }
}
