// Which objects a value may be or hold: to change the value may change those.

import type { Linker } from './linker.ts'
import type { Vertex } from './vertex.ts'

export class Holding {
  readonly #linker: Linker
  readonly #held = new Map<Vertex, readonly Vertex[]>()
  readonly #given = new Map<Vertex, readonly Vertex[]>()

  constructor(linker: Linker) {
    this.#linker = linker
  }

  /** The object itself, with all that it may be another name for or have in it. */
  of(object: Vertex): readonly Vertex[] {
    let held = this.#held.get(object)
    if (!held) {
      this.#held.set(object, [object])
      held = [...new Set([object, ...this.#resolve(object, object.unit?.text.findings.standsFor ?? [])])]
      this.#held.set(object, held)
    }
    return held
  }

  /** What a function of the project may give that is declared outside of it. */
  givenBy(fn: Vertex): readonly Vertex[] {
    let given = this.#given.get(fn)
    if (!given) {
      this.#given.set(fn, [])
      given = [...new Set(this.#resolve(fn, fn.unit?.text.findings.returned ?? []))]
      this.#given.set(fn, given)
    }
    return given
  }

  /** The functions that made a value, or what a function gives. */
  makersOf(value: Vertex, seen: Set<Vertex> = new Set()): readonly Vertex[] {
    if (seen.has(value) || value.unit === undefined) return []
    seen.add(value)
    const { standsFor, returned } = value.unit.text.findings
    return [...standsFor, ...returned].flatMap((name) => {
      const made = this.#targetsOf(value, name)
      const further = made.flatMap((target) => this.makersOf(target, seen))
      return name.endsWith('()') ? [...made, ...further] : further
    })
  }

  #resolve(vertex: Vertex, names: readonly string[]): Vertex[] {
    return names.flatMap((name) => {
      const isResult = name.endsWith('()')
      return this.#targetsOf(vertex, name).flatMap((target) => (isResult ? this.givenBy(target) : this.of(target)))
    })
  }

  /** What a name means in a unit, or the function whose result is meant. */
  #targetsOf(vertex: Vertex, name: string): readonly Vertex[] {
    const word = name.endsWith('()') ? name.slice(0, -2) : name
    this.#linker.edgesOf(vertex)
    const targets = vertex.unit!.references.flatMap((reference, index) =>
      reference.name === word ? (vertex.targets[index] ?? []) : [],
    )
    return [...new Set(targets)]
  }
}
