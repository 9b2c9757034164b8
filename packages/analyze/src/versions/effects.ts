// What loading a file does: statements, and declarations that change something else, each with what it may change.
//
// A declaration is there for its value: it only has an effect when code that it runs says so (an assignment, `.push(...)`).
// A statement is there for its effect: it may change whatever it mentions, and whatever the functions mention that it calls.

import { Use, type Reference } from '../scope/findings.ts'
import type { FileUnits, Load } from './file-units.ts'
import type { Linker } from './linker.ts'
import type { ProjectFile, ProjectFiles } from './project-files.ts'
import type { Vertex } from './vertex.ts'
import { Writes } from './writes.ts'

export interface Effect {
  /** The statement, the declaration, or the package that is loaded for what it does. */
  readonly vertex: Vertex
  readonly targets: ReadonlySet<Vertex>
  /** Something global is changed, or nobody can tell what: it may matter to everything. */
  readonly isUnknown: boolean
}

/** An import for its effect that leads nowhere. */
export interface LostLoad {
  readonly file: ProjectFile
  readonly load: Load
}

export interface Loading {
  /** In the order in which they happen. */
  readonly effects: readonly Effect[]
  readonly lost: readonly LostLoad[]
}

const NOTHING: Loading = { effects: [], lost: [] }

export class Effects {
  readonly #files: ProjectFiles
  readonly #linker: Linker
  #loadings = new Map<ProjectFile, Loading>()
  #ofStatements = new Map<Vertex, Effect>()
  #ofDeclarations = new Map<Vertex, Effect>()
  /** Loading these, with all that they import, does nothing. */
  #quiet = new Set<ProjectFile>()
  /** Where the loads of a file lead. */
  #targets = new WeakMap<FileUnits, readonly (ProjectFile | undefined)[]>()
  /** Which code changes what. */
  writes: Writes

  constructor(files: ProjectFiles, linker: Linker) {
    this.#files = files
    this.#linker = linker
    this.writes = new Writes(linker)
  }

  /** Everything that loading a file does, with the files that it imports, transitively. */
  of(file: ProjectFile): Loading {
    let loading = this.#loadings.get(file)
    if (!loading) this.#loadings.set(file, (loading = this.#load(file)))
    return loading
  }

  clear(): void {
    this.#loadings = new Map()
    this.#ofStatements = new Map()
    this.#ofDeclarations = new Map()
    this.#quiet = new Set()
    this.writes = new Writes(this.#linker)
  }

  /** Forgets where imports lead, too. */
  forgetLinks(): void {
    this.clear()
    this.#targets = new WeakMap()
  }

  #load(root: ProjectFile): Loading {
    const effects: Effect[] = []
    const lost: LostLoad[] = []
    const bare = new Set<ProjectFile>()
    const order: (ProjectFile | Effect)[] = []
    const entered = new Set([root])
    const work: { readonly file: ProjectFile; next: number }[] = [{ file: root, next: 0 }]
    while (work.length > 0) {
      const frame = work.at(-1)!
      const { file } = frame
      const index = frame.next++
      const load = file.units?.loads[index]
      if (!load) {
        order.push(file)
        work.pop()
        continue
      }
      const next = this.#targetsOf(file)[index]
      if (next) {
        if (load.isBare) bare.add(next)
        else if (this.#quiet.has(next)) continue
        if (entered.has(next)) continue
        entered.add(next)
        work.push({ file: next, next: 0 })
      } else if (load.isBare) {
        const [vertex] = this.#linker.module(load.specifier, file.path).vertices
        if (vertex!.kind === 'missing') lost.push({ file, load })
        if (vertex!.kind === 'package') order.push({ vertex: vertex!, targets: new Set(), isUnknown: true })
      }
    }
    // A package is loaded once, by the first who asks for it.
    const packages = new Set<Vertex>()
    for (const step of order) {
      if ('isUnknown' in step) {
        if (!packages.has(step.vertex)) effects.push(step)
        packages.add(step.vertex)
      } else effects.push(...this.#ofFile(step, bare.has(step)))
    }
    if (effects.length > 0 || lost.length > 0) return { effects, lost }
    for (const file of entered) this.#quiet.add(file)
    return NOTHING
  }

  #targetsOf({ units, path }: ProjectFile): readonly (ProjectFile | undefined)[] {
    if (!units) return []
    let targets = this.#targets.get(units)
    if (!targets) {
      targets = units.loads.map(({ specifier }) => this.#linker.fileOf(specifier, path))
      this.#targets.set(units, targets)
    }
    return targets
  }

  #ofFile(file: ProjectFile, isBare: boolean): Effect[] {
    const { units } = file
    if (!units || units.isCommonJs) {
      if (!isBare) return []
      const { vertices } = this.#linker.whole(file)
      return vertices.map((vertex) => ({ vertex, targets: new Set(), isUnknown: true }))
    }
    return units.units.flatMap((unit) => {
      // A file that is loaded for what it does has declarations that are there for what they do.
      const isStatement = unit.kind === 'statement' || (isBare && unit.runs)
      if (!isStatement && !unit.runs && !unit.references.some(isWrittenNow)) return []
      const vertex = this.#files.vertex(file, unit)
      const known = isStatement ? this.#ofStatements : this.#ofDeclarations
      let effect = known.get(vertex)
      if (effect === undefined) {
        effect = isStatement ? this.#ofStatement(vertex) : this.#ofDeclaration(vertex)
        known.set(vertex, effect)
      }
      return effect.isUnknown || effect.targets.size > 0 ? [effect] : []
    })
  }

  #ofDeclaration(vertex: Vertex): Effect {
    const targets = new Set(this.writes.ofLoading(vertex))
    let isUnknown = false
    if (vertex.unit!.runs) {
      const reached = this.writes.reachedFrom(vertex)
      for (const target of reached.targets) targets.add(target)
      isUnknown = reached.patchesGlobals
    }
    return this.#effect(vertex, targets, isUnknown)
  }

