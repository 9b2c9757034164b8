// The units of a file under its own names: what each refers to, what comes from other modules, what is exported.

import { Use, type Asset, type Reference, type Remark } from '../scope/findings.ts'
import { isPureGlobal, judgeGlobal } from './impurity.ts'
import { isOurs } from '../resolve/our-packages.ts'
import type { Source, Statement, UnitText } from './read-statement.ts'
import type { UnitKind } from './unit-kind.ts'

/** A module that a unit loads while it runs. */
export interface LateLoad {
  readonly specifier: string
  readonly path: readonly string[]
  readonly at: number
}

export interface Unit {
  /** Stays the same while the file is edited elsewhere. */
  readonly key: string
  readonly names: readonly string[]
  readonly kind: UnitKind
  readonly text: UnitText
  /** Offset in the file. */
  readonly start: number
  /** To names of the file: its units, and what it imports. */
  readonly references: readonly Reference[]
  readonly lateLoads: readonly LateLoad[]
  readonly assets: readonly Asset[]
  readonly remarks: readonly Remark[]
  /** Calls something while the file is loaded that is not a modifier of ours. */
  readonly runs: boolean
  /** Changes something global: a prototype, `globalThis`, the process. */
  readonly writesGlobals: boolean
  /** Changes what the language brings: `Array.prototype.last = ...`, `Math.random = ...`. */
  readonly patchesGlobals: boolean
  /** Calls something global that does more than compute. */
  readonly callsGlobals: boolean
}

/** A module that is loaded with a file. */
export interface Load {
  readonly specifier: string
  /** Loaded for what it does, not for a name: `import './x'`. */
  readonly isBare: boolean
  /** Offset of the import in the file. */
  readonly at: number
}

export interface FileUnits {
  readonly units: readonly Unit[]
  /** By declared name; several where a namespace, an enum or a class is continued. */
  readonly named: ReadonlyMap<string, readonly Unit[]>
  readonly imports: ReadonlyMap<string, Source>
  /** By exported name. */
  readonly exports: ReadonlyMap<string, { readonly local: string } | Source>
  readonly stars: readonly string[]
  /** The modules that are loaded before this one, in order. */
  readonly loads: readonly Load[]
  readonly isCommonJs: boolean
  /** Equal as long as the same names lead to the same units and modules. */
  readonly tableKey: string
  readonly statements: readonly Statement[]
}

export function assembleUnits(statements: readonly Statement[]): FileUnits {
  const imports = new Map<string, Source>()
  for (const statement of statements) for (const one of statement.imports) imports.set(one.local, one)
  const texts = statements.flatMap(({ units, start }) => units.map((text) => ({ text, start: start + text.offset })))
  const declared = new Set(texts.flatMap(({ text }) => text.names))
  const requires = texts.flatMap(({ text }) => (text.maker === 'createRequire' ? text.names : []))
  const has = (name: string): boolean => declared.has(name) || imports.has(name)
  const importOf = (name: string): Source | undefined => (declared.has(name) ? undefined : imports.get(name))
  const names: Names = {
    has,
    isOurs: (name) => isOurs(importOf(name)?.specifier ?? ''),
    isNamespace: (name) => importOf(name)?.imported === '*',
    isRequire: (name) =>
      requires.includes(name) ||
      (name === 'require' && !has(name)) ||
      (name === 'createRequire' && /^(node:)?module$/.test(importOf(name)?.specifier ?? '')),
  }
  const keys = new Map<string, number>()
  const units = texts.map(({ text, start }) => {
    const base = text.names.length > 0 ? text.names.join(' ') : `statement ${text.hash}`
    const count = (keys.get(base) ?? 0) + 1
    keys.set(base, count)
    return toUnit(text, start, count === 1 ? base : `${base} ${count}`, names)
  })
  const named = new Map<string, Unit[]>()
  for (const unit of units) for (const name of unit.names) named.set(name, [...(named.get(name) ?? []), unit])
  const exports = exportsOf(statements, imports, declared)
  const stars = statements.flatMap((statement) => statement.stars)
  const isModule = statements.some(({ isModuleSyntax }) => isModuleSyntax)
  return {
    units: withSharedState(units, exports),
    named,
    imports,
    exports,
    stars,
    loads: loadsOf(statements, units),
    isCommonJs: !isModule && texts.some(({ text }) => text.findings.references.some(isCommonJsName)),
    tableKey: JSON.stringify([
      [...imports],
      [...exports],
      stars,
      requires,
      units.flatMap(({ key, names, kind }) => (names.length > 0 ? [key, kind] : [])),
    ]),
    statements,
  }
}

interface Names {
  has(name: string): boolean
  isOurs(name: string): boolean
  isNamespace(name: string): boolean
  isRequire(name: string): boolean
}

