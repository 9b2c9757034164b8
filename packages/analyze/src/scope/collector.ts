// Gathers what a unit mentions while it is walked, and knows where the walk stands.

import type { Node } from 'oxc-parser'
import { Use, type Asset, type Findings, type LateModule, type Reference, type Remark, type Span } from './findings.ts'
import { aliasesOf } from './aliases.ts'
import { Scopes, type Aliases } from './scopes.ts'

export class Collector {
  readonly scopes: Scopes = new Scopes()
  /** Functions around the place. */
  functions = 0
  /** Those of them that do not run while the file is loaded. */
  deferred = 0
  /** In a constructor or an initializer, `this` is new: to write into it changes nothing that existed. */
  isConstructing = false
  hasJsx = false
  /** The method that the place is in. */
  method: string | undefined = undefined

  readonly #start: number
  readonly #references = new Map<string, Reference>()
  readonly #lateModules: LateModule[] = []
  readonly #assets: Asset[] = []
  readonly #remarks: Remark[] = []
  readonly #calledNow = new Set<string>()
  #writesParameters = false
  #handsParameters = false
  readonly #parameterMethods = new Set<string>()
  #writesCaptured = false
  #standsFor: Aliases = []
  readonly #returned = new Set<string>()
  readonly #changingMethods = new Set<string>()
  readonly #ownCalls: [string, string][] = []

  /** @param start all places are counted from there */
  constructor(start: number) {
    this.#start = start
  }

  get findings(): Findings {
    return {
      references: [...this.#references.values()],
      lateModules: this.#lateModules,
      assets: this.#assets,
      remarks: this.#remarks,
      calledNow: [...this.#calledNow],
      writesParameters: this.#writesParameters,
      handsParameters: this.#handsParameters,
      parameterMethods: [...this.#parameterMethods],
      writesCaptured: this.#writesCaptured,
      standsFor: this.#standsFor,
      returned: [...this.#returned],
      changingMethods: [...this.#changingMethods],
      ownCalls: this.#ownCalls,
      hasJsx: this.hasJsx,
    }
  }

  /** A name is used. When it is declared inside of the unit, what it stands for is used in its place. */
  use(name: string, path: readonly string[], uses: number, at: Node): void {
    const aliases = this.scopes.find(name)
    if (aliases === undefined) return this.#refer(name, path, uses, at)
    if ((uses & Use.written) !== 0) this.writesLocal(name)
    if ((uses & Use.method) !== 0 && aliases.includes('#parameter')) this.#parameterMethods.add(path.at(-1) ?? '?')
    const passedOn = uses & (Use.written | Use.method | Use.passed | Use.called)
    if (passedOn !== 0) for (const alias of aliases) this.useAlias(alias, passedOn, at)
  }

  /** Something is done to what an alias stands for. */
  useAlias(alias: string, uses: number, at: Node): void {
    if (alias === '#this') {
      if ((uses & Use.written) !== 0 && !this.isConstructing && this.method !== undefined) {
        this.#changingMethods.add(this.method)
      }
    } else if (alias === '#parameter') {
      this.#writesParameters ||= (uses & Use.written) !== 0
      this.#handsParameters ||= (uses & Use.passed) !== 0
    } else if (alias.endsWith('()')) this.#refer(alias.slice(0, -2), [], uses | Use.result, at)
    else this.#refer(alias, [], uses, at)
  }

  /** The place in the code is where a function gives something. */
  returns(value: Node): void {
    for (const alias of aliasesOf(value, this.scopes)) if (!alias.startsWith('#')) this.#returned.add(alias)
  }

  /** The unit is a variable of this value. */
  holds(value: Node): void {
    this.#standsFor = aliasesOf(value, this.scopes)
  }

  /** A local name is assigned, or changed inside. */
  writesLocal(name: string): void {
    this.#writesCaptured ||= this.scopes.isCaptured(name)
  }

  /** `this.name()` */
  callsOwnMethod(name: string): void {
    if (this.method !== undefined) this.#ownCalls.push([this.method, name])
  }

  /** Something is called. @param callee the name that it is called by, `?` when there is none */
  calls(callee: string): void {
    if (this.deferred === 0) this.#calledNow.add(callee)
  }

  late(by: string, specifier: string | undefined, path: readonly string[], at: Node): void {
    this.#lateModules.push({ by, specifier, path, at: this.#span(at) })
  }

  asset(specifier: string, at: Node): void {
    this.#assets.push({ specifier, at: this.#span(at) })
  }

  remark(kind: Remark['kind'], what: string, at: Node): void {
    this.#remarks.push({ kind, what, at: this.#span(at) })
  }

  #span({ start, end }: Node): Span {
    return { start: start - this.#start, end: end - this.#start }
  }

  #refer(name: string, path: readonly string[], uses: number, at: Node): void {
    const isDeep = (uses & Use.written) !== 0 && this.scopes.level > 1
    const allUses = uses | (this.deferred === 0 ? Use.now : 0) | (isDeep ? Use.deep : 0)
    const key = `${name}.${path.join('.')} ${allUses}`
    if (this.#references.has(key)) return
    this.#references.set(key, { name, path, uses: allUses, at: this.#span(at) })
  }
}
