// Which code says that it changes something that is declared elsewhere, directly or through what it calls.

import { Use } from '../scope/findings.ts'
import type { Linker } from './linker.ts'
import type { Vertex } from './vertex.ts'

const NOTHING: readonly Vertex[] = []

export class Writes {
  readonly #linker: Linker
  readonly #ofVertex = new Map<Vertex, readonly Vertex[]>()
  readonly #changesArguments = new Map<Vertex, boolean>()
  /** Nothing that these reach changes anything. */
  readonly #harmless = new Set<Vertex>()

  constructor(linker: Linker) {
    this.#linker = linker
  }

  /** What the code of a unit changes, whenever it runs. */
  ofVertex(vertex: Vertex): readonly Vertex[] {
    let found = this.#ofVertex.get(vertex)
    if (!found) this.#ofVertex.set(vertex, (found = this.#find(vertex, 0)))
    return found
  }

  /** What evaluating a declaration changes by itself, without the functions in it. */
  ofLoading(vertex: Vertex): readonly Vertex[] {
    return this.#find(vertex, Use.now)
  }

  /**
   * What any code changes that the vertex reaches, and whether some of it changes what the language itself brings.
   * @complexity linear in all code, over all calls that find nothing
   */
  reachedFrom(root: Vertex): { readonly targets: ReadonlySet<Vertex>; readonly patchesGlobals: boolean } {
    const seen = new Set([root])
    const targets = new Set<Vertex>()
    let patchesGlobals = false
    for (const vertex of seen) {
      patchesGlobals ||= vertex.unit?.patchesGlobals === true
      for (const target of this.ofVertex(vertex)) targets.add(target)
      for (const { to } of this.#linker.edgesOf(vertex)) {
        for (const target of to) if (!this.#harmless.has(target)) seen.add(target)
      }
    }
    if (targets.size === 0 && !patchesGlobals) for (const vertex of seen) this.#harmless.add(vertex)
    return { targets, patchesGlobals }
  }

  #find(vertex: Vertex, when: number): readonly Vertex[] {
    const { unit } = vertex
    const changing = Use.written | Use.passed | Use.method
    if (!unit?.references.some(({ uses }) => (uses & changing) !== 0)) return NOTHING
    this.#linker.edgesOf(vertex)
    const handsOver = this.#callsWriter(vertex)
    const written = new Set<Vertex>()
    unit.references.forEach(({ uses }, index) => {
      if ((uses & when) !== when) return
      for (const target of vertex.targets[index]!) {
        if (target.kind !== 'unit' || target.unit!.kind === 'primitive') continue
        const isWritten =
          (uses & Use.written) !== 0 ||
          (handsOver && (uses & Use.passed) !== 0) ||
          ((uses & Use.method) !== 0 && this.#hasChangingMethods(target))
        if (isWritten) written.add(target)
      }
    })
    return [...written]
  }

  #callsWriter(vertex: Vertex): boolean {
    return vertex.unit!.references.some(
      ({ uses }, index) =>
        (uses & Use.called) !== 0 && vertex.targets[index]!.some((target) => this.#writesArguments(target)),
    )
  }

  /** Whether a function changes what it is given, or hands it to one that does. */
  #writesArguments(root: Vertex): boolean {
    let answer = this.#changesArguments.get(root)
    if (answer !== undefined) return answer
    answer = false
    const seen = new Set([root])
    for (const vertex of seen) {
      const findings = vertex.unit?.text.findings
      if (!findings) continue
      if (findings.writesParameters) {
        answer = true
        break
      }
      if (!findings.handsParameters) continue
      this.#linker.edgesOf(vertex)
      vertex.unit!.references.forEach(({ uses }, index) => {
        if ((uses & Use.called) !== 0) for (const target of vertex.targets[index]!) seen.add(target)
      })
    }
    this.#changesArguments.set(root, answer)
    return answer
  }

  /** An object, or an instance of a class, with a method that changes it. */
  #hasChangingMethods(vertex: Vertex): boolean {
    const unit = vertex.unit!
    if (unit.text.findings.writesThis) return true
    this.#linker.edgesOf(vertex)
    return unit.references.some(
      ({ uses }, index) =>
        (uses & Use.constructed) !== 0 &&
        vertex.targets[index]!.some((target) => target.unit?.text.findings.writesThis === true),
    )
  }
}
