// A value is released when nobody needs it any more: a long chain of large values stays small.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { median, runWorker } from '../measure.ts'
import { printTable, type Section } from '../report.ts'
import type { Kind } from '../modules.ts'

const size = 1000
const limitMegabytes = 100

/** V8 frees lazily: without help, even a loop with one variable keeps dozens of dead values for a while. */
const collections = ['at every node', 'when V8 likes'] as const

export async function measureMemory({ quick }: { quick: boolean }): Promise<Section> {
  const figures = []
  for (const kind of ['sync', 'async'] as const) {
    const nodes = writeChain(kind)
    for (const collected of collections) {
      for (const way of ['loop', 'flow'] as const) {
        const nodeFlags = collected === 'at every node' ? ['--expose-gc'] : []
        const rounds = []
        for (let round = 0; round < (quick ? 1 : 3); round++) {
          const answer = await runWorker<{ aboveBaseBytes: number }>('memory.ts', [nodes, size, way], { nodeFlags })
          rounds.push('failure' in answer ? Number.NaN : answer.aboveBaseBytes / 1e6)
        }
        figures.push({ kind, collected, way, peakMegabytes: median(rounds), rounds })
      }
    }
  }
  printTable(
    'memory: a chain of 1,000 nodes that make 8 MB each; resident peak above the base',
    ['nodes', 'garbage collected', 'run by', 'MB'],
    figures.map(({ kind, collected, way, peakMegabytes }) => [
      kind,
      collected,
      way === 'flow' ? 'throughline' : 'by hand: a loop with one variable',
      peakMegabytes,
    ]),
  )
  const verdicts = figures
    .filter(({ way, collected }) => way === 'flow' && collected === 'at every node')
    .map(({ kind, peakMegabytes }) => ({
      promise: `memory, ${kind}: peak above the base of what is not garbage`,
      measured: peakMegabytes,
      limit: limitMegabytes,
      unit: ' MB',
    }))
  return { name: 'memory', figures, verdicts }
}

const make = `const make = (value) => {
  globalThis.gc?.()
  return new Float64Array(1_000_000).fill(value)
}
`

/** Every element is written, since the system counts only memory that was touched. */
function writeChain(kind: Kind): string {
  const folder = join(import.meta.dirname, '..', 'generated', `memory-${kind}`)
  const file = join(folder, 'nodes.mjs')
  const head = kind === 'async' ? 'async ' : ''
  const lines = Array.from({ length: size }, (_, index) =>
    index === 0
      ? `export const n0 = ${head}() => make(1)\n`
      : `export const n${index} = ${head}({ n${index - 1} }) => make(n${index - 1}[0] + 1)\n`,
  )
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, `${make}${lines.join('')}`)
  return file
}
