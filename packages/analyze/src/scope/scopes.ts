// The names that are declared around a place inside of a unit, and what they may be other names for.

import type { Node } from 'oxc-parser'

/** A parameter, or `this`: what is done to it is done to something of the caller. */
export type Handed = '#parameter' | '#this'

/** What a local name may stand for: names from outside of the unit, or what was handed in. Empty for values of its own. */
export type Aliases = readonly string[]

export class Scopes {
  readonly #open: Map<string, Aliases>[] = []

  /** Opens a scope while `visit` runs. */
  within(names: readonly string[], visit: () => void, aliases: Aliases = []): void {
    if (names.length === 0) return visit()
    this.#open.push(new Map(names.map((name) => [name, aliases])))
    visit()
    this.#open.pop()
  }

  /** @returns what the name may stand for; `undefined` when it comes from outside of the unit */
  find(name: string): Aliases | undefined {
    for (let index = this.#open.length - 1; index >= 0; index--) {
      const aliases = this.#open[index]!.get(name)
      if (aliases) return aliases
    }
    return undefined
  }

  /** Notes that local names may from now on stand for these as well. */
  alias(names: readonly string[], more: Aliases): void {
    if (more.length === 0) return
    for (const name of names) {
      const scope = this.#open.findLast((open) => open.has(name))
      scope?.set(name, [...new Set([...scope.get(name)!, ...more])])
    }
  }

  /** What a value may be another name for, when it is a name or a property of one. */
  aliasesOf(root: Node): Aliases {
    if (root.type === 'ThisExpression') return ['#this']
    return root.type === 'Identifier' ? (this.find(root.name) ?? [root.name]) : []
  }
}
