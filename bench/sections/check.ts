// A check of 4,000 nodes from source: beside only parsing them, and beside a program of the compiler.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { median, medianRatio, runWorker } from '../measure.ts'
import { printTable, type Section } from '../report.ts'

const SIZE = 4_000
const MODES = ['parse', 'structure', 'compile', 'types'] as const

interface Measured {
  readonly ms: number
  readonly nodes?: number
  readonly findings?: number
}

export async function measureCheck({ quick }: { quick: boolean }): Promise<Section> {
  const folder = writeProject()
  const times = { parse: [] as number[], structure: [] as number[], compile: [] as number[], types: [] as number[] }
  for (let round = 0; round < (quick ? 1 : 7); round++) {
    for (const mode of MODES) {
      const found = await runWorker<Measured>('check.ts', [mode, folder])
      if ('failure' in found) throw new Error(found.failure)
      if (found.findings !== undefined && (found.nodes !== SIZE || found.findings !== 1)) {
        throw new Error(`${found.nodes} nodes, ${found.findings} findings`)
      }
      times[mode].push(found.ms)
    }
  }
  const structureRatio = medianRatio(times.structure, times.parse)
  const typesRatio = medianRatio(times.types, times.compile)
  const size = SIZE.toLocaleString('en-US')
  printTable(
    `a check of ${size} nodes in a fresh process, without imports: milliseconds`,
    ['what', 'ms', 'ratio'],
    [
      ['only parsing', median(times.parse), ''],
      ['check', median(times.structure), structureRatio],
      ['only a program of the compiler, and its checker', median(times.compile), ''],
      ['check --types', median(times.types), typesRatio],
    ],
  )
  return {
    name: 'check',
    figures: { size: SIZE, times, structureRatio, typesRatio },
    verdicts: [
      { promise: `check of ${size} nodes: by only parsing`, measured: structureRatio, limit: 4, unit: ' x' },
      { promise: `check of ${size} nodes, with types: by a program`, measured: typesRatio, limit: 3, unit: ' x' },
      { promise: `check of ${size} nodes: structure`, measured: median(times.structure) / 1_000, limit: 1, unit: ' s' },
      { promise: `check of ${size} nodes: with types`, measured: median(times.types) / 1_000, limit: 3, unit: ' s' },
    ],
  }
}

/** Nodes that read two others, of which the compiler has to find out the types of half; and one mistake. */
function writeProject(): string {
  const functions = Array.from({ length: SIZE - 1 }, (_, index) => {
    const reads = [index - 1, index - 2].filter((one) => one >= 0).map((one) => `n${one}`)
    const types = reads.map((name) => `${name}: Record<string, Row[]>`)
    return `/** Node number ${index}, a value of the sort. @unit EUR */
export const n${index} = ({ ${[...reads, 'scale = 2'].join(', ')} }: { ${[...types, 'scale?: number'].join('; ')} })${index % 2 ? ': Record<string, Row[]>' : ''} => {
  const amount = scale * ${index}
  return { all: [{ amount }] } as Record<string, Row[]>
}
`
  })
  const folder = join(import.meta.dirname, '..', 'generated', 'check')
  mkdirSync(folder, { recursive: true })
  const compilerOptions = { strict: true, target: 'esnext', module: 'preserve', types: [] }
  const last = `export const last = ({ n${SIZE - 2}, ...rest }: { n${SIZE - 2}: Record<string, Row[]> }) => rest\n`
  const files = {
    'tsconfig.json': JSON.stringify({ compilerOptions }),
    'nodes.ts': `interface Row {\n  readonly amount: number\n}\n\n${functions.join('\n')}\n${last}`,
    'throughline.config.ts': `import { defineProject } from '@throughline/project'
import { dataflow } from 'throughline'
import * as nodes from './nodes.ts'

export default defineProject({ name: 'large', flows: { large: dataflow(nodes) } })
`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}
