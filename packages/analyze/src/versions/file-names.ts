// What the words of a file mean: its own declarations, and what it imports.

import { isOurs } from '../resolve/our-packages.ts'
import type { Source, Statement, UnitText } from './read-statement.ts'

export class FileNames {
  readonly imports: ReadonlyMap<string, Source>
  /** The units of each declared name, by key; several where a namespace, an enum or a class is continued. */
  readonly declared: ReadonlyMap<string, readonly string[]>
  /** The key of each unit, in the order of the file. */
  readonly keys: readonly string[]
  readonly #requires = new Set<string>()

  constructor(statements: readonly Statement[]) {
    const imports = new Map<string, Source>()
    const declared = new Map<string, string[]>()
    const keys: string[] = []
    const counts = new Map<string, number>()
    for (const statement of statements) {
      for (const { local, specifier, imported } of statement.imports) imports.set(local, { specifier, imported })
      for (const { names, hash, maker } of statement.units) {
        const base = names.length === 1 ? names[0]! : names.length > 0 ? names.join(' ') : `statement ${hash}`
        const count = (counts.get(base) ?? 0) + 1
        counts.set(base, count)
        const key = count === 1 ? base : `${base} ${count}`
        keys.push(key)
        for (const name of names) {
          const known = declared.get(name)
          if (known) known.push(key)
          else declared.set(name, [key])
          if (maker === 'createRequire') this.#requires.add(name)
        }
      }
    }
    this.imports = imports
    this.declared = declared
    this.keys = keys
  }

  has(name: string): boolean {
    return this.declared.has(name) || this.imports.has(name)
  }

  isOurs(name: string): boolean {
    return isOurs(this.importOf(name)?.specifier ?? '')
  }

  isNamespace(name: string): boolean {
    return this.importOf(name)?.imported === '*'
  }

  isRequire(name: string): boolean {
    if (name === 'createRequire') return /^(node:)?module$/.test(this.importOf(name)?.specifier ?? '')
    return this.#requires.has(name) || (name === 'require' && !this.has(name))
  }

  importOf(name: string): Source | undefined {
    return this.declared.has(name) ? undefined : this.imports.get(name)
  }

  /** The names that do not mean what they meant. */
  changedSince(before: FileNames): Set<string> {
    const changed = new Set<string>()
    for (const names of [this, before]) {
      for (const all of [names.declared, names.imports]) {
        for (const name of all.keys()) if (this.#meaning(name) !== before.#meaning(name)) changed.add(name)
      }
    }
    return changed
  }

  #meaning(name: string): string {
    const keys = this.declared.get(name)
    if (keys) return `${keys.length === 1 ? keys[0] : keys.join('\0')}${this.#requires.has(name) ? '\0require' : ''}`
    const source = this.imports.get(name)
    return source ? `\0${source.specifier}\0${source.imported}` : ''
  }
}

/** Whether the text mentions one of these names. */
export function mentions({ findings, maker }: UnitText, names: ReadonlySet<string>): boolean {
  return (
    names.size > 0 &&
    (findings.references.some(({ name }) => names.has(name)) ||
      findings.lateModules.some(({ by }) => names.has(by)) ||
      findings.calledNow.some((name) => names.has(name)) ||
      (maker !== undefined && names.has(maker)) ||
      // JSX may be made by a function that the text does not name.
      findings.hasJsx)
  )
}
