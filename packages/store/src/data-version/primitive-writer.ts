// How values without parts are written.

import type { ByteWriter } from './byte-writer.ts'
import type { ContentWriter } from './contents.ts'
import { FEATURE } from './features.ts'
import { symbolName } from './own-properties.ts'
import { TAG } from './tags.ts'

export class PrimitiveWriter implements ContentWriter {
  readonly bytes: ByteWriter
  /** What has been met. */
  features = 0

  constructor(bytes: ByteWriter) {
    this.bytes = bytes
  }

  /** What cannot be written is said, with its article. */
  write(value: unknown): string | undefined {
    switch (typeof value) {
      case 'string':
        this.text(value)
        return undefined
      case 'number':
        this.number(value)
        return undefined
      case 'boolean':
        this.bytes.byte(value ? TAG.true : TAG.false)
        return undefined
      case 'undefined':
        this.features |= FEATURE.undefined
        this.bytes.byte(TAG.undefined)
        return undefined
      case 'bigint':
        this.#bigint(value)
        return undefined
      case 'symbol':
        return this.#symbol(value)
      case 'function':
        return 'a function'
      default:
        this.bytes.byte(TAG.null)
        return undefined
    }
  }

  number(value: number): void {
    if ((value | 0) === value && (value !== 0 || Object.is(value, 0))) return this.bytes.integer(TAG.integer, value)
    if (value === 0) this.features |= FEATURE.negativeZero
    else if (value - value !== 0) this.features |= FEATURE.nonFinite
    this.bytes.number(TAG.number, value)
  }

  text(text: string): void {
    if (this.bytes.shortText(TAG.text, text)) return
    if ((text as WellFormed).isWellFormed()) {
      this.bytes.byte(TAG.text)
      this.bytes.text(text)
    } else {
      this.features |= FEATURE.brokenText
      this.bytes.byte(TAG.brokenText)
      this.bytes.units(text)
    }
  }

  #bigint(value: bigint): void {
    this.features |= FEATURE.bigint
    const isNegative = value < 0n
    const digits = (isNegative ? -value : value).toString(16)
    const magnitude = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex').reverse()
    this.bytes.tagged(TAG.bigint, isNegative ? 1 : 0)
    this.bytes.sized(magnitude)
  }

  #symbol(symbol: symbol): string | undefined {
    const known = symbolName(symbol)
    if (!known) return 'a unique symbol'
    this.features |= FEATURE.symbol
    this.bytes.byte(known.isRegistered ? TAG.registeredSymbol : TAG.wellKnownSymbol)
    this.text(known.name)
    return undefined
  }
}

/** Of ECMAScript 2024, which the settings of the compiler do not have yet. */
type WellFormed = string & { isWellFormed(): boolean }
