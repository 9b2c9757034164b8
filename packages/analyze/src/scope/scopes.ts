// The names that are declared around a place inside of a unit, and what they may be other names for.

/**
 * What a local name may stand for: names from outside of the unit, `name()` for what such a function gives, `#parameter`
 * or `#this` for what the caller handed in. Empty for values of its own.
 */
export type Aliases = readonly string[]

export class Scopes {
  /** How deep the place is in functions that make functions; those that are handed to a call do not count. */
  level = 0
  readonly #open: { readonly level: number; readonly names: Map<string, Aliases> }[] = []

  /** Opens a scope while `visit` runs. */
  within(names: readonly string[], visit: () => void, aliases: Aliases = []): void {
    if (names.length === 0) return visit()
    this.#open.push({ level: this.level, names: new Map(names.map((name) => [name, aliases])) })
    visit()
    this.#open.pop()
  }

  /** @returns what the name may stand for; `undefined` when it comes from outside of the unit */
  find(name: string): Aliases | undefined {
    return this.#scopeOf(name)?.names.get(name)
  }

  /** Whether a name belongs to a function around the one that the place is in. */
  isCaptured(name: string): boolean {
    const scope = this.#scopeOf(name)
    return scope !== undefined && scope.level > 0 && scope.level < this.level
  }

  /** Notes that local names may from now on stand for these as well. */
  alias(names: readonly string[], more: Aliases): void {
    if (more.length === 0) return
    for (const name of names) {
      const known = this.#scopeOf(name)?.names
      known?.set(name, [...new Set([...known.get(name)!, ...more])])
    }
  }

  #scopeOf(name: string): { readonly level: number; readonly names: Map<string, Aliases> } | undefined {
    for (let index = this.#open.length - 1; index >= 0; index--) {
      if (this.#open[index]!.names.has(name)) return this.#open[index]
    }
    return undefined
  }
}
