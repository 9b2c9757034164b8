// The units of a file, what it imports and exports, and which modules are loaded with it.

import type { Span } from '../scope/findings.ts'
import type { Source, Statement, UnitText } from './read-statement.ts'
import { withSharedState } from './shared-state.ts'
import { FileNames, unitOf, type Unit } from './unit.ts'

/** A module that is loaded with a file. */
export interface Load {
  readonly specifier: string
  /** Loaded for what it does, not for a name: `import './x'`. */
  readonly isBare: boolean
  /** The import, in the file. */
  readonly at: Span
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
  /** What was made of each text, for the next time. */
  readonly made: { readonly names: string; readonly units: ReadonlyMap<UnitText, Unit> }
}

/** @param before what was made of the file as it was: units are kept whose text and names are the same */
export function assembleUnits(statements: readonly Statement[], before: FileUnits | undefined): FileUnits {
  const imports = new Map<string, Source>()
  for (const statement of statements) for (const one of statement.imports) imports.set(one.local, one)
  const texts = statements.flatMap((statement) => statement.units)
  const names = new FileNames(texts, imports)
  const namesKey = names.key
  const known = before?.made.names === namesKey ? before.made.units : undefined
  const made = new Map<UnitText, Unit>()
  const keys = new Map<string, number>()
  for (const statement of statements) {
    for (const text of statement.units) {
      const base = text.names.length > 0 ? text.names.join(' ') : `statement ${text.hash}`
      const count = (keys.get(base) ?? 0) + 1
      keys.set(base, count)
      const key = count === 1 ? base : `${base} ${count}`
      made.set(text, placed(known?.get(text) ?? unitOf(text, 0, key, names), statement.start + text.offset, key))
    }
  }
  const exports = exportsOf(statements, names)
  const units = withSharedState([...made.values()], localNames(exports))
  const named = new Map<string, readonly Unit[]>()
  for (const unit of units) for (const name of unit.names) named.set(name, [...(named.get(name) ?? []), unit])
  const stars = statements.flatMap((statement) => statement.stars)
  const isModule = statements.some(({ isModuleSyntax }) => isModuleSyntax)
  return {
    units,
    named,
    imports,
    exports,
    stars,
    loads: loadsOf(statements, units),
    isCommonJs: !isModule && texts.some(mentionsCommonJs),
    tableKey: JSON.stringify([
      namesKey,
      [...exports],
      stars,
      units.map(({ kind, key }) => (kind === 'statement' ? '' : key)),
    ]),
    statements,
    made: { names: namesKey, units: made },
  }
}

function placed(unit: Unit, start: number, key: string): Unit {
  return unit.start === start && unit.key === key ? unit : { ...unit, start, key }
}

function exportsOf(
  statements: readonly Statement[],
  { declared, imports }: FileNames,
): Map<string, { readonly local: string } | Source> {
  const exports = new Map<string, { readonly local: string } | Source>()
  for (const { exported, ...from } of statements.flatMap((statement) => statement.exports)) {
    // `import { a } from './x'; export { a }` exports what it imports.
    const source = 'local' in from && !declared.has(from.local) ? imports.get(from.local) : undefined
    exports.set(exported, source ? { specifier: source.specifier, imported: source.imported } : from)
  }
  return exports
}

function localNames(exports: FileUnits['exports']): Set<string> {
  return new Set([...exports.values()].flatMap((one) => ('local' in one ? [one.local] : [])))
}

/** An import is loaded when code uses one of its names, or passes it on; compilers leave out the others. */
function loadsOf(statements: readonly Statement[], units: readonly Unit[]): Load[] {
  const used = new Set<string>()
  for (const { references } of units) for (const { name } of references) used.add(name)
  for (const { exports } of statements) for (const one of exports) if ('local' in one) used.add(one.local)
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

function mentionsCommonJs({ findings }: UnitText): boolean {
  return findings.references.some(({ name }) => name === 'module' || name === 'exports' || name === 'require')
}
