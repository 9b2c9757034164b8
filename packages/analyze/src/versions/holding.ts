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

  #resolve(vertex: Vertex, names: readonly string[]): Vertex[] {
    if (names.length === 0) return []
    this.#linker.edgesOf(vertex)
    return names.flatMap((name) => {
      const isResult = name.endsWith('()')
      const word = isResult ? name.slice(0, -2) : name
      const targets = vertex.unit!.references.flatMap((reference, index) =>
        reference.name === word ? (vertex.targets[index] ?? []) : [],
      )
      return [...new Set(targets)].flatMap((target) => (isResult ? this.givenBy(target) : this.of(target)))
    })
  }
}
