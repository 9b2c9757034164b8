// What made the version of a node another one: pieces of code that came, went or changed, packages, imports.

import type { Stretch } from '../facts/place.ts'
import type { VersionUnit } from '../versions/code-version.ts'
import type { CodeChange, KeyedChange } from './code-change.ts'
import { importChanges, type ImportChange } from './import-changes.ts'
import { lineDiff } from './line-diff.ts'
import { importedPackages, packageChanges } from './package-changes.ts'
import { textOf } from './piece-text.ts'
import type { NodeSnapshot, ProjectSnapshot } from './snapshot.ts'

/** Two states, side by side. */
export class CodeComparison {
  readonly before: ProjectSnapshot
  readonly after: ProjectSnapshot
  readonly #made = new Map<string, CodeChange>()
  readonly #imports = new Map<string, readonly ImportChange[]>()
  /** By absolute path, which tells the sides apart. */
  readonly #packages = new Map<string, ReadonlySet<string>>()

  constructor(before: ProjectSnapshot, after: ProjectSnapshot) {
    this.before = before
    this.after = after
  }

  /** All that differs between two versions of the code of a node. */
  changesOf(before: NodeSnapshot, after: NodeSnapshot): KeyedChange[] {
    const pairs = this.#pairs(before.code?.units ?? [], after.code?.units ?? [])
    const pieces = pairs.filter((pair) => this.#isEdit(pair)).map((pair) => this.#keyed(pair, before, after))
    const packages = packageChanges(before.code?.packages ?? [], after.code?.packages ?? [], (name) =>
      this.#isImported(name, before, after),
    )
    const found = [...pieces, ...packages]
    const imports = this.#importsOf(before, after).filter(({ leadsOut }) => leadsOut || found.length === 0)
    found.push(...imports.map(({ change, key }) => ({ key, change, isOwn: false })))
    if (found.length > 0) return found
    // Nothing was edited: the node reaches code that was there before.
    if (pairs.length > 0) return pairs.map((pair) => this.#keyed(pair, before, after))
    const key = `links ${after.exportPath}`
    return [{ key, change: this.#once(key, () => ({ kind: 'links', name: after.exportPath })), isOwn: false }]
  }

  /** The declaration of a node that came or went. */
  wholeOf(node: NodeSnapshot, side: 'before' | 'after'): KeyedChange[] {
    const other = side === 'before' ? this.after : this.before
    const unit = node.code?.units.find((one) => isOwn(one, node))
    if (!unit) return []
    const file = this[side].relative(unit.file)
    // A declaration that is on the other side too was changed, not added: one of several nodes that it makes is new.
    const counterpart = (other.statements(file) ?? []).flatMap((statement) =>
      statement.units
        .filter(({ names, hash }) => names.join(', ') === unit.name && hash !== unit.hash && unit.name !== '')
        .map(({ offset, length }) => ({ start: statement.start + offset, end: statement.start + offset + length })),
    )
    const [found] = counterpart
    const there = found && unitAt(other, file, found, unit)
    const pair: Pair =
      side === 'before'
        ? { before: unit, ...(there && { after: there }) }
        : { after: unit, ...(there && { before: there }) }
    return [this.#keyed(pair, node, node)]
  }

  #keyed(pair: Pair, before: NodeSnapshot, after: NodeSnapshot): KeyedChange {
    const key = [this.#keyOf(pair.before, this.before), this.#keyOf(pair.after, this.after)].join(' > ')
    const own = (pair.after && isOwn(pair.after, after)) || (pair.before && isOwn(pair.before, before))
    return { key, change: this.#once(key, () => this.#change(pair)), isOwn: own === true }
  }

  #keyOf(unit: VersionUnit | undefined, side: ProjectSnapshot): string {
    return unit ? `${side.relative(unit.file)}:${unit.start} ${unit.hash}` : ''
  }

  #once(key: string, make: () => CodeChange): CodeChange {
    let change = this.#made.get(key)
    if (!change) this.#made.set(key, (change = make()))
    return change
  }

  #change({ before, after }: Pair): CodeChange {
    const { kind, name } = (after ?? before)!
    const old = before && textOf(before, this.before)
    const now = after && textOf(after, this.after)
    const startsAt = { before: before?.line ?? 1, after: after?.line ?? 1 }
    const isText = !(before && old === undefined) && !(after && now === undefined)
    return {
      kind,
      name,
      ...(before && { before: { file: this.before.relative(before.file), line: before.line } }),
      ...(after && { after: { file: this.after.relative(after.file), line: after.line } }),
      ...(isText && { lines: lineDiff(old, now, { startsAt }) }),
    }
  }

  /** Pieces whose content differs, those of one name together. */
  #pairs(before: readonly VersionUnit[], after: readonly VersionUnit[]): Pair[] {
    const gone = without(before, after)
    const come = without(after, before)
    const pairs: Pair[] = []
    const rules: readonly ((one: VersionUnit, other: VersionUnit) => boolean)[] = [
      (one, other) => one.name === other.name && this.#isSameFile(one, other) && one.name !== '',
      (one, other) => one.name === other.name && one.name !== '',
      (one, other) => one.name === '' && other.name === '' && this.#isSameFile(one, other),
    ]
    for (const rule of rules) {
      for (const one of gone) {
        const other = [...come].find((unit) => unit.kind === one.kind && rule(one, unit))
        if (!other) continue
        gone.delete(one)
        come.delete(other)
        pairs.push({ before: one, after: other })
      }
    }
    return [...pairs, ...[...gone].map((one) => ({ before: one })), ...[...come].map((one) => ({ after: one }))]
  }

  /** False for what is as it was, and only no longer reached, or newly. */
  #isEdit({ before, after }: Pair): boolean {
    if (before && after) return true
    const unit = (before ?? after)!
    const [own, other] = before ? [this.before, this.after] : [this.after, this.before]
    if (unit.kind === 'file') return true
    const statements = other.statements(own.relative(unit.file)) ?? []
    return !statements.some(({ units }) => units.some(({ hash }) => hash === unit.hash))
  }

  #isSameFile(one: VersionUnit, other: VersionUnit): boolean {
    return this.before.relative(one.file) === this.after.relative(other.file)
  }

