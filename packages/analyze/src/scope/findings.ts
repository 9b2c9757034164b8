// What the text of one unit mentions that is not its own.

/** How a name is used; several at once. */
export const Use = {
  /** While the file is loaded, not inside of a function. */
  now: 1,
  called: 2,
  /** What is called is a property of it. */
  method: 4,
  /** Handed to a call. */
  passed: 8,
  /** Assigned, or changed inside: `x = 1`, `x.y = 1`, `x.push(1)`. */
  written: 16,
  /** Called with `new`. */
  constructed: 32,
  /** Another name for it is made: `const y = x`. */
  aliased: 64,
  typeof: 128,
  /** Called without arguments. */
  empty: 256,
  /** Put into a collection: `list.push(x)`, `map.set(k, x)`. */
  kept: 512,
  /** Called, and nobody takes the value. */
  dropped: 1024,
  /** Written by a function that another one makes: calling the outer one does not do it yet. */
  deep: 2048,
  /** Not the function itself is meant, but what it gives. */
  result: 4096,
  /** Handed to a function that the caller brought. */
  lent: 8192,
  /** Called, and what it gives is only passed on: it is the value of the unit, or of the function around. */
  inert: 16384,
} as const

/** From one offset to another, counted from the start of the unit. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A name that the unit does not declare itself. */
export interface Reference {
  readonly name: string
  /** Properties that are read of it: `h.x.y` reads `x` and `y` of h, as far as the text tells. */
  readonly path: readonly string[]
  /** The first such mention. */
  readonly at: Span
  /** Bits of `Use`. */
  readonly uses: number
}

/** A module that is loaded while code runs: `import('./x')`, `require('./x')`. */
export interface LateModule {
  /** `import`, or the name of the function that is called like `require`. */
  readonly by: string
  /** `undefined` when it is computed. */
  readonly specifier: string | undefined
  /** What is read of it; empty means all. */
  readonly path: readonly string[]
  readonly at: Span
}

/** A file beside the module: `new URL('./data.csv', import.meta.url)`. */
export interface Asset {
  readonly specifier: string
  readonly at: Span
}

/** Something that makes a version say less, by the text alone. */
export interface Remark {
  readonly kind: 'impure' | 'caveat'
  readonly what: string
  readonly at: Span
}

export interface Findings {
  readonly references: readonly Reference[]
  readonly lateModules: readonly LateModule[]
  readonly assets: readonly Asset[]
  readonly remarks: readonly Remark[]
  /** Names of the functions that are called while the file is loaded; `?` for what has no name. */
  readonly calledNow: readonly string[]
  /** Changes something that is handed to it. */
  readonly writesParameters: boolean
  /** Methods that it calls of what is handed to it; `?` for one whose name is computed. */
  readonly parameterMethods: readonly string[]
  /** Hands on to other functions what is handed to it. */
  readonly handsParameters: boolean
  /** What its value may be, or hold: names, and `name()` for what a function gives. */
  readonly standsFor: readonly string[]
  /** The same for what its functions give. */
  readonly returned: readonly string[]
  /** Its methods that change their object; `?` for one whose name is computed. */
  readonly changingMethods: readonly string[]
  /** Its methods that call methods of their own object: from, to. */
  readonly ownCalls: readonly (readonly [string, string])[]
  /** Makes functions that change what they share. */
  readonly writesCaptured: boolean
  readonly hasJsx: boolean
}
