// Which code says that it changes something that is declared elsewhere, directly or through what it calls.

import { Use, type Reference } from '../scope/findings.ts'
import { Holding } from './holding.ts'
import type { Linker } from './linker.ts'
import type { Unit } from './unit.ts'
import type { Vertex } from './vertex.ts'

/** What is done to arguments. */
interface Handed {
  readonly changes: boolean
  /** The methods of arguments that are called. */
  readonly methods: ReadonlySet<string>
}

export class Writes {
  readonly #linker: Linker
  readonly #holding: Holding
  readonly #ofVertex = new Map<Vertex, readonly Vertex[]>()
  readonly #handling = new Map<Vertex, Handed>()
  readonly #code = new Map<Vertex, readonly Vertex[]>()
  /** Nothing that these reach changes anything. */
  readonly #harmless = new Set<Vertex>()

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
   * What any code changes that the vertex reaches, and whether some of it changes what the language itself brings. What
   * is done by functions that a function makes counts when they may be called.
   * @complexity linear in all code, over all calls that find nothing
   */
  reachedFrom(root: Vertex): { readonly targets: ReadonlySet<Vertex>; readonly patchesGlobals: boolean } {
    const seen = new Set([root])
    const makers = new Set<Vertex>()
    let patchesGlobals = false
    let isHarmless = true
    for (const vertex of seen) {
      patchesGlobals ||= vertex.unit?.patchesGlobals === true
      isHarmless &&= this.ofVertex(vertex).length === 0
      for (const { to } of this.#linker.edgesOf(vertex)) {
        for (const target of to) if (!this.#harmless.has(target)) seen.add(target)
      }
      for (const maker of this.#makersCalledBy(vertex)) makers.add(maker)
    }
    if (isHarmless && !patchesGlobals) for (const vertex of seen) this.#harmless.add(vertex)
    const targets = new Set<Vertex>()
    for (const vertex of isHarmless ? [] : seen) {
      const written = makers.has(vertex)
        ? this.ofVertex(vertex)
        : this.#written(vertex, ({ uses }) => (uses & Use.deep) === 0)
      for (const target of written) targets.add(target)
    }
    return { targets, patchesGlobals }
  }

  /** Functions whose own functions may be called here: what they give is not only passed on. */
  #makersCalledBy({ unit, targets }: Vertex): readonly Vertex[] {
    return (unit?.references ?? []).flatMap(({ uses }, index) => {
      if ((uses & (Use.called | Use.passed | Use.method)) === 0) return []
      return targets[index]!.flatMap((target) =>
        target.unit?.kind === 'function' && (uses & (Use.inert | Use.result)) === 0 && (uses & Use.called) !== 0
          ? [target, ...this.#holding.makersOf(target)]
          : this.#holding.makersOf(target),
      )
    })
  }

  #written(vertex: Vertex, counts: (reference: Reference) => boolean): Vertex[] {
    const { unit } = vertex
    const changing = Use.written | Use.passed | Use.kept | Use.method
    if (!unit?.references.some(({ uses }) => (uses & changing) !== 0)) return []
    this.#linker.edgesOf(vertex)
    const handed = this.#handed(vertex)
    const written = new Set<Vertex>()
    unit.references.forEach((reference, index) => {
      const { uses, path } = reference
      if (!counts(reference)) return
      for (const target of this.#meant(vertex.targets[index]!, uses)) {
        if (target.kind !== 'unit' || target.unit!.kind === 'primitive') continue
        const isWritten =
          (uses & (Use.written | Use.lent)) !== 0 ||
          ((uses & (Use.passed | Use.kept)) !== 0 && this.#isChanged(target, handed)) ||
          ((uses & Use.method) !== 0 && this.#changesByMethod(target, path.at(-1)))
        if (isWritten) for (const one of this.#holding.of(target)) written.add(one)
      }
    })
    return [...written]
  }

  #isChanged(argument: Vertex, { changes, methods }: Handed): boolean {
    return (
      changes || [...methods].some((method) => this.#changesByMethod(argument, method === '?' ? undefined : method))
    )
  }

  #meant(targets: readonly Vertex[], uses: number): readonly Vertex[] {
    return (uses & Use.result) === 0 ? targets : targets.flatMap((target) => this.#holding.givenBy(target))
  }

  /** What the functions and methods do with their arguments that a unit calls. */
  #handed({ unit, targets }: Vertex): Handed {
    const called = unit!.references.flatMap(({ uses }, index) => {
      if ((uses & Use.called) === 0) return []
      const code = (uses & Use.method) === 0 ? targets[index]! : targets[index]!.flatMap((one) => this.#codeOf(one))
      return code.map((one) => this.#ofArguments(one))
    })
    return {
      changes: called.some(({ changes }) => changes),
      methods: new Set(called.flatMap(({ methods }) => [...methods])),
    }
  }

  /** What a function does with its arguments, or those to which it hands them. */
  #ofArguments(root: Vertex): Handed {
    const known = this.#handling.get(root)
    if (known) return known
    const seen = new Set([root])
    const methods = new Set<string>()
    let changes = false
    for (const { unit, targets } of this.#linked(seen)) {
      const { findings } = unit.text
      changes ||= findings.writesParameters
      for (const method of findings.parameterMethods) methods.add(method)
      if (!findings.handsParameters) continue
      unit.references.forEach(({ uses }, index) => {
        if ((uses & Use.called) !== 0) for (const target of targets[index]!) seen.add(target)
      })
    }
    const handed = { changes, methods }
    this.#handling.set(root, handed)
    return handed
  }

  /**
   * Whether calling a method changes an object: one that is written down with such a method, an instance of a class that
   * has one or inherits it, or what a function gives whose functions share something that they change.
   *
   * @param method `undefined` when it is computed
   */
  #changesByMethod(object: Vertex, method: string | undefined): boolean {
    const changing = new Set<string>()
    const calls: (readonly [string, string])[] = []
    for (const { unit } of this.#codeOf(object)) {
      const { kind, text } = unit!
      if (kind === 'function' && text.findings.writesCaptured) return true
      for (const name of text.findings.changingMethods) changing.add(name)
      calls.push(...text.findings.ownCalls)
    }
    for (const changed of changing) for (const [from, to] of calls) if (to === changed) changing.add(from)
    return method === undefined ? changing.size > 0 : changing.has(method) || changing.has('?')
  }

  /** Where the methods of an object are written: itself, its class and those above it, the function that made it. */
  #codeOf(object: Vertex): readonly Vertex[] {
    let code = this.#code.get(object)
    if (!code) {
      const found = new Set(this.#holding.of(object))
      for (const { unit, targets } of this.#linked(found)) {
        unit.references.forEach(({ uses }, index) => {
          const isMade = unit.kind === 'object' && (uses & Use.now) !== 0 && (uses & Use.called) !== 0
          for (const target of targets[index]!) if (isMade || isParent(unit, target)) found.add(target)
        })
      }
      code = [...found].filter(({ unit }) => unit !== undefined)
      this.#code.set(object, code)
    }
    return code
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

/** A class that another class mentions may be the one that it extends. */
function isParent({ kind }: Unit, target: Vertex): boolean {
  return kind === 'class' && target.unit?.kind === 'class'
}

function isLateMethod({ uses }: Reference): boolean {
  if ((uses & Use.now) !== 0) return false
  return (uses & Use.result) !== 0
    ? (uses & (Use.method | Use.written)) !== 0
    : (uses & Use.method) !== 0 && (uses & Use.written) === 0
}
