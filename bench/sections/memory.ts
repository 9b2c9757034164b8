// A value is released when nobody needs it any more: a long chain of large values stays small.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { median, runWorker } from '../measure.ts'
import { printTable, type Section } from '../report.ts'
import type { Kind } from '../modules.ts'

const size = 1000
const limitMegabytes = 100

export async function measureMemory({ quick }: { quick: boolean }): Promise<Section> {
  const figures = []
  for (const kind of ['sync', 'async'] as const) {
    const nodes = writeChain(kind)
    for (const way of ['loop', 'flow'] as const) {
      const rounds = []
      for (let round = 0; round < (quick ? 1 : 3); round++) {
        const answer = await runWorker<{ aboveBaseBytes: number }>('memory.ts', [nodes, size, way])
        rounds.push('failure' in answer ? Number.NaN : answer.aboveBaseBytes / 1e6)
      }
      figures.push({ kind, way, peakMegabytes: median(rounds), rounds })
    }
  }
  printTable(
    'memory: a chain of 1,000 nodes that make 8 MB each; peak above the base',
    ['nodes', 'run by', 'MB'],
    figures.map(({ kind, way, peakMegabytes }) => [
      kind,
      way === 'flow' ? 'throughline' : 'by hand: a loop with one variable',
      peakMegabytes,
    ]),
  )
  const verdicts = figures
    .filter(({ way }) => way === 'flow')
    .map(({ kind, peakMegabytes }) => ({
      promise: `memory, ${kind}: peak above the base`,
      measured: peakMegabytes,
      limit: limitMegabytes,
      unit: ' MB',
    }))
  return { name: 'memory', figures, verdicts }
}

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
  writeFileSync(file, `const make = (value) => new Float64Array(1_000_000).fill(value)\n${lines.join('')}`)
  return file
}
