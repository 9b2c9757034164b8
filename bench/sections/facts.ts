// Reading what the source says about 4,000 nodes, and asking the compiler for their types.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { median, runWorker } from '../measure.ts'
import { printTable, type Section } from '../report.ts'

interface Times {
  readonly nodes: number
  readonly typed: number
  readonly structureMs: number
  readonly withTypesMs: number
  readonly againMs: number
}

const SIZE = 4_000

export async function measureFacts({ quick }: { quick: boolean }): Promise<Section> {
  const file = writeModule()
  const rounds: Times[] = []
  for (let round = 0; round < (quick ? 1 : 7); round++) {
    const times = await runWorker<Times>('facts.ts', [file])
    if ('failure' in times) throw new Error(times.failure)
    if (times.nodes !== SIZE || times.typed !== SIZE) throw new Error(`${times.nodes} and ${times.typed} nodes`)
    rounds.push(times)
  }
  const of = (what: keyof Times): number => median(rounds.map((times) => times[what]))
  const [structureMs, withTypesMs, againMs] = [of('structureMs'), of('withTypesMs'), of('againMs')]
  printTable(
    `facts of ${SIZE.toLocaleString('en-US')} documented nodes: milliseconds in a fresh process`,
    ['syntax', 'with types', 'syntax again'],
    [[structureMs, withTypesMs, againMs]],
  )
  const promise = `facts of ${SIZE.toLocaleString('en-US')} nodes`
  return {
    name: 'facts',
    figures: rounds,
    verdicts: [
      { promise: `${promise}: structure`, measured: structureMs / 1_000, limit: 1, unit: ' s' },
      { promise: `${promise}: with types`, measured: withTypesMs / 1_000, limit: 3, unit: ' s' },
    ],
  }
}

/** Documented functions of two dependencies and an option; of half of them the compiler has to find out the type. */
function writeModule(): string {
  const functions = Array.from({ length: SIZE }, (_, index) => {
    const reads = [index - 1, index - 2].filter((one) => one >= 0).map((one) => `n${one}`)
    const types = reads.map((name) => `${name}: Record<string, Row[]>`)
    return `/** Node number ${index}, a value of the sort.
 * @owner team${index % 7}  @unit EUR
 * @param n${index - 1} what comes before */
export const n${index} = ({ ${[...reads, 'scale = 2'].join(', ')} }: { ${[...types, 'scale?: number'].join('; ')} })${index % 2 ? ': Record<string, Row[]>' : ''} => {
  const amount = scale * ${index}
  return { all: [{ amount }] } as Record<string, Row[]>
}
`
  })
  const folder = join(import.meta.dirname, '..', 'generated', 'facts')
  mkdirSync(folder, { recursive: true })
  const compilerOptions = { strict: true, target: 'esnext', module: 'preserve', types: [] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  const file = join(folder, 'nodes.ts')
  writeFileSync(file, `interface Row {\n  readonly amount: number\n}\n\n${functions.join('\n')}`)
  return file
}
