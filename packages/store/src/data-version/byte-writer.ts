// Bytes gathered in one buffer that is used again, and handed on when it is full: small pieces never travel alone.

const CAPACITY = 64 * 1024
/** Text up to here is encoded with room for the worst case. */
const SHORT_TEXT = 8 * 1024
const SHORT_ASCII = 48
/** Bytes from here on are handed on as they are. */
const LARGE_BYTES = 4 * 1024

/** Methods of Node that its types leave out: they return the number of bytes written. */
interface TextBuffer extends Buffer {
  utf8Write(text: string, at: number): number
  ucs2Write(text: string, at: number): number
}

/** Hashes of Node take less than 2 GB in one call. */
const MOST_AT_ONCE = 2 ** 28

export type Drain = (bytes: Uint8Array) => void

export class ByteWriter {
  readonly #buffer: TextBuffer = Buffer.allocUnsafeSlow(CAPACITY) as TextBuffer
  readonly #view: DataView = new DataView(this.#buffer.buffer)
  #used = 0
  #drained = 0
  #drain: Drain = () => {}

  /** Forgets everything. The bytes given to `drain` are only valid during the call. */
  begin(drain: Drain): void {
    this.#used = 0
    this.#drained = 0
    this.#drain = drain
  }

  get sizeBytes(): number {
    return this.#drained + this.#used
  }

  /** Whether everything is still in the buffer. */
  get isWhole(): boolean {
    return this.#drained === 0
  }

  /** What is in the buffer, valid until the next write. */
  get pending(): Uint8Array {
    return this.#buffer.subarray(0, this.#used)
  }

  flush(): void {
    if (this.#used === 0) return
    this.#drain(this.pending)
    this.#drained += this.#used
    this.#used = 0
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#buffer[this.#used++] = value
  }

  tagged(tag: number, count: number): void {
    this.#reserve(10)
    this.#buffer[this.#used++] = tag
    this.#count(count)
  }

  count(value: number): void {
    this.#reserve(9)
    this.#count(value)
  }

  integer(tag: number, value: number): void {
    this.#reserve(5)
    this.#buffer[this.#used] = tag
    this.#view.setInt32(this.#used + 1, value, true)
    this.#used += 5
  }

  number(tag: number, value: number): void {
    this.#reserve(9)
    this.#buffer[this.#used] = tag
    if (value === value) this.#view.setFloat64(this.#used + 1, value, true)
    else this.#view.setBigUint64(this.#used + 1, CANONICAL_NAN, true)
    this.#used += 9
  }

  /** The size, then the bytes. */
  sized(bytes: Uint8Array): void {
    this.count(bytes.byteLength)
    this.raw(bytes)
  }

  raw(bytes: Uint8Array): void {
    if (bytes.byteLength >= LARGE_BYTES) {
      this.flush()
      for (let at = 0; at < bytes.byteLength; at += MOST_AT_ONCE) this.#drain(bytes.subarray(at, at + MOST_AT_ONCE))
      this.#drained += bytes.byteLength
      return
    }
    this.#reserve(bytes.byteLength)
    this.#buffer.set(bytes, this.#used)
    this.#used += bytes.byteLength
  }

  /** Writes short ASCII text and says true: a call into the engine costs more than a few dozen characters by hand. */
  shortText(tag: number, text: string): boolean {
    const { length } = text
    if (length > SHORT_ASCII) return false
    this.#reserve(SHORT_ASCII + 2)
    const buffer = this.#buffer
    let at = this.#used + 2
    for (let index = 0; index < length; index++) {
      const unit = text.charCodeAt(index)
      if (unit >= 0x80) return false
      buffer[at++] = unit
    }
    buffer[this.#used] = tag
    buffer[this.#used + 1] = length
    this.#used = at
    return true
  }

  /** The size of the UTF-8, then the UTF-8. The text must be well-formed. */
  text(text: string): void {
    if (text.length > SHORT_TEXT) return this.#longText(text)
    const sizeBytes = Buffer.byteLength(text)
    this.#reserve(sizeBytes + 4)
    this.#count(sizeBytes)
    this.#used += this.#buffer.utf8Write(text, this.#used)
  }

  #longText(text: string): void {
    this.count(Buffer.byteLength(text))
    for (let start = 0; start < text.length;) {
      let end = Math.min(start + SHORT_TEXT, text.length)
      // A pair of surrogates is not torn.
      if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end--
      this.#reserve((end - start) * 3)
      this.#used += this.#buffer.utf8Write(text.slice(start, end), this.#used)
      start = end
    }
  }

  /** The size of the UTF-16, then the UTF-16 with the low byte first. */
  units(text: string): void {
    this.count(text.length * 2)
    for (let start = 0; start < text.length; start += SHORT_TEXT) {
      const part = text.slice(start, start + SHORT_TEXT)
      this.#reserve(part.length * 2)
      this.#used += this.#buffer.ucs2Write(part, this.#used)
    }
  }

  #count(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.#buffer[this.#used++] = (rest % 0x80) | 0x80
      rest = rest < 2 ** 31 ? rest >>> 7 : Math.floor(rest / 0x80)
    }
    this.#buffer[this.#used++] = rest
  }

  #reserve(sizeBytes: number): void {
    if (this.#used + sizeBytes > CAPACITY) this.flush()
  }
}

/** The NaN that every NaN is written as. */
export const CANONICAL_NAN = 0x7ff8000000000000n
