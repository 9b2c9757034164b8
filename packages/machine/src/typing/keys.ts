// How keys of the state are named in reads and writes: `'prompt'`, or `'reason?'` for one that may be left out.

/** Names of the keys of a state. */
export type Key<State> = keyof State & string

/** A key, or a key that may be absent: `'reason?'`. */
export type KeyOrOptional<State> = Key<State> | `${Key<State>}?`

/** Without the question mark. */
export type Bare<Name extends string> = Name extends `${infer Key}?` ? Key : Name

/** Those with a question mark, without it. */
export type OptionalOf<Names extends string> = Names extends `${infer Key}?` ? Key : never

/** Those without a question mark. */
export type RequiredOf<Names extends string> = Names extends `${string}?` ? never : Names

/** An object type as it is shown: one literal, not an intersection. */
export type Shown<T> = { [K in keyof T]: T[K] } & {}

/** Everything in it can be read and nothing changed. */
export type Frozen<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends Map<infer K, infer V>
    ? ReadonlyMap<Frozen<K>, Frozen<V>>
    : T extends Set<infer V>
      ? ReadonlySet<Frozen<V>>
      : T extends readonly unknown[]
        ? { readonly [K in keyof T]: Frozen<T[K]> }
        : T extends Date | RegExp | URLLike | ArrayBufferView | ArrayBuffer | Error
          ? T
          : T extends object
            ? { readonly [K in keyof T]: Frozen<T[K]> }
            : T

/** `URL` exists only where a host declares it. */
interface URLLike {
  readonly href: string
  readonly searchParams: object
}
