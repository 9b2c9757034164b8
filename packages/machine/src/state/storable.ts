// Whether a value can be kept and given back as it was; instances of classes go through codecs.

import { ThroughlineError } from 'throughline'
import { machineIssue } from '../errors/catalogue.ts'
import type { Codec } from './codec.ts'

/** In place of an instance: the name of its codec. A plain object that has this key gets the name ''. */
export const MARK = '$codec'

/** Classes whose instances every persister keeps. */
const KEPT = new Set<unknown>([
  Date,
  RegExp,
  ArrayBuffer,
  Error,
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
  EvalError,
  URIError,
])

export class Storable {
  readonly #codecs: readonly Codec[]

  constructor(codecs: readonly Codec[]) {
    this.#codecs = codecs
  }

  /**
   * The value itself when it is plain, else a copy in which codecs have done their work.
   *
   * @param path of the value, for messages: `state.prompt`
   * @throws {app/not-storable}
   */
  toStored(value: unknown, path: string): unknown {
    return this.#walk(value, path, [])
  }

  /** What is told on the side: in place of a value that cannot be kept stands a text that says so. */
  toShown(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, this.#shown(value, key)]))
  }

  /** @throws {app/unknown-codec} */
  fromStored(value: unknown): unknown {
    return this.#revive(value)
  }

  #shown(value: unknown, key: string): unknown {
    try {
      return this.toStored(value, key)
    } catch (error) {
      return error instanceof ThroughlineError ? error.issues[0]!.title : `${key} cannot be kept.`
    }
  }

  #walk(value: unknown, path: string, around: readonly object[]): unknown {
    if (typeof value === 'function' || typeof value === 'symbol') return refuse(path, `a ${typeof value}`)
    if (typeof value !== 'object' || value === null) return value
    if (around.includes(value)) return refuse(path, 'something that contains itself')
    const within = [...around, value]
    if (Array.isArray(value)) {
      return changed(
        value,
        value.map((item, index) => this.#walk(item, `${path}[${index}]`, within)),
      )
    }
    const codec = this.#codecs.find((one) => one.is(value))
    if (codec) return { [MARK]: codec.name, value: this.#walk(codec.encode(value), path, within) }
    if (ArrayBuffer.isView(value)) return value
    if (value instanceof Map) {
      const entries = [...value].flatMap(([key, item]) => [key, item] as unknown[])
      const walked = changed(
        entries,
        entries.map((one) => this.#walk(one, `${path} (a Map)`, within)),
      )
      return walked === entries && Object.isExtensible(value) ? value : new Map(pairs(walked))
    }
    if (value instanceof Set) {
      const items = [...value]
      const walked = changed(
        items,
        items.map((item) => this.#walk(item, `${path} (a Set)`, within)),
      )
      return walked === items && Object.isExtensible(value) ? value : new Set(walked)
    }
    const prototype = Object.getPrototypeOf(value) as { readonly constructor?: unknown } | null
    // One that is frozen has methods of its own, which refuse: it is kept without them.
    if (prototype?.constructor === Date && !Object.isExtensible(value)) return new Date(value as Date)
    if (KEPT.has(prototype?.constructor)) return value
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      return refuse(path, `an instance of ${(prototype.constructor as { name?: string }).name ?? 'a class'}`)
    return this.#walkObject(value as Record<string, unknown>, path, within)
  }

  #walkObject(value: Record<string, unknown>, path: string, within: readonly object[]): unknown {
    let copy: Record<string, unknown> | undefined
    for (const key of Object.keys(value)) {
      const stored = this.#walk(value[key], `${path}.${key}`, within)
      if (!Object.is(stored, value[key])) (copy ??= { ...value })[key] = stored
    }
    const plain = copy ?? value
    return Object.hasOwn(value, MARK) ? { [MARK]: '', value: plain } : plain
  }

  #revive(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
    if (Array.isArray(value))
      return changed(
        value,
        value.map((item) => this.#revive(item)),
      )
    if (value instanceof Map) return new Map([...value].map(([key, item]) => [this.#revive(key), this.#revive(item)]))
    if (value instanceof Set) return new Set([...value].map((item) => this.#revive(item)))
    const prototype = Object.getPrototypeOf(value) as object | null
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return value
    const object = value as Record<string, unknown>
    if (!Object.hasOwn(object, MARK)) return this.#reviveObject(object)
    const name = String(object[MARK])
    if (name === '') return this.#reviveObject(object['value'] as Record<string, unknown>)
    const codec = this.#codecs.find((one) => one.name === name)
    if (!codec) throw new ThroughlineError([machineIssue('app/unknown-codec', { name })])
    return codec.decode(this.#revive(object['value']))
  }

  #reviveObject(object: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, this.#revive(item)]))
  }
}

function changed(list: readonly unknown[], walked: unknown[]): readonly unknown[] {
  return walked.every((item, index) => Object.is(item, list[index])) ? list : walked
}

/** Of keys and values in turn. */
function pairs(flat: readonly unknown[]): [unknown, unknown][] {
  return Array.from({ length: flat.length / 2 }, (_, index) => [flat[index * 2], flat[index * 2 + 1]])
}

function refuse(path: string, found: string): never {
  throw new ThroughlineError([machineIssue('app/not-storable', { path, found })])
}
