// What an action takes from outside at the step itself: by a schema, or by a type and its names.

import type { StandardSchema } from 'throughline'

const BRAND: unique symbol = Symbol.for('throughline.expected')

/** Which names there are, and whether they must be given. */
export type ExpectedNames<Inputs> = {
  readonly [Name in keyof Inputs]-?: undefined extends Inputs[Name] ? 'optional' : 'required'
}

/** Inputs by their type: `expects<{ text: string; lang?: string }>({ text: 'required', lang: 'optional' })`. */
export interface Expected<Inputs> {
  readonly [BRAND]: true
  readonly names: Readonly<Record<string, 'required' | 'optional'>>
  /** Exists in the type only. */
  readonly inputs?: Inputs
}

/** A schema of any library that follows Standard Schema, or `expects<...>(...)`. */
export type InputSpec<Inputs> = StandardSchema<any, Inputs> | Expected<Inputs>

/**
 * Declares what an action takes from outside by a type. The names are written out because types are gone at run time;
 * the compiler holds the two together. What is missing is said before the step begins.
 */
export function expects<Inputs extends object>(names: ExpectedNames<Inputs>): Expected<Inputs> {
  return { [BRAND]: true, names }
}

export function isExpected(spec: unknown): spec is Expected<unknown> {
  return typeof spec === 'object' && spec !== null && BRAND in spec
}
