// A chain of large values with memoization: what is still held at each node, and what a run reads that computes nothing.
//
// usage: node --expose-gc memoized-memory.ts <nodes> <megabytes>

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cache } from '@throughline/cache'
import { dataflow, node, untyped } from 'throughline'

const [, , nodes = '', megabytes = ''] = process.argv
const length = (Number(megabytes) * (1 << 20)) / 8
let mostBytes = 0
let computed = 0

function held(): void {
  globalThis.gc!()
  mostBytes = Math.max(mostBytes, process.memoryUsage().arrayBuffers)
}

const chain: Record<string, unknown> = {
  large0: () => new Float64Array(length).fill(1),
  total: node([`large${Number(nodes) - 1}`], (args: Record<string, Float64Array>) => {
    held()
    computed++
    return Object.values(args)[0]!.at(-1)
  }),
}
for (let at = 1; at < Number(nodes); at++) {
  chain[`large${at}`] = node([`large${at - 1}`], (args: Record<string, Float64Array>) => {
    held()
    computed++
    return args[`large${at - 1}`]!.map((one) => one + 1)
  })
}
const flow = untyped(dataflow(chain as never))
const versions = { of: ({ node: name }: { node: string }) => ({ version: `code1:${name}`, impure: [] }) }

/** What this process has read from files so far, as far as the system tells. */
function readBytes(): number {
  try {
    return Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? Number.NaN)
  } catch {
    return Number.NaN
  }
}

async function peakOf(run: typeof flow): Promise<number> {
  mostBytes = 0
  globalThis.gc!()
  const before = process.memoryUsage().arrayBuffers
  await run.execute(['total'])
  return mostBytes - before
}

const plainBytes = await peakOf(flow)
const dir = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
const first = cache({ dir, versions })
const coldBytes = await peakOf(flow.with({ cache: first }))
await first.close()
const second = cache({ dir, versions })
computed = 0
const before = readBytes()
await flow.with({ cache: second }).execute(['total'])
const warmReadBytes = readBytes() - before
await second.close()
rmSync(dir, { recursive: true, force: true })
console.log(JSON.stringify({ plainBytes, coldBytes, warmReadBytes, computedWarm: computed }))
