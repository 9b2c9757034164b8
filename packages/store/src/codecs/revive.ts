// Objects of built-in classes made again from what was written of them.

import { classIdentityOf } from '../data-version/class-identity.ts'
import type { RuleBook } from '../data-version/class-rule.ts'
import { withoutStack } from './building.ts'

const ERROR_NAMES =
  'Error EvalError RangeError ReferenceError SyntaxError TypeError URIError AggregateError SuppressedError'

/** The prototypes of built-in errors by what is written of their class. */
const errorPrototypes = new Map(
  ERROR_NAMES.split(' ').flatMap((name) => {
    const constructor = Reflect.get(globalThis, name) as { readonly prototype: object } | undefined
    return constructor ? [[classIdentityOf(constructor.prototype).text, constructor.prototype]] : []
  }),
)

/** Of `Error` when nothing is said. */
export function errorPrototype(classText: string | undefined): object {
  const prototype = classText === undefined ? Error.prototype : errorPrototypes.get(classText)
  if (!prototype) throw new Error(`the class ${classText} is not built in`)
  return prototype
}

export function newDomException(name: string, message: string): DOMException {
  const error = new DOMException(message, name)
  withoutStack(error)
  return error
}

const TEMPORAL_UNITS = 'years months weeks days hours minutes seconds milliseconds microseconds nanoseconds'.split(' ')

/** By the language's own Temporal: which polyfill made a value is not known. */
export function newTemporal(name: string, text: string): unknown {
  const temporal = Reflect.get(globalThis, 'Temporal') as Record<string, { from(from: unknown): unknown }> | undefined
  if (!temporal || !Object.hasOwn(temporal, name)) throw new Error(`this runtime has no Temporal.${name}`)
  if (name !== 'Duration') return temporal[name]!.from(text)
  const amounts = text.split(' ')
  return temporal[name]!.from(Object.fromEntries(TEMPORAL_UNITS.map((unit, index) => [unit, Number(amounts[index])])))
}

export function newSymbol(name: string, isRegistered: boolean): symbol {
  if (isRegistered) return Symbol.for(name)
  const symbol: unknown = Object.getOwnPropertyDescriptor(Symbol, name)?.value
  if (typeof symbol !== 'symbol') throw new Error(`this runtime has no Symbol.${name}`)
  return symbol
}

/** How instances for which there is a rule are made from their plain value. */
export function wayBack(rules: RuleBook, name: string): (plain: unknown) => unknown {
  const rule = rules.named(name)
  if (!rule?.fromPlain) throw new Error(`there is no rule "${name}" with fromPlain`)
  return (plain) => rule.fromPlain!(plain)
}
