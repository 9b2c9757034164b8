// Building a flow against only scanning the heads, each on functions that nobody has looked at before.
//
// usage: node build.ts <module of nodes> <rounds>

import { dataflow } from 'throughline'

const [, , file = '', rounds = ''] = process.argv

// The scanner is private; the measurement of a part has to reach into the built package.
const scanner = new URL('../../packages/core/dist/definition/scan-head.js', import.meta.url)
const { scanHead } = (await import(scanner.href)) as { scanHead: (fn: unknown) => unknown }

// A module is imported anew for each copy, so that its functions are new. All of that happens before the first
// measurement: what imports leave behind is not part of the work.
const copies: Record<string, unknown>[] = []
for (let copy = 0; copy < 2 * Number(rounds); copy++)
  copies.push((await import(`${file}?copy=${copy}`)) as Record<string, unknown>)
globalThis.gc?.()

const timeMs = (work: () => void): number => {
  const startMs = performance.now()
  work()
  return performance.now() - startMs
}

const scanMs: number[] = []
const buildMs: number[] = []
for (let round = 0; round < Number(rounds); round++) {
  const functions = Object.values(copies[2 * round] ?? {})
  scanMs.push(timeMs(() => functions.forEach((fn) => scanHead(fn))))
  buildMs.push(timeMs(() => void dataflow(copies[2 * round + 1] ?? {})))
}
console.log(JSON.stringify({ scanMs, buildMs }))
