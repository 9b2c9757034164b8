// The walk through two values at once.

import type { CompareOptions, Difference } from './compare-values.ts'
import { elementsOf, isColumn, isMissing } from './lists.ts'
import { isPacked } from './packed-columns.ts'
import { show } from './show.ts'
import { columnsOf } from './tables.ts'

/** A part of the values: a chain up to the whole, made into a list only for what differs. */
export interface Place {
  readonly above: Place | undefined
  readonly key: PropertyKey
  /** What the part was found in. */
  readonly actual: object
  readonly golden: object
}

type Entry = readonly [key: unknown, value: unknown]

/** Beyond this many comparisons, members that are not identical are taken for different ones. */
const MOST_PAIRS = 1_000_000

export class DeepComparison {
  readonly #options: CompareOptions
  readonly #found: (difference: Difference) => void
  readonly #tolerance: number
  readonly #relativeTolerance: number

  constructor(options: CompareOptions, found: (difference: Difference) => void) {
    this.#options = options
    this.#found = found
    this.#tolerance = options.tolerance ?? 0
    this.#relativeTolerance = options.relativeTolerance ?? 0
  }

  visit(actual: unknown, golden: unknown, at: Place | undefined): void {
    if (actual === golden || Object.is(actual, golden)) return
    if (isNumeric(actual) && isNumeric(golden)) {
      const deviation = deviationOf(actual, golden)
      if (!this.#isAccepted(deviation, Number(golden))) this.#differ(actual, golden, at, deviation)
    } else if (this.#options.missingIsEqual && isNothing(actual) && isNothing(golden)) return
    else if (!isObject(actual) || !isObject(golden)) this.#differ(actual, golden, at)
    // In a circle: it is being compared already.
    else if (!isInside(actual, golden, at)) this.#visitObjects(actual, golden, at)
  }

  #visitObjects(actual: object, golden: object, at: Place | undefined): void {
    if (actual instanceof Date && golden instanceof Date) {
      if (!Object.is(actual.getTime(), golden.getTime())) this.#differ(actual, golden, at)
      return
    }
    if (actual instanceof Set && golden instanceof Set) return this.#visitSets(actual, golden, at)
    if (actual instanceof Map && golden instanceof Map) return this.#visitMaps(actual, golden, at)
    const [ones, others] = [reduced(actual), reduced(golden)]
    if (!isObject(ones) || !isObject(others)) this.visit(ones, others, at)
    else if (isList(ones) && isList(others)) {
      this.#visitLists(ones, others, { above: at, key: 'length', actual, golden })
    } else if (isList(ones) || isList(others)) this.#differ(actual, golden, at)
    else this.#visitRecords(ones, others, { above: at, key: '', actual, golden })
  }

  #visitLists(ones: ArrayLike<unknown>, others: ArrayLike<unknown>, place: Place): void {
    const shorter = Math.min(ones.length, others.length)
    for (let index = 0; index < shorter; index++) {
      const one = ones[index]
      const other = others[index]
      if (one === other) continue
      if (typeof one === 'number' && typeof other === 'number' && this.#isAccepted(Math.abs(one - other), other))
        continue
      this.visit(one, other, { ...place, key: index })
    }
    if (ones.length !== others.length) this.#differ(ones.length, others.length, place)
  }

  #visitRecords(ones: object, others: object, place: Place): void {
    const keys = [...new Set([...Object.keys(ones), ...Object.keys(others)])]
    // Nothing to see in them: only what is identical is the same, and that was asked.
    if (keys.length === 0 && !(isPlain(ones) && isPlain(others))) this.#differ(ones, others, place.above)
    for (const key of keys) this.visit(own(ones, key), own(others, key), { ...place, key })
  }

