// A piece of code under the names of its file: which of its words are units, imports, or global.

import { Use, type Asset, type Reference, type Remark, type Span } from '../scope/findings.ts'
import { isPureGlobal, judgeGlobal } from './impurity.ts'
import type { FileNames } from './file-names.ts'
import type { UnitText } from './read-statement.ts'
import type { UnitKind } from './unit-kind.ts'

/** A module that a unit loads while it runs. */
interface LateLoad {
  readonly specifier: string
  readonly path: readonly string[]
  readonly at: Span
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

export function unitOf(text: UnitText, start: number, key: string, names: FileNames): Unit {
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
    for (const name of ['React', 'h'])
      if (names.has(name)) references.push({ name, path: [], at: { start: 0, end: 0 }, uses: 0 })
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
