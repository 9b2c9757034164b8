// Building and running trivial nodes, as a ratio to code written by hand in the same round.

import { median, medianRatio, runWorker } from '../measure.ts'
import { writeRunner, type Kind, type Runner } from '../modules.ts'
import type { Shape } from '../graph.ts'
import { printTable, type Section, type Verdict } from '../report.ts'

interface Figures {
  readonly buildUs: number
  readonly coldUs: number
  readonly warmUs: number
  readonly checksum: number
}

interface Measured {
  readonly kind: Kind
  readonly shape: Shape
  readonly size: number
  readonly runner: Runner
  /** One for each round. */
  readonly rounds: readonly Figures[]
  readonly failure?: string
}

const calibration: Readonly<Record<Kind, Runner>> = { sync: 'by hand: straight line', async: 'by hand: promises' }
const runnersOf: Readonly<Record<Kind, readonly Runner[]>> = {
  sync: ['by hand: straight line', 'throughline', 'p-graph', 'effect'],
  async: ['by hand: promises', 'by hand: await in turn', 'throughline', 'p-graph', 'effect'],
}
const peers: readonly Runner[] = ['p-graph', 'effect']
const sizes = [10, 100, 1000, 4000, 100_000]
/** V8 keeps every local of an async function across every await: beyond this size the code is quadratic. */
const mostAwaits = 4000

export async function measureExecution({ quick }: { quick: boolean }): Promise<Section> {
  const all: Measured[] = []
  for (const kind of ['sync', 'async'] as const) {
    for (const shape of ['layered', 'chain', 'wide'] as const) {
      for (const size of sizes) all.push(...(await measureGraph(kind, shape, size, quick)))
      printTable(
        ...tableOf(
          kind,
          shape,
          all.filter((one) => one.kind === kind && one.shape === shape),
        ),
      )
    }
  }
  return { name: 'execution', verdicts: verdictsOf(all), figures: all }
}

async function measureGraph(kind: Kind, shape: Shape, size: number, quick: boolean): Promise<readonly Measured[]> {
  const runners = runnersOf[kind].filter((runner) => runner !== 'by hand: await in turn' || size <= mostAwaits)
  const judged = shape === 'layered' && size >= 1000 && size <= 4000
  const rounds = quick ? 1 : judged ? 7 : 3
  const measured = runners.map((runner) => ({ kind, shape, size, runner, rounds: [] as Figures[], failure: '' }))
  for (let round = 0; round < rounds; round++) {
    for (const one of measured) {
      if (one.failure !== '') continue
      const answer = await runWorker<Figures>('execute.ts', [
        writeRunner(one.runner, shape, size, kind),
        size,
        quick ? 100 : 400,
      ])
      if ('failure' in answer) one.failure = answer.failure
      else one.rounds.push(answer)
    }
  }
  const sums = new Set(measured.flatMap((one) => one.rounds.map((figures) => figures.checksum)))
  if (sums.size > 1) throw new Error(`the runners disagree about ${kind} ${shape} ${size}: ${[...sums].join(', ')}`)
  return measured.map(({ failure, ...one }) => (failure === '' ? one : { ...one, failure }))
}

const column = (one: Measured | undefined, of: keyof Figures): readonly number[] =>
  one?.rounds.map((figures) => figures[of]) ?? []

function tableOf(kind: Kind, shape: Shape, measured: readonly Measured[]): Parameters<typeof printTable> {
  const rows = measured.map((one) => {
    const hand = measured.find((other) => other.size === one.size && other.runner === calibration[kind])
    if (one.failure !== undefined) return [one.size.toLocaleString('en-US'), one.runner, one.failure, '', '', '']
    return [
      one.size.toLocaleString('en-US'),
      one.runner,
      median(column(one, 'buildUs')),
      median(column(one, 'coldUs')),
      median(column(one, 'warmUs')),
      medianRatio(column(one, 'warmUs'), column(hand, 'warmUs')),
    ]
  })
  return [
    `${kind}, ${shape}: microseconds for each node; ratio to "${calibration[kind]}"`,
    ['nodes', 'runner', 'build', 'first run', 'next runs', 'ratio'],
    rows,
  ]
}

function verdictsOf(all: readonly Measured[]): readonly Verdict[] {
  const find = (kind: Kind, shape: Shape, size: number, runner: Runner): Measured | undefined =>
    all.find((one) => one.kind === kind && one.shape === shape && one.size === size && one.runner === runner)
  const ratio = (kind: Kind, size: number): number =>
    medianRatio(
      column(find(kind, 'layered', size, 'throughline'), 'warmUs'),
      column(find(kind, 'layered', size, calibration[kind]), 'warmUs'),
    )
  const ahead = sizes.map((size) => {
    const best = Math.min(
      ...peers
        .map((peer) => median(column(find('async', 'layered', size, peer), 'warmUs')))
        .filter((us) => !Number.isNaN(us)),
    )
    return {
      promise: `async, layered, ${size.toLocaleString('en-US')} nodes: ahead of the fastest peer`,
      measured: median(column(find('async', 'layered', size, 'throughline'), 'warmUs')) / best,
      limit: 1,
      unit: ' x',
    }
  })
  return [
    {
      promise: 'sync, layered, 1,000 nodes: by code written by hand',
      measured: ratio('sync', 1000),
      limit: 2,
      unit: ' x',
    },
    {
      promise: 'sync, layered, 4,000 nodes: by code written by hand',
      measured: ratio('sync', 4000),
      limit: 2,
      unit: ' x',
    },
    {
      promise: 'async, layered, 1,000 nodes: by promises written by hand',
      measured: ratio('async', 1000),
      limit: 1.2,
      unit: ' x',
    },
    ...ahead,
    {
      promise: 'sync, a chain of 100,000 nodes runs: failures',
      measured: find('sync', 'chain', 100_000, 'throughline')?.rounds.length ? 0 : 1,
      limit: 0,
      unit: '',
    },
  ]
}