  #visitMaps(actual: ReadonlyMap<unknown, unknown>, golden: ReadonlyMap<unknown, unknown>, above?: Place): void {
    const place = { above, key: '', actual, golden }
    for (const [key, value] of golden) {
      if (actual.has(key)) this.visit(actual.get(key), value, { ...place, key: toKey(key) })
    }
    const extra = [...actual].filter(([key]) => !golden.has(key))
    const lacking = [...golden].filter(([key]) => !actual.has(key))
    const { pairs, ones, others } = this.#pairOff<Entry>(extra, lacking, ([key]) => key)
    for (const [[key, value], [, other]] of pairs) this.visit(value, other, { ...place, key: toKey(key) })
    for (const [key, value] of ones) this.visit(value, undefined, { ...place, key: toKey(key) })
    for (const [key, value] of others) this.visit(undefined, value, { ...place, key: toKey(key) })
  }

  #visitSets(actual: ReadonlySet<unknown>, golden: ReadonlySet<unknown>, above: Place | undefined): void {
    const place = { above, key: '', actual, golden }
    const extra = [...actual].filter((member) => !golden.has(member))
    const lacking = [...golden].filter((member) => !actual.has(member))
    const { ones, others } = this.#pairOff<unknown>(extra, lacking, (member) => member)
    for (const member of ones) this.#differ(member, undefined, { ...place, key: toKey(member) })
    for (const member of others) this.#differ(undefined, member, { ...place, key: toKey(member) })
  }

  /** Finds for each of these an equal one among the others. */
  #pairOff<Item>(
    some: readonly Item[],
    others: readonly Item[],
    what: (item: Item) => unknown,
  ): { pairs: [Item, Item][]; ones: Item[]; others: Item[] } {
    if (some.length * others.length > MOST_PAIRS) return { pairs: [], ones: [...some], others: [...others] }
    const left = [...others]
    const pairs: [Item, Item][] = []
    const ones = some.filter((item) => {
      const index = left.findIndex((other) => this.#isSame(what(item), what(other)))
      if (index >= 0) pairs.push([item, ...left.splice(index, 1)] as unknown as [Item, Item])
      return index < 0
    })
    return { pairs, ones, others: left }
  }

  #isSame(actual: unknown, golden: unknown): boolean {
    let isSame = true
    new DeepComparison(this.#options, () => (isSame = false)).visit(actual, golden, undefined)
    return isSame
  }

  /** An infinite number is near to nothing but itself. */
  #isAccepted(deviation: number, golden: number): boolean {
    const limit = this.#relativeTolerance * Math.abs(golden)
    return deviation < Infinity && (deviation <= this.#tolerance || deviation <= limit)
  }

  #differ(actual: unknown, golden: unknown, at: Place | undefined, deviation?: number): void {
    const path: PropertyKey[] = []
    for (let place = at; place; place = place.above) path.unshift(place.key)
    const isMeasured = deviation !== undefined && !Number.isNaN(deviation)
    this.#found({ path, actual, golden, ...(isMeasured && { deviation }) })
  }
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

/** Exact for large whole numbers, of which a `number` cannot hold all. */
function deviationOf(actual: number | bigint, golden: number | bigint): number {
  const isExact = [actual, golden].every((one) => typeof one === 'bigint' || Number.isInteger(one))
  const deviation = isExact ? Number(BigInt(actual) - BigInt(golden)) : Number(actual) - Number(golden)
  return Math.abs(deviation)
}

function isNothing(value: unknown): boolean {
  return isMissing(value) || Number.isNaN(value)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isInside(actual: object, golden: object, at: Place | undefined): boolean {
  for (let place = at; place; place = place.above) {
    if (place.actual === actual && place.golden === golden) return true
  }
  return false
}

/** What is compared in the place of an object: a list, a record, or a text. */
function reduced(value: object): unknown {
  if (value instanceof Map) return Object.fromEntries(value)
  if (value instanceof RegExp) return String(value)
  if (value instanceof Error) return Object.assign({ name: value.name, message: value.message }, value)
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  if (isList(value) || isColumn(value) || isPacked(value)) return elementsOf(value)
  const table = columnsOf(value)
  if (table) return table
  // Before what iterates: rows of Apache Arrow iterate over their entries.
  const { toJSON } = value as { toJSON?: unknown }
  return typeof toJSON === 'function' ? toJSON.call(value) : (elementsOf(value) ?? value)
}

function isList(value: object): value is object & ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

function own(record: object, key: string): unknown {
  return Object.hasOwn(record, key) ? (record as Record<string, unknown>)[key] : undefined
}

function toKey(key: unknown): PropertyKey {
  return typeof key === 'string' || typeof key === 'number' || typeof key === 'symbol' ? key : show(key)
}
