// Building a flow: at most a small multiple of reading the heads of its functions, which nobody can avoid.

import { dirname, join } from 'node:path'
import { median, medianRatio, runWorker } from '../measure.ts'
import { writeRunner } from '../modules.ts'
import { printTable, type Section } from '../report.ts'

interface Times {
  readonly scanMs: readonly number[]
  readonly buildMs: readonly number[]
}

export async function measureBuilding({ quick }: { quick: boolean }): Promise<Section> {
  const figures = []
  for (const size of [100, 1000, 4000]) {
    const nodes = join(dirname(writeRunner('throughline', 'layered', size, 'sync')), 'nodes.mjs')
    const times = await runWorker<Times>('build.ts', [nodes, quick ? 9 : 25], { nodeFlags: ['--expose-gc'] })
    if ('failure' in times) figures.push({ size, ...times, ratio: Number.NaN, scanUs: Number.NaN, buildUs: Number.NaN })
    else {
      const perNodeUs = (ms: readonly number[]): number => (median(ms) * 1000) / size
      figures.push({
        size,
        scanUs: perNodeUs(times.scanMs),
        buildUs: perNodeUs(times.buildMs),
        ratio: medianRatio(times.buildMs, times.scanMs),
      })
    }
  }
  printTable(
    'building, layered: microseconds for each node',
    ['nodes', 'scan heads', 'dataflow()', 'ratio'],
    figures.map(({ size, scanUs, buildUs, ratio }) => [size, scanUs, buildUs, ratio]),
  )
  const judged = figures.filter(({ size }) => size >= 1000)
  return {
    name: 'building',
    figures,
    verdicts: judged.map(({ size, ratio }) => ({
      promise: `building ${size.toLocaleString('en-US')} nodes: by only scanning the heads`,
      measured: ratio,
      limit: 3,
      unit: ' x',
    })),
  }
}
