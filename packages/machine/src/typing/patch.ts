// What an action may return: exactly the keys that it declares to write.

import type { Append, Increment, Unset } from '../state/changes.ts'
import type { Suspension } from '../run/suspend.ts'
import type { Bare, Frozen, Key, OptionalOf, RequiredOf, Shown } from './keys.ts'

/** What may stand for a key in a patch; also what was read of a state, where it can only be read. */
export type Written<Value> =
  | Value
  | Frozen<Value>
  | (NonNullable<Value> extends readonly (infer Item)[] ? Append<Item> | Append<Frozen<Item>> : never)
  | (NonNullable<Value> extends number ? Increment : never)
  | (undefined extends Value ? Unset : never)

/** The patch of an action: every key of `writes`, and those with a question mark if it wants. */
export type PatchOf<State, Writes extends string> = Shown<
  { readonly [K in Extract<RequiredOf<Writes>, Key<State>>]: Written<State[K]> } & {
    readonly [K in Extract<OptionalOf<Writes>, Key<State>>]?: Written<State[K]> | Unset
  }
>

/** Appears where an action returns a key that it does not declare. */
export interface NotInWrites<Name> {
  readonly 'this key is not in "writes"': Name
}

/** Refuses a function that returns a key that is not declared; nothing else is asked of it. */
export type OnlyDeclared<Writes extends string, Returned> = [ExcessKeys<Writes, Returned>] extends [never]
  ? unknown
  : NotInWrites<ExcessKeys<Writes, Returned>>

type ExcessKeys<Writes extends string, Returned> = Exclude<KeysOf<Exclude<Returned, Suspension | void>>, Bare<Writes>>
type KeysOf<T> = T extends unknown ? keyof T : never
