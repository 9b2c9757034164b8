// What a patch may say of a key besides its new value: add to a list, add to a number, take the key away.

const KIND: unique symbol = Symbol.for('throughline.change')

/** Adds items to the end of a list. Its cost, also in the journal, is that of the items alone. */
export interface Append<Item> {
  readonly [KIND]: 'append'
  readonly items: readonly Item[]
}

/** Adds to a number. */
export interface Increment {
  readonly [KIND]: 'increment'
  readonly by: number
}

/** Takes a key away. */
export interface Unset {
  readonly [KIND]: 'unset'
}

export type Change = Append<unknown> | Increment | Unset

/**
 * In a patch: adds items to the end of a list. A key that is absent becomes a list of them.
 *
 * @example
 * import { append, forState } from '@throughline/machine'
 * const { action } = forState<{ log: string[] }>()
 * const note = action({ writes: ['log'] }, () => ({ log: append('began') }))
 * note.run({ state: {}, inputs: {} }) // => { log: append('began') }
 */
export function append<Item>(...items: readonly Item[]): Append<Item> {
  return { [KIND]: 'append', items }
}

/** In a patch: adds to a number, which is 0 when the key is absent. @defaultValue 1 */
export function increment(by: number = 1): Increment {
  return { [KIND]: 'increment', by }
}

/** In a patch: takes a key away, which the type of the state must allow. */
export function unset(): Unset {
  return UNSET
}
const UNSET: Unset = Object.freeze({ [KIND]: 'unset' as const })

export function changeKind(value: unknown): Change[typeof KIND] | undefined {
  return typeof value === 'object' && value !== null ? (value as Partial<Change>)[KIND] : undefined
}
