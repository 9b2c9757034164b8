// Which code says that it changes something that is declared elsewhere, directly or through what it calls.

import { Use, type Reference } from '../scope/findings.ts'
import { Holding } from './holding.ts'
import type { Linker } from './linker.ts'
import type { Vertex } from './vertex.ts'

export class Writes {
  readonly #linker: Linker
  readonly #holding: Holding
  readonly #ofVertex = new Map<Vertex, readonly Vertex[]>()
  readonly #writesArguments = new Map<Vertex, boolean>()
  /** Nothing that these reach changes anything, without and with functions that other functions give. */
  readonly #harmless = [new Set<Vertex>(), new Set<Vertex>()] as const

  constructor(linker: Linker) {
    this.#linker = linker
    this.#holding = new Holding(linker)
  }

  /** An object with all that is changed when it is changed. */
  with(object: Vertex): readonly Vertex[] {
    return this.#holding.of(object)
  }

  /** What the code of a unit changes, whenever it runs. */
  ofVertex(vertex: Vertex): readonly Vertex[] {
    let found = this.#ofVertex.get(vertex)
    if (!found) this.#ofVertex.set(vertex, (found = this.#written(vertex, () => true)))
    return found
  }

  /** What evaluating a declaration changes by itself, without the functions in it. */
  ofLoading(vertex: Vertex): readonly Vertex[] {
    return this.#written(vertex, ({ uses }) => (uses & Use.now) !== 0)
  }

  /** Objects of the project that the functions of a unit change by calling their methods. */
  ofMethods(vertex: Vertex): readonly Reference[] {
    const { unit } = vertex
    if (!unit?.references.some(isLateMethod)) return []
    this.#linker.edgesOf(vertex)
    return unit.references.filter(
      (reference, index) =>
        isLateMethod(reference) &&
        this.#meant(vertex.targets[index]!, reference.uses).some((target) =>
          (reference.uses & Use.written) !== 0
            ? target.kind === 'unit'
            : this.#changesByMethod(target, reference.path.at(-1)),
        ),
    )
  }

  /**
   * What any code changes that the vertex reaches, and whether some of it changes what the language itself brings.
   * @complexity linear in all code, over all calls that find nothing
   */
  reachedFrom(root: Vertex): { readonly targets: ReadonlySet<Vertex>; readonly patchesGlobals: boolean } {
    const seen = new Set([root])
    const targets = new Set<Vertex>()
    let patchesGlobals = false
    // A function that another one gives only runs when it is called in turn: `make()()`.
    const isChained = root.unit!.text.findings.calledNow.includes('?')
    const harmless = this.#harmless[isChained ? 1 : 0]
    for (const vertex of seen) {
      patchesGlobals ||= vertex.unit?.patchesGlobals === true
      const written = isChained ? this.ofVertex(vertex) : this.#written(vertex, ({ uses }) => (uses & Use.deep) === 0)
      for (const target of written) targets.add(target)
      for (const { to } of this.#linker.edgesOf(vertex)) {
        for (const target of to) if (!harmless.has(target)) seen.add(target)
      }
    }
    if (targets.size === 0 && !patchesGlobals) for (const vertex of seen) harmless.add(vertex)
    return { targets, patchesGlobals }
  }

  #written(vertex: Vertex, counts: (reference: Reference) => boolean): Vertex[] {
    const { unit } = vertex
    const changing = Use.written | Use.passed | Use.method
    if (!unit?.references.some(({ uses }) => (uses & changing) !== 0)) return []
    this.#linker.edgesOf(vertex)
    const handsOver = this.#callsWriter(vertex)
    const written = new Set<Vertex>()
    unit.references.forEach((reference, index) => {
      const { uses, path } = reference
      if (!counts(reference)) return
      for (const target of this.#meant(vertex.targets[index]!, uses)) {
        if (target.kind !== 'unit' || target.unit!.kind === 'primitive') continue
        const isWritten =
          (uses & (Use.written | Use.lent)) !== 0 ||
          (handsOver && (uses & Use.passed) !== 0) ||
          ((uses & Use.method) !== 0 && this.#changesByMethod(target, path.at(-1)))
        if (isWritten) for (const one of this.#holding.of(target)) written.add(one)
      }
    })
    return [...written]
  }

  #meant(targets: readonly Vertex[], uses: number): readonly Vertex[] {
    return (uses & Use.result) === 0 ? targets : targets.flatMap((target) => this.#holding.givenBy(target))
  }

  #callsWriter(vertex: Vertex): boolean {
    return vertex.unit!.references.some(
      ({ uses }, index) =>
        (uses & Use.called) !== 0 && vertex.targets[index]!.some((target) => this.#changesArguments(target)),
    )
  }

  /** Whether a function changes what it is given, or hands it to one that does. */
  #changesArguments(root: Vertex): boolean {
    const known = this.#writesArguments.get(root)
    if (known !== undefined) return known
    const seen = new Set([root])
    for (const { unit, targets } of this.#linked(seen)) {
      if (unit.text.findings.writesParameters) {
        this.#writesArguments.set(root, true)
        return true
      }
      if (!unit.text.findings.handsParameters) continue
      unit.references.forEach(({ uses }, index) => {
        if ((uses & Use.called) !== 0) for (const target of targets[index]!) seen.add(target)
      })
    }
    this.#writesArguments.set(root, false)
    return false
  }

  /**
   * Whether calling a method changes an object: one that is written down with such a method, an instance of a class that
   * has one or inherits it, or what a function gives whose functions share something that they change.
   *
   * @param method `undefined` when it is computed
   */
  #changesByMethod(object: Vertex, method: string | undefined): boolean {
    const parts = new Set<Vertex>()
    for (const { unit, targets } of this.#linked(new Set(this.#holding.of(object)))) {
      for (const [index, { uses }] of unit.references.entries()) {
        if ((uses & Use.now) === 0 || (uses & Use.called) === 0) continue
        for (const target of targets[index]!) {
          if ((uses & Use.constructed) !== 0) parts.add(target)
          else if (target.unit?.text.findings.writesCaptured === true) return true
        }
      }
    }
    for (const one of this.#holding.of(object)) parts.add(one)
    const changing = new Set<string>()
    const calls: (readonly [string, string])[] = []
    for (const { unit, targets } of this.#linked(parts)) {
      for (const name of unit.text.findings.changingMethods) changing.add(name)
      calls.push(...unit.text.findings.ownCalls)
      if (unit.kind !== 'class') continue
      for (const parents of targets) for (const one of parents) if (one.unit?.kind === 'class') parts.add(one)
    }
    for (const changed of changing) for (const [from, to] of calls) if (to === changed) changing.add(from)
    return method === undefined ? changing.size > 0 : changing.has(method) || changing.has('?')
  }

  /** The units of a set that grows meanwhile, with their targets known. */
  *#linked(vertices: ReadonlySet<Vertex>): Generator<Vertex & { readonly unit: NonNullable<Vertex['unit']> }> {
    for (const vertex of vertices) {
      if (vertex.unit === undefined) continue
      this.#linker.edgesOf(vertex)
      yield vertex as Vertex & { readonly unit: NonNullable<Vertex['unit']> }
    }
  }
}

function isLateMethod({ uses }: Reference): boolean {
  if ((uses & Use.now) !== 0) return false
  return (uses & Use.result) !== 0
    ? (uses & (Use.method | Use.written)) !== 0
    : (uses & Use.method) !== 0 && (uses & Use.written) === 0
}
