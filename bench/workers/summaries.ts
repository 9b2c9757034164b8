// What a summary costs: of a column of a million numbers, by a plain loop that adds them up; of records; of one value.
//
// usage: node summaries.ts <rounds>

import { mergeSummaries, summarise } from '@throughline/tracking'

const rounds = Number(process.argv[2])
const column = Float64Array.from({ length: 1_000_000 }, (_, row) => Math.sin(row) * 100)
const records = Array.from({ length: 50_000 }, (_, row) => ({
  id: row,
  name: `name ${row % 1000}`,
  price: (row * 7919) % 1000,
  sold: row % 3 === 0,
  at: new Date(row * 1e6),
}))
const whole = { budgetMs: Number.POSITIVE_INFINITY }

function meanOf(values: Float64Array): number {
  let sum = 0
  for (let row = 0; row < values.length; row++) sum += values[row]!
  return sum / values.length
}

/** Adds up every field, as a hand-written check of records would. */
function lookAt(rows: typeof records): number {
  let sum = 0
  for (const row of rows) sum += row.id + row.name.length + row.price + Number(row.sold) + row.at.getTime()
  return sum
}

let kept = 0
function timeMs(run: () => unknown): number {
  const startMs = performance.now()
  const result = run()
  kept += typeof result === 'number' ? result : JSON.stringify(result).length
  return performance.now() - startMs
}

const half = [summarise(column.subarray(0, 500_000), whole), summarise(column.subarray(500_000), whole)] as const
const measures = {
  meanMs: () => meanOf(column),
  columnMs: () => summarise(column, whole),
  columnInBudgetMs: () => summarise(column),
  fieldsMs: () => lookAt(records),
  recordsMs: () => summarise(records, whole),
  numberMs: () => summarise(7),
  mergeMs: () => mergeSummaries(...half),
}
const times: Record<string, number[]> = {}
for (let round = 0; round < rounds + 5; round++) {
  for (const [name, measure] of Object.entries(measures)) {
    const ms = timeMs(measure)
    if (round >= 5) (times[name] ??= []).push(ms)
  }
}
console.log(JSON.stringify({ times, kept: Number.isFinite(kept) }))
