// What a function says about itself as a node: the names it reads and the value it gives.

/** Any function; the only place where `any` is meant: a node may take and return whatever it likes. */
export type AnyFunction = (...args: any[]) => any

/** Flattens an intersection of records, so that messages print one record. */
export type Show<T> = { [K in keyof T]: T[K] } & {}

/** `A | B` to `A & B`. Deferred while its argument is generic: see `inputs.ts` for why that matters. */
export type Intersection<U> = (U extends unknown ? (x: U) => void : never) extends (x: infer I) => void ? I : never

/** `({ a, b }: { a: number; b?: string }) => X` reads `{ a: number; b?: string }`; no parameter reads `{}`. */
export type FunctionDependencies<F> = F extends (dependencies: infer D, ...rest: any[]) => any
  ? unknown extends D
    ? {}
    : D
  : {}

/** The value of the node: what the function returns, with a promise unwrapped. */
export type FunctionOutput<F> = F extends (...args: any[]) => infer R ? Awaited<R> : never

/** Names that must have a value: `{ a: number; b?: string }` gives `'a'`. */
export type RequiredKeys<D> = { [P in keyof D]-?: {} extends Pick<D, P> ? never : P }[keyof D]
