// The way back from the encoding of data versions, as the codec `data-1` writes it: with keys in their own order.

import type { RuleBook } from '../data-version/class-rule.ts'
import { SHARING, TAG } from '../data-version/tags.ts'
import * as building from './building.ts'
import { ByteReader } from './byte-reader.ts'
import { viewOf } from './raw-codec.ts'
import { errorPrototype, newDomException, newSymbol, newTemporal, wayBack } from './revive.ts'

/** In the place of a value: an object was begun whose parts come next. */
const OPEN = Symbol('open')

/** What comes before an object. */
interface Head {
  hasPrototype: boolean
  classText?: string
  extras?: readonly building.ExtraKey[]
}

const MOST_LEVELS = 2 ** 20
const PLAIN: Head = { hasPrototype: true }

export class ValueReader {
  readonly #bytes: ByteReader
  readonly #rules: RuleBook
  readonly #shapes: (readonly string[])[] = []
  readonly #classes: string[] = []
  readonly #open: building.Building[] = []

  constructor(bytes: Uint8Array, rules: RuleBook) {
    this.#bytes = new ByteReader(bytes)
    this.#rules = rules
  }

  /** @throws for bytes that are no value, or say more than is there */
  read(): unknown {
    const open = this.#open
    for (;;) {
      let value = this.#begin()
      while (value !== OPEN || open[open.length - 1]!.isComplete) {
        if (value === OPEN) value = open.pop()!.finish()
        const above = open[open.length - 1]
        if (!above) return this.#end(value)
        above.add(value)
        value = OPEN
      }
    }
  }

  #end(value: unknown): unknown {
    if (this.#bytes.remaining > 0) throw new Error('there are bytes after the end')
    return value
  }

