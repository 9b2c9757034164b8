// Objects that are being read: they exist before their parts, since those may refer to them.

import { EXTRA } from '../data-version/tags.ts'

export interface ExtraKey {
  readonly key: string | symbol
  /** See `EXTRA`. */
  readonly kind: number
}

/** An object of which some parts are still to come: first its content, then its extra properties. */
export abstract class Building {
  /** `undefined` for what is made at the end: nothing in it can refer to it. */
  readonly target: object | undefined
  readonly #contentCount: number
  readonly #extras: readonly ExtraKey[]
  #at = 0

  constructor(target: object | undefined, contentCount: number, extras: readonly ExtraKey[] = []) {
    this.target = target
    this.#contentCount = contentCount
    this.#extras = extras
  }

  get isComplete(): boolean {
    return this.#at === this.#contentCount + this.#extras.length
  }

  add(value: unknown): void {
    const at = this.#at++
    if (at < this.#contentCount) this.put(value, at)
    else this.putExtra(value, this.#extras[at - this.#contentCount]!)
  }

  finish(): unknown {
    return this.target
  }

  protected abstract put(value: unknown, at: number): void

  protected putExtra(value: unknown, { key, kind }: ExtraKey): void {
    define(this.target!, key, value, kind === EXTRA.named || kind === EXTRA.symbol)
  }
}

function define(target: object, key: PropertyKey, value: unknown, enumerable: boolean): void {
  Object.defineProperty(target, key, { value, enumerable, writable: true, configurable: true })
}

export class BuildingRecord extends Building {
  readonly #keys: readonly string[]

  constructor(keys: readonly string[], hasPrototype: boolean, extras?: readonly ExtraKey[]) {
    super(hasPrototype ? {} : (Object.create(null) as object), keys.length, extras)
    this.#keys = keys
  }

  protected put(value: unknown, at: number): void {
    const key = this.#keys[at]!
    if (key === '__proto__') define(this.target!, key, value, true)
    else (this.target as Record<string, unknown>)[key] = value
  }
}

export class BuildingArray extends Building {
  declare readonly target: unknown[]

  constructor(count: number, extras?: readonly ExtraKey[]) {
    super([], count, extras)
  }

  protected put(value: unknown): void {
    this.target.push(value)
  }
}

/** Indices and values in turn. */
export class BuildingSparseArray extends Building {
  declare readonly target: unknown[]
  readonly #length: number
  #index = -1

  constructor(length: number, count: number, extras?: readonly ExtraKey[]) {
    super([], count * 2, extras)
    this.#length = length
  }

  protected put(value: unknown, at: number): void {
    if (at % 2 === 1) this.target[this.#index] = value
    else if (typeof value === 'number' && Number.isInteger(value) && value > this.#index && value < this.#length) {
      this.#index = value
    } else throw new Error('an index of an array is out of order')
  }

  override finish(): unknown {
    const last = this.#length - 1
    // Growing it by its length would take memory for all the holes.
    if (this.target.length <= last) {
      this.target[last] = undefined
      Reflect.deleteProperty(this.target, last)
    }
    return this.target
  }
}

/** Keys and values in turn. */
export class BuildingMap extends Building {
  declare readonly target: Map<unknown, unknown>
  #key: unknown

  constructor(size: number, extras?: readonly ExtraKey[]) {
    super(new Map(), size * 2, extras)
  }

  protected put(value: unknown, at: number): void {
    if (at % 2 === 0) this.#key = value
    else this.target.set(this.#key, value)
  }
}

export class BuildingSet extends Building {
  declare readonly target: Set<unknown>

  constructor(size: number, extras?: readonly ExtraKey[]) {
    super(new Set(), size, extras)
  }

  protected put(value: unknown): void {
    this.target.add(value)
  }
}

/** An object that is complete but for its extra properties. */
export class BuildingExtras extends Building {
  constructor(target: object, extras: readonly ExtraKey[] = []) {
    super(target, 0, extras)
  }

  protected put(): void {}
}

const HIDDEN_IN_ERRORS: ReadonlySet<string | symbol> = new Set(['message', 'cause', 'errors', 'error', 'suppressed'])

export class BuildingError extends Building {
  constructor(prototype: object, extras?: readonly ExtraKey[]) {
    const error = new Error()
    Object.setPrototypeOf(error, prototype)
    super(error, 0, extras)
  }

  protected put(): void {}

  protected override putExtra(value: unknown, { key }: ExtraKey): void {
    define(this.target!, key, value, !HIDDEN_IN_ERRORS.has(key))
  }

  override finish(): unknown {
    withoutStack(this.target as Error)
    return this.target
  }
}

/** The stack of the reader would lead to a wrong place: what is left is its first line. */
export function withoutStack(error: Error): void {
  const { name, message } = error
  const title = [name, message].filter((part) => typeof part === 'string' && part !== '').join(': ')
  define(error, 'stack', title, false)
}

export class BuildingRegExp extends Building {
  declare readonly target: RegExp

  constructor(source: string, flags: string, extras?: readonly ExtraKey[]) {
    super(new RegExp(source, flags), 1, extras)
  }

  protected put(lastIndex: unknown): void {
    this.target.lastIndex = lastIndex as number
  }
}

/** What is made of the one value that comes. */
export class BuildingFromValue extends Building {
  readonly #make: (value: unknown) => unknown
  #value: unknown

  constructor(make: (value: unknown) => unknown) {
    super(undefined, 1)
    this.#make = make
  }

  protected put(value: unknown): void {
    this.#value = value
  }

  override finish(): unknown {
    return this.#make(this.#value)
  }
}
