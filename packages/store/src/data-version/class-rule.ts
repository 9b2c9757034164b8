// What a user says about classes whose instances cannot be read from outside.

import { ThroughlineError } from 'throughline'
import { dataIssue } from './data-version-issues.ts'

/**
 * Says what an instance of a class is made of. It holds for instances of exactly this class: those of a class that extends
 * it have more, and need a rule of their own.
 */
export interface ClassRule<in out Instance = never> {
  readonly class: abstract new (...arguments_: never) => Instance
  /** Part of the data version, in the place of what the class is like; the same in every process. */
  readonly name: string
  /** Equal for instances that mean the same, and different otherwise. Must not change the instance. */
  toPlain(instance: Instance): unknown
  /** The way back. Without it, values with such instances are compared, but cannot be stored by the built-in codecs. */
  fromPlain?(plain: unknown): Instance
}

/** Rules of any classes. */
export type ClassRules = readonly ClassRule<any>[]

interface AnyRule {
  readonly name: string
  readonly toPlain: (instance: unknown) => unknown
  readonly fromPlain?: (plain: unknown) => unknown
}

export class RuleBook {
  readonly #byPrototype = new Map<object, AnyRule>()
  readonly #byName = new Map<string, AnyRule>()

  /** @throws {data/duplicate-rule} when two rules have the same name or class */
  constructor(rules: ClassRules) {
    for (const rule of rules) {
      const prototype = rule.class.prototype as object
      if (this.#byName.has(rule.name)) throw duplicate(rule.name, 'name')
      if (this.#byPrototype.has(prototype)) throw duplicate(rule.class.name, 'class')
      this.#byName.set(rule.name, rule as AnyRule)
      this.#byPrototype.set(prototype, rule as AnyRule)
    }
  }

  ofPrototype(prototype: object): AnyRule | undefined {
    return this.#byPrototype.get(prototype)
  }

  named(name: string): AnyRule | undefined {
    return this.#byName.get(name)
  }
}

function duplicate(name: string, what: 'name' | 'class'): ThroughlineError {
  return new ThroughlineError([dataIssue('data/duplicate-rule', { name, what })])
}

const books = new WeakMap<ClassRules, RuleBook>()
const NO_RULES = new RuleBook([])

/** Lists are read once: give the same list each time. */
export function ruleBookOf(rules: ClassRules | undefined): RuleBook {
  if (!rules || rules.length === 0) return NO_RULES
  let book = books.get(rules)
  if (!book) books.set(rules, (book = new RuleBook(rules)))
  return book
}