  #begin(): unknown {
    const tag = this.#bytes.byte()
    if (tag < TAG.array) return this.#primitive(tag)
    if (tag === TAG.shape) return this.#push(new building.BuildingRecord(this.#shape(), true))
    return this.#object(tag)
  }

  #primitive(tag: number): unknown {
    switch (tag) {
      case TAG.undefined:
        return undefined
      case TAG.null:
        return null
      case TAG.false:
        return false
      case TAG.true:
        return true
      case TAG.integer:
        return this.#bytes.integer()
      case TAG.number:
        return this.#bytes.number()
      case TAG.bigint:
        return this.#bigint()
      case TAG.text:
        return this.#bytes.text()
      case TAG.brokenText:
        return this.#bytes.units()
      case TAG.registeredSymbol:
        return newSymbol(this.#text(), true)
      case TAG.wellKnownSymbol:
        return newSymbol(this.#text(), false)
      default:
        throw unknownTag(tag)
    }
  }

  #bigint(): bigint {
    const isNegative = this.#bytes.byte() === 1
    const hex = Buffer.from(this.#bytes.bytes()).reverse().toString('hex')
    const magnitude = BigInt(`0x${hex}`)
    return isNegative ? -magnitude : magnitude
  }

  #object(first: number): unknown {
    let head = PLAIN
    let tag = first
    for (; tag >= TAG.nullPrototype && tag <= TAG.extras; tag = this.#bytes.byte())
      head = { ...head, ...this.#head(tag) }
    if (head.classText !== undefined && tag !== TAG.error) throw new Error(`instances of ${head.classText} need a rule`)
    const built = this.#building(tag, head)
    return built ? this.#push(built) : this.#whole(tag, head)
  }

  #head(tag: number): Partial<Head> {
    if (tag === TAG.nullPrototype) return { hasPrototype: false }
    if (tag === TAG.class) return { classText: entry(this.#classes, this.#bytes.count()) }
    if (tag === TAG.extras) return { extras: this.#extraKeys() }
    const classText = this.#text()
    this.#classes.push(classText)
    return { classText }
  }

  /** Objects with parts that come after them. */
  #building(tag: number, { hasPrototype, classText, extras }: Head): building.Building | undefined {
    switch (tag) {
      case TAG.shape:
        return new building.BuildingRecord(this.#shape(), hasPrototype, extras)
      case TAG.newShape:
      case TAG.record: {
        const keys = this.#keys()
        if (tag === TAG.newShape) this.#shapes.push(keys)
        return new building.BuildingRecord(keys, hasPrototype, extras)
      }
      case TAG.array:
        return new building.BuildingArray(this.#bytes.countOfParts(), extras)
      case TAG.sparseArray: {
        const length = this.#bytes.count()
        if (length > 2 ** 32 - 1) throw new Error('the length of an array is too large')
        return new building.BuildingSparseArray(length, this.#bytes.countOfParts(), extras)
      }
      case TAG.map:
        return new building.BuildingMap(this.#bytes.countOfParts(), extras)
      case TAG.set:
        return new building.BuildingSet(this.#bytes.countOfParts(), extras)
      case TAG.error:
        return new building.BuildingError(errorPrototype(classText), extras)
      case TAG.regexp:
        return new building.BuildingRegExp(this.#text(), this.#text(), extras)
      case TAG.boxed:
        if (extras) throw new Error('a boxed value has properties')
        return new building.BuildingFromValue(Object)
      case TAG.ruled:
        return new building.BuildingFromValue(wayBack(this.#rules, this.#text()))
      default:
        return undefined
    }
  }

  #whole(tag: number, { extras }: Head): unknown {
    if (tag === TAG.above) return this.#above(this.#bytes.count())
    if (tag === TAG.temporal) return newTemporal(this.#text(), this.#text())
    const object = this.#leaf(tag)
    return extras ? this.#push(new building.BuildingExtras(object, extras)) : object
  }

  #leaf(tag: number): object {
    switch (tag) {
      case TAG.date:
        return new Date(this.#bytes.number())
      case TAG.url:
        return new URL(this.#text())
      case TAG.searchParams:
        return this.#searchParams()
      case TAG.domException: {
        const name = this.#text()
        return newDomException(name, this.#text())
      }
      case TAG.view: {
        const kind = this.#bytes.viewKind()
        this.#expectNotShared()
        // A copy: a small array does not keep everything else that was read.
        return viewOf(kind, new Uint8Array(this.#bytes.bytes()))
      }
      case TAG.arrayBuffer:
        this.#expectNotShared()
        return new Uint8Array(this.#bytes.bytes()).buffer
      default:
        throw unknownTag(tag)
    }
  }

  #expectNotShared(): void {
    if (this.#bytes.byte() !== SHARING.none) throw new Error('memory that grows or is shared is not kept')
  }

  #searchParams(): URLSearchParams {
    const params = new URLSearchParams()
    for (let rest = this.#bytes.countOfParts(); rest > 0; rest -= 2) {
      const name = this.#text()
      params.append(name, this.#text())
    }
    return params
  }

  #above(levels: number): object {
    const target = this.#open[this.#open.length - levels]?.target
    if (!target) throw new Error('an object refers to one that is not there')
    return target
  }

  #push(begun: building.Building): typeof OPEN {
    if (this.#open.push(begun) > MOST_LEVELS) throw new Error('objects are too many levels deep')
    return OPEN
  }

  #shape(): readonly string[] {
    return entry(this.#shapes, this.#bytes.count())
  }

  #keys(): string[] {
    const keys: string[] = []
    for (let rest = this.#bytes.countOfParts(); rest > 0; rest--) keys.push(this.#text())
    return keys
  }

  #extraKeys(): building.ExtraKey[] {
    const keys: building.ExtraKey[] = []
    for (let rest = this.#bytes.countOfParts(); rest > 0; rest--) {
      const kind = this.#bytes.byte()
      const key = this.#primitive(this.#bytes.byte())
      if (typeof key !== 'string' && typeof key !== 'symbol') throw new Error('a key is neither text nor symbol')
      keys.push({ key, kind })
    }
    return keys
  }

  #text(): string {
    const text = this.#primitive(this.#bytes.byte())
    if (typeof text !== 'string') throw new Error('there is something else where text should be')
    return text
  }
}

function entry<Entry>(list: readonly Entry[], index: number): Entry {
  const found = list[index]
  if (found === undefined) throw new Error('a number refers to nothing')
  return found
}

function unknownTag(tag: number): Error {
  return new Error(`0x${tag.toString(16)} begins nothing that is known`)
}