function toUnit(text: UnitText, start: number, key: string, names: Names): Unit {
  const { findings } = text
  const remarks = [...findings.remarks]
  const lateLoads: LateLoad[] = []
  for (const { by, specifier, path, at } of findings.lateModules) {
    if (by !== 'import' && !names.isRequire(by)) continue
    if (specifier !== undefined) lateLoads.push({ specifier, path, at })
    else remarks.push({ kind: 'caveat', what: by === 'createRequire' ? by : `${by}() of a computed name`, at })
  }
  const references: Reference[] = []
  let writesGlobals = false
  let patchesGlobals = false
  let callsGlobals = false
  for (const reference of findings.references) {
    const { name, path, uses, at } = reference
    if (names.has(name)) {
      // `ns.set(x)` calls a function of a module; nothing is changed in `ns`.
      const isFunctionOfNamespace = path.length === 1 && names.isNamespace(name)
      references.push(isFunctionOfNamespace ? { ...reference, uses: uses & ~(Use.written | Use.method) } : reference)
      continue
    }
    const judged = judgeGlobal(reference)
    if (judged) remarks.push({ ...judged, at })
    writesGlobals ||= (uses & Use.written) !== 0
    patchesGlobals ||= (uses & Use.written) !== 0 && isPureGlobal(name)
    callsGlobals ||= (uses & Use.called) !== 0 && !isPureGlobal(name)
  }
  if (findings.hasJsx) {
    for (const name of ['React', 'h']) if (names.has(name)) references.push({ name, path: [], at: 0, uses: 0 })
  }
  const isModified = text.kind === 'object' && text.maker !== undefined && names.isOurs(text.maker)
  return {
    key,
    names: text.names,
    kind: isModified ? 'function' : text.kind,
    text,
    start,
    references,
    lateLoads,
    assets: findings.assets,
    remarks,
    runs: findings.calledNow.some((callee) => !names.isOurs(callee)),
    writesGlobals,
    patchesGlobals,
    callsGlobals,
  }
}

function exportsOf(
  statements: readonly Statement[],
  imports: ReadonlyMap<string, Source>,
  declared: ReadonlySet<string>,
): Map<string, { readonly local: string } | Source> {
  const exports = new Map<string, { readonly local: string } | Source>()
  for (const { exported, ...from } of statements.flatMap((statement) => statement.exports)) {
    // `import { a } from './x'; export { a }` exports what it imports.
    const source = 'local' in from && !declared.has(from.local) ? imports.get(from.local) : undefined
    exports.set(exported, source ? { specifier: source.specifier, imported: source.imported } : from)
  }
  return exports
}

/** An import is loaded when code uses one of its names, or passes it on; compilers leave out the others. */
function loadsOf(statements: readonly Statement[], units: readonly Unit[]): FileUnits['loads'] {
  const used = new Set<string>()
  for (const { references } of units) for (const { name } of references) used.add(name)
  for (const { exports } of statements) for (const one of exports) if ('local' in one) used.add(one.local)
  const loads = new Map<string, Load>()
  const load = (specifier: string, isBare: boolean, at: number): void => {
    const known = loads.get(specifier)
    loads.set(specifier, { specifier, isBare: isBare || known?.isBare === true, at: known?.at ?? at })
  }
  for (const { imports, exports, stars, bareImports, start } of statements) {
    for (const { local, specifier } of imports) if (used.has(local)) load(specifier, false, start)
    for (const one of exports) if ('specifier' in one) load(one.specifier, false, start)
    for (const specifier of stars) load(specifier, false, start)
    for (const specifier of bareImports) load(specifier, true, start)
  }
  for (const { kind, lateLoads, start } of units) {
    for (const { specifier, at } of lateLoads) load(specifier, kind === 'statement', start + at)
  }
  return [...loads.values()]
}

/**
 * Adds a remark to each declaration that a function changes which may run after the file is loaded: its value is no
 * longer given by the code. A function that is only called while the file is loaded does not count.
 */
function withSharedState(units: readonly Unit[], exports: FileUnits['exports']): readonly Unit[] {
  const exported = new Set([...exports.values()].flatMap((one) => ('local' in one ? [one.local] : [])))
  const writers = units.filter(({ references }) => references.some(isLateWrite))
  if (writers.length === 0) return units
  const mentionedLater = new Set<string>()
  for (const unit of units) {
    for (const { name, uses } of unit.references) {
      const isCallWhileLoading = (uses & Use.now) !== 0 && (uses & Use.called) !== 0
      if (!isCallWhileLoading && !unit.names.includes(name)) mentionedLater.add(name)
    }
  }
  const changed = new Map<string, Remark[]>()
  for (const writer of writers) {
    const onlyLoads =
      writer.kind === 'function' && !writer.names.some((name) => exported.has(name) || mentionedLater.has(name))
    if (onlyLoads) continue
    for (const { name, at, uses } of writer.references) {
      if (!isLateWrite({ uses })) continue
      const remark = { kind: 'impure', what: `${name} is changed while nodes run`, at: writer.start + at } as const
      changed.set(name, [...(changed.get(name) ?? []), remark])
    }
  }
  const declared = new Set(units.flatMap(({ names }) => names))
  return units.map((unit) => {
    const own = unit.names.flatMap((name) => changed.get(name) ?? [])
    // What is imported is not declared here: the remark stays with the code that changes it.
    const foreign = unit.references.flatMap((reference) =>
      isLateWrite(reference) && !declared.has(reference.name) ? (changed.get(reference.name) ?? []) : [],
    )
    const remarks = [...own, ...foreign].map((remark) => ({ ...remark, at: remark.at - unit.start }))
    return remarks.length === 0 ? unit : { ...unit, remarks: [...unit.remarks, ...remarks] }
  })
}

function isLateWrite({ uses }: Pick<Reference, 'uses'>): boolean {
  return (uses & Use.written) !== 0 && (uses & Use.now) === 0
}

function isCommonJsName({ name }: Reference): boolean {
  return name === 'module' || name === 'exports' || name === 'require'
}
