// The own properties of objects that one does not expect to have any, found without listing a million indices.

import { inspect } from 'node:util'
import { byCodeUnits } from './class-identity.ts'
import { EXTRA } from './tags.ts'

/** A property beside the usual ones of its kind. */
export interface ExtraProperty {
  readonly key: string | symbol
  /** See `EXTRA`. */
  readonly kind: number
  readonly value: unknown
}

/** What makes an object unreadable, and at which key. */
export interface BadProperty {
  readonly refused: string
  readonly key: PropertyKey
}

const INDEX = /^(?:0|[1-9]\d{0,9})$/

export function isIndexKey(key: string | symbol): boolean {
  return typeof key === 'string' && INDEX.test(key) && Number(key) < 2 ** 32 - 1
}

/** Sorted, so that the order in which they were added does not count: text before symbols. */
export function extraProperties(
  object: object,
  isUsual: (key: string | symbol) => boolean,
): readonly ExtraProperty[] | BadProperty {
  const extras: ExtraProperty[] = []
  for (const key of Reflect.ownKeys(object)) {
    if (isUsual(key)) continue
    const property = Object.getOwnPropertyDescriptor(object, key)!
    if (!('value' in property)) return { refused: 'a property with a getter or setter', key }
    if (typeof key === 'symbol' && symbolName(key) === undefined)
      return { refused: 'a property whose key is a unique symbol', key }
    const kind =
      typeof key === 'symbol'
        ? property.enumerable
          ? EXTRA.symbol
          : EXTRA.hiddenSymbol
        : property.enumerable
          ? EXTRA.named
          : EXTRA.hidden
    extras.push({ key, kind, value: property.value })
  }
  return extras.length < 2 ? extras : extras.sort((one, other) => byCodeUnits(sortKey(one.key), sortKey(other.key)))
}

function sortKey(key: string | symbol): string {
  if (typeof key === 'string') return `0${key}`
  const { isRegistered, name } = symbolName(key)!
  return `${isRegistered ? 1 : 2}${name}`
}

export interface SymbolName {
  readonly isRegistered: boolean
  readonly name: string
}

const wellKnown = new Map<symbol, string>()
for (const name of Reflect.ownKeys(Symbol)) {
  const symbol: unknown = Object.getOwnPropertyDescriptor(Symbol, name)?.value
  if (typeof symbol === 'symbol' && symbol.description === `Symbol.${String(name)}`) wellKnown.set(symbol, String(name))
}

/** `undefined` for a symbol that is like no other in another process. */
export function symbolName(symbol: symbol): SymbolName | undefined {
  const registered = Symbol.keyFor(symbol)
  if (registered !== undefined) return { isRegistered: true, name: registered }
  const name = wellKnown.get(symbol)
  return name === undefined ? undefined : { isRegistered: false, name }
}

/** From here on, asking the engine for the names that are no indices is faster than listing all. */
const MANY = 256

const BRIEFLY = { maxArrayLength: 0, depth: 0, customInspect: false, breakLength: Infinity, compact: true } as const

/**
 * Whether an array or typed array has nothing but its elements; where that is not certain, `false`. The only public way to
 * the names that are no indices, without listing all that are, is to have the object printed.
 */
export function hasOnlyElements(list: ArrayLike<unknown> & object): boolean {
  const { length } = list
  if (length < MANY) return false
  if (!Array.isArray(list)) return inspect(list, BRIEFLY).endsWith(` [ ... ${length} more items ]`)
  return inspect(list, { ...BRIEFLY, showHidden: true }) === `[ ... ${length} more items, [length]: ${length} ]`
}
