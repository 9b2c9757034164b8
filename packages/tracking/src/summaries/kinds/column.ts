// A list of anything: each kind of value in it is summarised by its own rules.

import { Booleans } from './boolean.ts'
import type { Context } from './context.ts'
import { Dates, instantOf } from './date.ts'
import { factorOf, type Seen } from './head.ts'
import { Numbers } from './numeric.ts'
import { ShapeBuilder } from './shape.ts'
import { Texts, type TextFacts } from './text.ts'
import { typed, type Summarised } from './summarised.ts'
import { isVector, Vectors } from './vectors.ts'
import { isSecret } from '../privacy/secret.ts'

export class Column {
  readonly #context: Context
  readonly #expected: number
  #n = 0
  #missing = 0
  #secrets = 0
  #numbers: Numbers | undefined
  #texts: Texts | undefined
  #booleans: Booleans | undefined
  #dates: Dates | undefined
  #vectors: Vectors | undefined
  #vectorCount = 0
  #objects: ShapeBuilder | undefined
  #objectCount = 0

  /** @param expected how many values will come, about */
  constructor(context: Context, expected: number) {
    this.#context = context
    this.#expected = expected
  }

  get n(): number {
    return this.#n
  }

  add(value: unknown): void {
    this.#n++
    switch (typeof value) {
      case 'number':
        return (this.#numbers ??= new Numbers(this.#expected, this.#context.seed)).add(value)
      case 'bigint':
        return (this.#numbers ??= new Numbers(this.#expected, this.#context.seed)).add(Number(value))
      case 'string':
        return (this.#texts ??= new Texts(this.#expected, this.#context.seed, this.#context.salt)).add(value)
      case 'boolean':
        return (this.#booleans ??= new Booleans()).add(value)
      case 'undefined':
        this.#missing++
        return
      default:
        if (value === null) this.#missing++
        else this.#addObject(value as object | symbol)
    }
  }

  addInstant(atMs: number, zone: string): void {
    this.#n++
    ;(this.#dates ??= new Dates(this.#context.seed)).add(atMs, zone)
  }

  /** A text of which everything is known. */
  addText(facts: TextFacts): void {
    this.#n++
    ;(this.#texts ??= new Texts(this.#expected, this.#context.seed, this.#context.salt)).addFacts(facts)
  }

  addMissing(count: number): void {
    this.#n += count
    this.#missing += count
  }

  /** Numbers of a typed array. */
  addStretch(values: ArrayLike<number>, from: number, to: number): void {
    this.#n += to - from
    ;(this.#numbers ??= new Numbers(this.#expected, this.#context.seed)).addStretch(values, from, to)
  }

  #addObject(value: object | symbol): void {
    if (typeof value === 'object') {
      if (isSecret(value)) {
        this.#secrets++
        return
      }
      const instant = instantOf(value)
      if (instant) return (this.#dates ??= new Dates(this.#context.seed)).add(instant.atMs, instant.zone)
      if (isVector(value)) {
        this.#vectorCount++
        return (this.#vectors ??= new Vectors(this.#expected, this.#context.seed)).add(value)
      }
    }
    this.#objectCount++
    ;(this.#objects ??= new ShapeBuilder(this.#context)).add(value)
  }

  /** @param seen how many of the list were looked at */
  finish(seen: Seen): Summarised {
    const kinds = [this.#numbers, this.#texts, this.#booleans, this.#dates, this.#vectors, this.#objects]
    const count = kinds.filter(Boolean).length + Number(this.#secrets > 0)
    const missing = count > 1 ? 0 : this.#missing
    const parts: Summarised[] = []
    // Each part was seen in the same ratio as the whole.
    const partSeen = (n: number): Seen => (seen.n === seen.of ? { n, of: n } : { n, of: n * factorOf(seen) })
    if (this.#numbers) parts.push(typed('numeric', this.#numbers.finish(missing, partSeen(this.#numbers.n + missing))))
    if (this.#texts) parts.push(typed('text', this.#texts.finish(missing, partSeen(this.#texts.n + missing))))
    if (this.#booleans)
      parts.push(typed('boolean', this.#booleans.finish(missing, partSeen(this.#booleans.n + missing))))
    if (this.#dates) parts.push(typed('date', this.#dates.finish(missing, partSeen(this.#dates.n + missing))))
    if (this.#vectors)
      parts.push(typed('vectors', this.#vectors.finish(missing, partSeen(this.#vectorCount + missing))))
    const headOfPart = (n: number) => {
      const { n: seenHere, of } = partSeen(n + missing)
      const whole = Math.round(of)
      const head = { n: whole, missing: Math.round(missing * factorOf(seen)) }
      return seen.n === seen.of ? head : { ...head, sampled: { n: seenHere, of: whole } }
    }
    if (this.#objects) parts.push(typed('json', { ...headOfPart(this.#objectCount), shape: this.#objects.build() }))
    if (this.#secrets > 0) parts.push(typed('redacted', headOfPart(this.#secrets)))
    if (parts.length === 1) return parts[0]!
    const { n } = seen
    const whole = { n: Math.round(this.#n * factorOf(seen)), missing: Math.round(this.#missing * factorOf(seen)) }
    const head = n === seen.of ? whole : { ...whole, sampled: { n: this.#n, of: whole.n } }
    if (parts.length === 0) return typed('empty', head)
    return typed('mixed', { ...head, parts: Object.fromEntries(parts.map((part) => [part.type, part])) })
  }
}
