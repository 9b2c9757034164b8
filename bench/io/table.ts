// The table that is read and written: made again from row numbers, whatever its length.

import type { Columns } from '@throughline/io/columns'

export const schema = {
  id: 'int32',
  delay: 'float64?',
  distance: 'int32',
  origin: 'string',
  tail: 'string',
} as const

export interface Flight {
  readonly id: number
  readonly delay: number | null
  readonly distance: number
  readonly origin: string
  readonly tail: string
}

const letters = 'ABCDEFGHIJ'
const origins = Array.from(
  { length: 300 },
  (_, n) => letters[n % 10]! + letters[Math.floor(n / 10) % 10]! + letters[Math.floor(n / 100)]!,
)
const tails = Array.from({ length: 5_000 }, (_, n) => `N${100_000 + n * 7}`)

const delayAt = (n: number): number | null => (n % 50 === 0 ? null : ((n * 7919) % 4001) / 8 - 50)
const distanceAt = (n: number): number => 100 + ((n * 104_729) % 2_500)
const originOf = (n: number): number => (n * 31) % 300
const tailOf = (n: number): number => (n * 17) % 5_000

export const flightAt = (n: number): Flight => ({
  id: n,
  delay: delayAt(n),
  distance: distanceAt(n),
  origin: origins[originOf(n)]!,
  tail: tails[tailOf(n)]!,
})

/** As libraries take them. */
export interface PlainColumns {
  readonly id: Int32Array
  readonly delay: (number | null)[]
  readonly distance: Int32Array
  readonly origin: string[]
  readonly tail: string[]
}

export const plainColumns = (rows: readonly Flight[]): PlainColumns => ({
  id: Int32Array.from(rows, ({ id }) => id),
  delay: rows.map(({ delay }) => delay),
  distance: Int32Array.from(rows, ({ distance }) => distance),
  origin: rows.map(({ origin }) => origin),
  tail: rows.map(({ tail }) => tail),
})

export const flights = (rows: number): readonly Flight[] => Array.from({ length: rows }, (_, n) => flightAt(n))

/** From row `start` on. */
export function flightColumns(start: number, rows: number): Columns {
  const delays = new Float64Array(rows)
  const valid = new Uint8Array(Math.ceil(rows / 8))
  for (let row = 0; row < rows; row++) {
    const delay = delayAt(start + row)
    if (delay === null) continue
    delays[row] = delay
    valid[row >> 3]! |= 1 << (row & 7)
  }
  return {
    id: Int32Array.from({ length: rows }, (_, row) => start + row),
    delay: { type: 'Float64', length: rows, values: delays, valid },
    distance: Int32Array.from({ length: rows }, (_, row) => distanceAt(start + row)),
    origin: {
      type: 'Utf8',
      length: rows,
      codes: Uint16Array.from({ length: rows }, (_, row) => originOf(start + row)),
      dictionary: origins,
    },
    tail: {
      type: 'Utf8',
      length: rows,
      codes: Uint16Array.from({ length: rows }, (_, row) => tailOf(start + row)),
      dictionary: tails,
    },
  }
}

/** One number that tells two tables apart; of texts it takes the numbers that they say. */
export class Checksum {
  #sum = 0

  add({ id, delay, distance, origin, tail }: { readonly [Name in keyof Flight]: unknown }): void {
    const number = Number(id)
    const late = delay === null || delay === '' ? 0.5 : Number(delay)
    const texts = (origin as string).charCodeAt(1) + (tail as string).length
    this.#sum += (number % 97) * (late + Number(distance) / 16 + texts)
  }

  get sum(): number {
    return this.#sum
  }
}
