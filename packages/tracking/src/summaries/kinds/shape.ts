// What objects like those of JSON are made of: which keys, how often, of which types; with the range of numbers, and no text.

import type { Context } from './context.ts'
import { instantOf } from './date.ts'
import { finite } from '../sketches/moments.ts'
import { isSecret } from '../privacy/secret.ts'

/** What stands at one place of many objects. */
export interface Shape {
  /** How often something stands here. A key is present in `n` of the `types.object` above it. */
  readonly n: number
  /** How often each type: `string`, `number`, `boolean`, `null`, `object`, `array`, `date`, names of classes. */
  readonly types: Readonly<Record<string, number>>
  /** By key. Those that look like an address or a key are told as `[email]`, `[key]`. */
  readonly fields?: Readonly<Record<string, Shape>>
  /** Of all keys that were too many, together; and how many there were. */
  readonly others?: { readonly keys: number; readonly shape: Shape }
  /** Of all elements of lists. */
  readonly items?: Shape
  readonly numbers?: { readonly min: number; readonly max: number; readonly mean: number | null }
  readonly true?: number
  /** Its name is secret: nothing else is told. */
  readonly isRedacted?: true
  /** There was no time for all that is inside: of the whole only. */
  readonly isPartial?: true
}

/** A shape that is being made. */
export class ShapeBuilder {
  readonly #context: Context
  readonly #root: Place = newPlace()
  #places = 0
  #looks = 0
  #isOver = false

  constructor(context: Context) {
    this.#context = context
  }

  add(value: unknown): void {
    this.#add(this.#root, value, 0, new Set())
  }

  #add(place: Place, value: unknown, depth: number, around: Set<object>): void {
    place.n++
    const type = this.#typeOf(value)
    place.types.set(type, (place.types.get(type) ?? 0) + 1)
    if (typeof value === 'number' && Number.isFinite(value)) addNumber(place, value)
    else if (value === true) place.true++
    if (type !== 'object' && type !== 'array') return
    const object = value as object
    if (depth >= this.#context.limits.depth || around.has(object) || this.#isTimeOver()) return
    around.add(object)
    if (Array.isArray(object)) this.#addItems(place, object, depth, around)
    else this.#addFields(place, object, depth, around)
    around.delete(object)
  }

  /** A little is looked at in any case. */
  #isTimeOver(): boolean {
    if (!this.#isOver && ++this.#looks % LOOKS_BETWEEN === 0) this.#isOver = this.#context.budget.isSpent
    return this.#isOver
  }

