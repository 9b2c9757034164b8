// The peak of memory while a chain of nodes makes 8 MB each.
//
// usage: node memory.ts <module of nodes> <nodes> <flow | loop>

import { readFileSync } from 'node:fs'
import { dataflow } from 'throughline'

const [, , file = '', size = '', way = ''] = process.argv
const nodes = (await import(file)) as Record<
  string,
  (dependencies: Record<string, unknown>) => Float64Array | Promise<Float64Array>
>
const last = `n${Number(size) - 1}`

/** Linux hands the peak of the parent on in `maxRSS`, so its own record of this program is asked first. */
function peakBytes(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))!
    return Number(kilobytes) * 1024
  } catch {
    return process.resourceUsage().maxRSS * 1024
  }
}

async function byFlow(): Promise<Float64Array> {
  const flow = dataflow(nodes).loose()
  const baseBytes = peakBytes()
  const values = (await flow.execute([last] as never[])) as Record<string, Float64Array>
  report(baseBytes)
  return values[last] ?? new Float64Array()
}

async function byLoop(): Promise<Float64Array> {
  const baseBytes = peakBytes()
  let value: Float64Array = await (nodes['n0']?.({}) ?? new Float64Array())
  for (let index = 1; index < Number(size); index++) {
    const made = nodes[`n${index}`]?.({ [`n${index - 1}`]: value })
    value = made instanceof Promise ? await made : (made ?? value)
  }
  report(baseBytes)
  return value
}

let aboveBaseBytes = Number.NaN
function report(baseBytes: number): void {
  aboveBaseBytes = peakBytes() - baseBytes
}

const result = await (way === 'flow' ? byFlow() : byLoop())
if (result[0] !== Number(size)) throw new Error(`wrong result: ${result[0]}`)
console.log(JSON.stringify({ aboveBaseBytes }))