  /** Of the files that have the code; of all files when only what stands between them can be the reason. */
  #importsOf(before: NodeSnapshot, after: NodeSnapshot): readonly ImportChange[] {
    const files = new Set([
      ...(before.code?.units ?? []).map((unit) => this.before.relative(unit.file)),
      ...(after.code?.units ?? []).map((unit) => this.after.relative(unit.file)),
    ])
    const own = [...files].flatMap((file) => this.#importChanges(file))
    return own.length > 0 ? own : [...this.after.files.keys()].flatMap((file) => this.#importChanges(file))
  }

  /** Whether a file with the code of a node imports a package. */
  #isImported(name: string, before: NodeSnapshot, after: NodeSnapshot): boolean {
    const isIn = (side: ProjectSnapshot, { code }: NodeSnapshot): boolean =>
      [...new Set((code?.units ?? []).map(({ file }) => file))].some((file) => this.#packagesOf(file, side).has(name))
    return isIn(this.before, before) || isIn(this.after, after)
  }

  #packagesOf(file: string, side: ProjectSnapshot): ReadonlySet<string> {
    let known = this.#packages.get(file)
    if (!known) this.#packages.set(file, (known = importedPackages(side.statements(side.relative(file)) ?? [])))
    return known
  }

  #importChanges(file: string): readonly ImportChange[] {
    let known = this.#imports.get(file)
    if (!known) this.#imports.set(file, (known = importChanges(file, this.before, this.after)))
    return known
  }
}

interface Pair {
  readonly before?: VersionUnit
  readonly after?: VersionUnit
}

/** Those whose content is not among the others, each as often as it is missing. */
function without(units: readonly VersionUnit[], others: readonly VersionUnit[]): Set<VersionUnit> {
  const counts = new Map<string, number>()
  for (const { hash, name } of others) counts.set(`${name} ${hash}`, (counts.get(`${name} ${hash}`) ?? 0) + 1)
  return new Set(
    units.filter(({ hash, name }) => {
      const left = counts.get(`${name} ${hash}`) ?? 0
      counts.set(`${name} ${hash}`, left - 1)
      return left <= 0
    }),
  )
}

function isOwn(unit: VersionUnit, { declaration, place }: NodeSnapshot): boolean {
  if (!declaration || unit.file !== declaration.file || unit.kind === 'file') return false
  // Of several variables that one statement declares, the one with the node in it.
  const isInside = (outer: Stretch, inner: Stretch): boolean => outer.start <= inner.start && inner.end <= outer.end
  if (!isInside(declaration, unit)) return false
  return place.file !== unit.file || !isInside(declaration, place) || isInside(unit, place)
}

function unitAt(
  side: ProjectSnapshot,
  path: string,
  { start, end }: Stretch,
  like: VersionUnit,
): VersionUnit | undefined {
  const file = side.file(path)
  return file && { ...like, file: file.path, start, end, ...file.lines.positionAt(start), hash: `${path} ${start}` }
}
