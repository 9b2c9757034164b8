// What JSON cannot say is found before it is written: `JSON.stringify` leaves it out, or makes something else of it.

import { MOST_DEPTH } from './json-depth.ts'

export interface JsonWriteOptions {
  /** What to do with a `bigint`: `'string'` writes its digits as a text. @defaultValue 'refuse' */
  readonly bigint?: 'refuse' | 'string'
  /** What to do with NaN and infinities. @defaultValue 'refuse' */
  readonly nonFinite?: 'refuse' | 'null'
}

/** Something that cannot be written. */
export interface Unsayable {
  /** `.items[3].price`; empty for the value itself. */
  readonly path: string
  /** A sentence without its dot. */
  readonly found: string
  /** What to do. */
  readonly hint: string
}

/** Writes values as JSON, and refuses what would not be the same when it is read. */
export class JsonChecker {
  readonly #options: JsonWriteOptions
  readonly #mostDepth: number
  #needsReplacer = false
  #problem: Unsayable | undefined

  constructor(options: JsonWriteOptions, mostDepth: number = MOST_DEPTH) {
    this.#options = options
    this.#mostDepth = mostDepth
  }

  /** The text, or why there is none. Dates are written as ISO 8601. */
  stringify(value: unknown, indent?: number): { text: string } | Unsayable {
    this.#needsReplacer = false
    this.#problem = undefined
    if (!this.#check(value, 0)) return this.#problem!
    return { text: this.#needsReplacer ? JSON.stringify(value, replaced, indent) : JSON.stringify(value, null, indent) }
  }

  #check(value: unknown, depth: number): boolean {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return true
      case 'number':
        return this.#checkNumber(value)
      case 'object':
        return value === null || this.#checkObject(value, depth)
      case 'bigint':
        this.#needsReplacer = true
        if (this.#options.bigint === 'string') return true
        return this.#refuse('a bigint', "write its digits as text:  { bigint: 'string' }")
      default:
        return this.#refuse(
          value === undefined ? 'undefined' : `a ${typeof value}`,
          'leave it out, or give null where there is nothing.',
        )
    }
  }

  #checkNumber(value: number): boolean {
    if (value !== 0) {
      if (Number.isFinite(value) || this.#options.nonFinite === 'null') return true
      return this.#refuse(String(value), "JSON has no such number: write null for it:  { nonFinite: 'null' }")
    }
    // JSON can say -0, but `JSON.stringify` says 0.
    if (Object.is(value, -0)) this.#needsReplacer = true
    return true
  }

  #checkObject(value: object, depth: number): boolean {
    if (depth >= this.#mostDepth) {
      return this.#refuse('something nested without end', 'something in it holds itself: leave that out.')
    }
    if (Array.isArray(value)) return this.#checkList(value, depth)
    const prototype: unknown = Object.getPrototypeOf(value)
    const { toJSON } = value as { toJSON?: unknown }
    if (typeof toJSON !== 'function' && (prototype === Object.prototype || prototype === null)) {
      return this.#checkFields(value as Record<string, unknown>, depth)
    }
    if (value instanceof Date) {
      if (!Number.isNaN(value.getTime())) return true
      return this.#refuse('an invalid Date', 'give null where there is no date.')
    }
    if (typeof toJSON === 'function') return this.#check(Reflect.apply(toJSON, value, []), depth + 1)
    const tag = Object.prototype.toString.call(value).slice(8, -1)
    if (tag !== 'Object') return this.#refuse(`an object of the class ${tag}`, hintFor(tag))
    return this.#checkFields({ ...value }, depth)
  }

  #checkList(value: readonly unknown[], depth: number): boolean {
    for (let index = 0; index < value.length; index++) {
      const one = value[index]
      if (!isPlain(one) && !this.#check(one, depth + 1)) return this.#at(`[${index}]`)
    }
    return true
  }

  /** @param value has no names but its own */
  #checkFields(value: Record<string, unknown>, depth: number): boolean {
    for (const name in value) {
      const one = value[name]
      if (!isPlain(one) && !this.#check(one, depth + 1)) return this.#at(pathPart(name))
    }
    return true
  }

  #refuse(found: string, hint: string): false {
    this.#problem = { path: '', found, hint }
    return false
  }

  #at(part: string): false {
    const { path, found, hint } = this.#problem!
    // One that holds itself has a path without end.
    this.#problem = { path: path.length > 200 ? path : `${part}${path}`, found, hint }
    return false
  }
}

/** What most values are, told quickly: texts, null, and numbers that are finite and not 0. */
function isPlain(value: unknown): boolean {
  return (
    typeof value === 'string' || value === null || (typeof value === 'number' && value - value === 0 && value !== 0)
  )
}

function pathPart(name: string): string {
  return /^[a-z_$][\w$]*$/i.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
}

function hintFor(tag: string): string {
  if (tag === 'Map') return 'make it an object:  Object.fromEntries(map)'
  return tag === 'Set' || tag.endsWith('Array') ? 'make it a list:  [...values]' : 'write its parts as plain data.'
}

/** JSON text as it is: since V8 11.4. */
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown }

function replaced(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  return Object.is(value, -0) ? rawJSON('-0') : value
}
