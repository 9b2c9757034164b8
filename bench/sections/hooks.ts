// What the possibility of hooks costs a flow that has none.

import { dirname, join } from 'node:path'
import { createGraph } from '../graph.ts'
import { median, runWorker } from '../measure.ts'
import { writeRunner } from '../modules.ts'
import { printTable, type Section } from '../report.ts'

const size = 1000

export async function measureHooks({ quick }: { quick: boolean }): Promise<Section> {
  const figures = []
  for (const kind of ['sync', 'async'] as const) {
    const nodes = join(dirname(writeRunner('throughline', 'layered', size, kind)), 'nodes.mjs')
    const outputs = createGraph('layered', size).outputs.join(',')
    const processes = []
    for (let round = 0; round < (quick ? 1 : 5); round++) {
      const answer = await runWorker<{ ratios: number[] }>('hooks.ts', [nodes, outputs, quick ? 100 : 500])
      processes.push('failure' in answer ? Number.NaN : median(answer.ratios))
    }
    figures.push({ kind, ratio: median(processes), processes })
  }
  printTable(
    'no hooks: flow.with({ hooks: [] }) by the flow itself, 1,000 nodes',
    ['nodes', 'median ratio'],
    figures.map(({ kind, ratio }) => [kind, ratio.toFixed(3)]),
  )
  const verdicts = figures.map(({ kind, ratio }) => ({
    promise: `no hooks, ${kind}: by the same flow`,
    measured: ratio,
    limit: 1.03,
    unit: ' x',
  }))
  return { name: 'hooks', figures, verdicts }
}
