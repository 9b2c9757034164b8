// Building a flow against only scanning the heads, each on functions that nobody has looked at before.
//
// usage: node build.ts <module of nodes> <rounds>

import { dataflow } from 'throughline'

const [, , file = '', rounds = ''] = process.argv

// The scanner is private; the measurement of a part has to reach into the built package.
const scanner = new URL('../../packages/core/dist/definition/scan-head.js', import.meta.url)
const { scanHead } = (await import(scanner.href)) as { scanHead: (fn: unknown) => unknown }

let copies = 0
const freshCopy = async (): Promise<Record<string, unknown>> =>
  (await import(`${file}?copy=${copies++}`)) as Record<string, unknown>

const timeMs = (work: () => void): number => {
  const startMs = performance.now()
  work()
  return performance.now() - startMs
}

const scanMs: number[] = []
const buildMs: number[] = []
for (let round = 0; round < Number(rounds); round++) {
  const scanned = Object.values(await freshCopy())
  const built = await freshCopy()
  scanMs.push(timeMs(() => scanned.forEach((fn) => scanHead(fn))))
  buildMs.push(timeMs(() => void dataflow(built)))
}
console.log(JSON.stringify({ scanMs, buildMs }))
