// Columns as plain data, by their form: values side by side, texts as codes, bits that say what is missing. Those of
// `@throughline/io` have it.

import { visit } from './budget.ts'
import { Column } from './column.ts'
import type { Context } from './context.ts'
import type { Summarised } from './summarised.ts'
import { factsOf, type TextFacts } from './text.ts'

interface PackedForm {
  readonly length: number
  readonly valid?: Uint8Array | undefined
}

interface PackedTexts extends PackedForm {
  readonly type: 'Utf8'
  readonly codes: ArrayLike<number>
  readonly dictionary: readonly string[]
}

interface PackedValues extends PackedForm {
  readonly type: string
  readonly unit?: 's' | 'ms' | 'us' | 'ns'
  readonly values: ArrayLike<number> | ArrayLike<bigint>
}

export type PackedColumn = PackedTexts | PackedValues

const TYPES = /^((Float(32|64)|(Ui|I)nt(8|16|32|64))|Utf8|Bool|Date|Timestamp)$/

export function isPacked(value: unknown): value is PackedColumn {
  if (typeof value !== 'object' || value === null) return false
  const own = (name: string): unknown => Object.getOwnPropertyDescriptor(value, name)?.value
  const [type, length, valid] = [own('type'), own('length'), own('valid')]
  if (typeof type !== 'string' || !TYPES.test(type) || typeof length !== 'number') return false
  if (valid !== undefined && !(valid instanceof Uint8Array && valid.length * 8 >= length)) return false
  const stored = own(type === 'Utf8' ? 'codes' : 'values')
  const isStored = ArrayBuffer.isView(stored) && 'length' in stored && stored.length === length
  return isStored && (type !== 'Utf8' || Array.isArray(own('dictionary')))
}

/** Of texts, each of the dictionary is looked at once, however often it comes. */
export function summarisePacked(packed: PackedColumn, context: Context): Summarised {
  const { length, valid } = packed
  const column = new Column(context, length)
  const add = adderFor(packed, column, context.salt)
  const { budget, seed } = context
  const seen = visit(length, { budget, seed }, (from, to) => {
    for (let at = from; at < to; at++) {
      if (isThere(valid, at)) add(at)
      else column.add(null)
    }
  })
  return column.finish(seen)
}

function adderFor(packed: PackedColumn, column: Column, salt: number): (at: number) => void {
  if ('dictionary' in packed) {
    const { codes, dictionary } = packed
    const known: (TextFacts | undefined)[] = []
    return (at) => {
      const code = codes[at]!
      column.addText((known[code] ??= factsOf(dictionary[code] ?? '', salt)))
    }
  }
  const { type, values, unit = 'ms' } = packed
  if (type === 'Bool') return (at) => column.add(values[at] === 1)
  if (type === 'Date') return (at) => column.addInstant(Number(values[at]) * DAY_MS, 'UTC')
  if (type === 'Timestamp') return (at) => column.addInstant(Math.floor(Number(values[at]) / PER_MS[unit]), 'UTC')
  return (at) => column.add(values[at])
}

const DAY_MS = 86_400_000
const PER_MS = { s: 1 / 1000, ms: 1, us: 1000, ns: 1_000_000 } as const

/** The first elements, as a preview shows them. */
export function firstOfPacked(packed: PackedColumn, count: number): unknown[] {
  return Array.from({ length: Math.min(count, packed.length) }, (_, at) => {
    if (!isThere(packed.valid, at)) return null
    if ('dictionary' in packed) return packed.dictionary[packed.codes[at]!] ?? null
    const { type, values, unit = 'ms' } = packed
    if (type === 'Bool') return values[at] === 1
    if (type === 'Date') return new Date(Number(values[at]) * DAY_MS).toISOString().slice(0, 10)
    return type === 'Timestamp' ? new Date(Math.floor(Number(values[at]) / PER_MS[unit])) : values[at]
  })
}

function isThere(valid: Uint8Array | undefined, at: number): boolean {
  return valid === undefined || (valid[at >> 3]! & (1 << (at & 7))) !== 0
}