  #typeOf(value: unknown): string {
    if (value === null || value === undefined) return 'null'
    if (typeof value !== 'object') return typeof value
    if (isSecret(value)) return 'secret'
    if (Array.isArray(value)) return 'array'
    if (instantOf(value)) return 'date'
    return isRecord(value) ? 'object' : this.#context.nameOf(classNameOf(value))
  }

  #addItems(place: Place, list: readonly unknown[], depth: number, around: Set<object>): void {
    place.items ??= newPlace()
    const step = Math.max(1, Math.ceil(list.length / MOST_ITEMS))
    for (let at = 0; at < list.length; at += step) this.#add(place.items, list[at], depth + 1, around)
  }

  #addFields(place: Place, object: object, depth: number, around: Set<object>): void {
    const { isSecretName, nameOf, limits } = this.#context
    for (const key of Object.keys(object)) {
      const name = nameOf(key)
      let inner = place.fields.get(name)
      if (!inner && place.fields.size < limits.keys && this.#places < limits.places) {
        inner = newPlace()
        inner.isRedacted = isSecretName(key)
        place.fields.set(name, inner)
        this.#places++
      }
      if (!inner) {
        place.others ??= newPlace()
        if (place.otherKeys.size < MOST_OTHER_KEYS) place.otherKeys.add(key)
        inner = place.others
      }
      const field = Object.getOwnPropertyDescriptor(object, key)
      const value: unknown = field && 'value' in field ? field.value : undefined
      if (inner.isRedacted || isSecretName(key)) inner.n++
      else this.#add(inner, value, depth + 1, around)
    }
  }

  build(): Shape {
    return { ...toShape(this.#root), ...(this.#isOver && { isPartial: true }) }
  }
}

const LOOKS_BETWEEN = 64
const MOST_ITEMS = 1000
const MOST_OTHER_KEYS = 10_000

interface Place {
  n: number
  readonly types: Map<string, number>
  readonly fields: Map<string, Place>
  others: Place | undefined
  readonly otherKeys: Set<string>
  items: Place | undefined
  numbers: number
  sum: number
  min: number
  max: number
  true: number
  isRedacted: boolean
}

function newPlace(): Place {
  return {
    n: 0,
    types: new Map(),
    fields: new Map(),
    others: undefined,
    otherKeys: new Set(),
    items: undefined,
    numbers: 0,
    sum: 0,
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
    true: 0,
    isRedacted: false,
  }
}

function addNumber(place: Place, value: number): void {
  place.numbers++
  place.sum += value
  place.min = Math.min(place.min, value)
  place.max = Math.max(place.max, value)
}

function toShape(place: Place): Shape {
  if (place.isRedacted) return { n: place.n, types: {}, isRedacted: true }
  return {
    n: place.n,
    types: Object.fromEntries(place.types),
    ...(place.fields.size > 0 && {
      fields: Object.fromEntries([...place.fields].map(([key, inner]) => [key, toShape(inner)])),
    }),
    ...(place.others && { others: { keys: place.otherKeys.size, shape: toShape(place.others) } }),
    ...(place.items && { items: toShape(place.items) }),
    ...(place.numbers > 0 && { numbers: { min: place.min, max: place.max, mean: finite(place.sum / place.numbers) } }),
    ...(place.types.has('boolean') && { true: place.true }),
  }
}

/** Of both together; keys above the limit are not thrown together again. */
export function mergeShapes(a: Shape, b: Shape): Shape {
  const n = a.n + b.n
  if (a.isRedacted || b.isRedacted) return { n, types: {}, isRedacted: true }
  const numbers = mergeNumbers(a, b)
  return {
    n,
    types: mergeRecords(a.types, b.types, (one, other) => one + other),
    ...((a.fields ?? b.fields) && { fields: mergeRecords(a.fields ?? {}, b.fields ?? {}, mergeShapes) }),
    ...((a.others ?? b.others) && {
      others: {
        keys: Math.max(a.others?.keys ?? 0, b.others?.keys ?? 0),
        shape: mergeOptional(a.others?.shape, b.others?.shape)!,
      },
    }),
    ...((a.items ?? b.items) && { items: mergeOptional(a.items, b.items)! }),
    ...(numbers && { numbers }),
    ...((a.isPartial || b.isPartial) && { isPartial: true }),
    ...((a.true ?? b.true) !== undefined && { true: (a.true ?? 0) + (b.true ?? 0) }),
  }
}

function mergeOptional(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  return a && b ? mergeShapes(a, b) : (a ?? b)
}

function mergeNumbers(a: Shape, b: Shape): Shape['numbers'] {
  if (!a.numbers || !b.numbers) return a.numbers ?? b.numbers
  const [one, other] = [a.types['number'] ?? 0, b.types['number'] ?? 0]
  const mean = finite(((a.numbers.mean ?? Number.NaN) * one + (b.numbers.mean ?? Number.NaN) * other) / (one + other))
  return { min: Math.min(a.numbers.min, b.numbers.min), max: Math.max(a.numbers.max, b.numbers.max), mean }
}

/** The union, the first's keys first. */
export function mergeRecords<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  merge: (a: T, b: T) => T,
): Record<string, T> {
  const merged = new Map(Object.entries(a))
  for (const [key, value] of Object.entries(b))
    merged.set(key, merged.has(key) ? merge(merged.get(key)!, value) : value)
  return Object.fromEntries(merged)
}

/** An object without a class of its own. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
}

/** The name of its class, without calling anything of it. */
export function classNameOf(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (typeof prototype !== 'object' || prototype === null) return 'Object'
  const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value
  return typeof constructor === 'function' && constructor.name !== '' ? constructor.name : 'Object'
}