  #ofStatement(vertex: Vertex): Effect {
    const unit = vertex.unit!
    const file = this.#files.file(vertex.file)
    const targets = new Set<Vertex>(this.writes.ofVertex(vertex))
    const called = new Set<Vertex>()
    this.#linker.edgesOf(vertex)
    unit.references.forEach(({ name, path, uses }, index) => {
      if ((uses & ~Use.now) === Use.kept || (uses & ~Use.now) === Use.typeof) return
      const isOwn = file.units!.names.isOurs(name)
      for (const target of vertex.targets[index]!) {
        if (target.kind === 'package' ? !isOwn : target.kind === 'module') targets.add(target)
        if (target.kind !== 'unit') continue
        const isCode = target.unit!.kind === 'function' || target.unit!.kind === 'class'
        if (isCode || (uses & Use.method) !== 0) called.add(target)
        const mayChange = (uses & Use.passed) !== 0 || ((uses & Use.method) !== 0 && !isOfFunctions(path.at(-1)))
        if (isCode ? mayChange : target.unit!.kind !== 'primitive') targets.add(target)
      }
    })
    let isUnknown = unit.writesGlobals || unit.callsGlobals
    for (const one of called) {
      isUnknown ||= one.unit!.writesGlobals
      for (const target of this.writes.ofVertex(one)) targets.add(target)
      this.#linker.edgesOf(one)
      one.unit!.references.forEach(({ uses }, index) => {
        for (const target of one.targets[index]!) {
          // A call whose value nobody takes is there for its effect.
          if (target.kind === 'package' && (uses & Use.dropped) !== 0) targets.add(target)
          if (target.kind !== 'unit') continue
          const { kind } = target.unit!
          if (kind === 'function' || kind === 'class') called.add(target)
          else if (kind !== 'primitive') targets.add(target)
        }
      })
    }
    return this.#effect(vertex, targets, isUnknown)
  }

  #effect(vertex: Vertex, targets: Set<Vertex>, isUnknown: boolean): Effect {
    const all = this.#withAliases(targets)
    all.delete(vertex)
    return { vertex, targets: all, isUnknown }
  }

  /** To change an object changes what it holds, to change a module all that it exports. */
  #withAliases(targets: Set<Vertex>): Set<Vertex> {
    for (const target of targets) {
      if (target.kind === 'module') {
        for (const { to } of this.#linker.edgesOf(target)) for (const one of to) targets.add(one)
      } else if (target.unit?.kind === 'object') for (const one of this.writes.with(target)) targets.add(one)
    }
    return targets
  }
}

/** Methods that every function has, and that change nothing. */
function isOfFunctions(method: string | undefined): boolean {
  return method === 'call' || method === 'apply' || method === 'bind' || method === 'toString'
}

function isWrittenNow({ uses }: Reference): boolean {
  return (uses & Use.written) !== 0 && (uses & Use.now) !== 0
}
