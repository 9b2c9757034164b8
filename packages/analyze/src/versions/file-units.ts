// The units of a file, what it imports and exports, and which modules are loaded with it.

import type { Span } from '../scope/findings.ts'
import { FileNames, mentions } from './file-names.ts'
import type { Source, Statement, UnitText } from './read-statement.ts'
import { withSharedState } from './shared-state.ts'
import { unitOf, type Unit } from './unit.ts'

/** A module that is loaded with a file. */
export interface Load {
  readonly specifier: string
  /** Loaded for what it does, not for a name: `import './x'`. */
  readonly isBare: boolean
  /** The import, in the file. */
  readonly at: Span
}

/** Where an exported name leads to: a name of the file, or another module. */
type ExportEntry = { readonly local: string } | Source

export interface FileUnits {
  readonly statements: readonly Statement[]
  readonly names: FileNames
  readonly units: readonly Unit[]
  /** By key. */
  readonly byKey: ReadonlyMap<string, Unit>
  /** By exported name. */
  readonly exports: ReadonlyMap<string, ExportEntry>
  readonly stars: readonly string[]
  /** The modules that are loaded before this one, in order. */
  readonly loads: readonly Load[]
  readonly isCommonJs: boolean
  /** What was made of each text, for the next time. */
  readonly made: ReadonlyMap<UnitText, Unit>
}

/** @param before what was made of the file as it was: units are kept whose text and words are the same */
export function assembleUnits(statements: readonly Statement[], before: FileUnits | undefined): FileUnits {
  const names = new FileNames(statements)
  const changed = before ? names.changedSince(before.names) : new Set<string>()
  const made = new Map<UnitText, Unit>()
  for (const { units, start } of statements) {
    for (const text of units) {
      const known = before?.made.get(text)
      const key = names.keys[made.size]!
      const unit = known && !mentions(text, changed) ? known : unitOf(text, 0, key, names)
      made.set(text, placed(unit, start + text.offset, key))
    }
  }
  const exports = exportsOf(statements, names)
  const units = withSharedState([...made.values()], localNames(exports))
  const isModule = statements.some(({ isModuleSyntax }) => isModuleSyntax)
  return {
    statements,
    names,
    units,
    byKey: new Map(units.map((unit) => [unit.key, unit])),
    exports,
    stars: statements.flatMap((statement) => statement.stars),
    loads: loadsOf(statements, units, names),
    isCommonJs: !isModule && units.some(({ text }) => mentions(text, COMMON_JS)),
    made,
  }
}

const COMMON_JS: ReadonlySet<string> = new Set(['module', 'exports', 'require'])

/** The exported names that do not lead where they led. `undefined` when that may be all of them. */
export function changedExports(
  before: FileUnits,
  after: FileUnits,
  changed: ReadonlySet<string>,
): string[] | undefined {
  if (before.stars.join('\0') !== after.stars.join('\0') || before.isCommonJs !== after.isCommonJs) return undefined
  const names = new Set([...before.exports.keys(), ...after.exports.keys()])
  return [...names].filter((name) => {
    const one = before.exports.get(name)
    const other = after.exports.get(name)
    if (one === undefined || other === undefined) return true
    if ('local' in one && 'local' in other) return one.local !== other.local || changed.has(one.local)
    return JSON.stringify(one) !== JSON.stringify(other)
  })
}

function placed(unit: Unit, start: number, key: string): Unit {
  return unit.start === start && unit.key === key ? unit : { ...unit, start, key }
}

function exportsOf(statements: readonly Statement[], names: FileNames): Map<string, ExportEntry> {
  const { declared, imports } = names
  const exports = new Map<string, ExportEntry>()
  for (const { exported, ...from } of statements.flatMap((statement) => statement.exports)) {
    // `import { a } from './x'; export { a }` exports what it imports.
    const source = 'local' in from && !declared.has(from.local) ? imports.get(from.local) : undefined
    exports.set(exported, source ? { specifier: source.specifier, imported: source.imported } : from)
  }
  for (const {
    names: [own],
    isValue,
    maker,
  } of statements.flatMap((statement) => statement.units)) {
    if (isValue && own !== undefined && maker !== undefined && names.isOurs(maker)) exports.set(own, { local: own })
  }
  return exports
}

function localNames(exports: FileUnits['exports']): Set<string> {
  return new Set([...exports.values()].flatMap((one) => ('local' in one ? [one.local] : [])))
}

/** An import is loaded when code uses one of its names, or passes it on; compilers leave out the others. */
function loadsOf(statements: readonly Statement[], units: readonly Unit[], { imports }: FileNames): Load[] {
  const used = new Set<string>()
  for (const { references } of units) for (const { name } of references) if (imports.has(name)) used.add(name)
  for (const { exports, mentioned } of statements) {
    for (const one of exports) if ('local' in one) used.add(one.local)
    for (const name of mentioned) used.add(name)
  }
  const loads = new Map<string, Load>()
  const load = (specifier: string, isBare: boolean, at: Span): void => {
    const known = loads.get(specifier)
    loads.set(specifier, { specifier, isBare: isBare || known?.isBare === true, at: known?.at ?? at })
  }
  for (const { imports, exports, stars, bareImports, start, end } of statements) {
    const at = { start, end }
    for (const { local, specifier } of imports) if (used.has(local)) load(specifier, false, at)
    for (const one of exports) if ('specifier' in one) load(one.specifier, false, at)
    for (const specifier of stars) load(specifier, false, at)
    for (const specifier of bareImports) load(specifier, true, at)
  }
  for (const { kind, lateLoads, start } of units) {
    for (const { specifier, at } of lateLoads) {
      load(specifier, kind === 'statement', { start: start + at.start, end: start + at.end })
    }
  }
  return [...loads.values()]
}
