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
const shapes = ['layered', 'chain', 'wide'] as const
const sizes = [10, 100, 1000, 4000, 100_000]
/** V8 keeps every local of an async function across every await: beyond this size the code is quadratic. */
const mostAwaits = 4000

export async function measureExecution({ quick }: { quick: boolean }): Promise<Section> {
  const all: Measured[] = []
  for (const kind of ['sync', 'async'] as const) {
    for (const shape of shapes) {
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
  const judged = size >= 1000 && size <= 4000
  const rounds = quick ? 1 : judged ? 5 : 3
  const measured = runners.map((runner) => ({ kind, shape, size, runner, rounds: [] as Figures[], failure: '' }))
  for (let round = 0; round < rounds; round++) {
    for (const one of measured) {
      if (one.failure !== '') continue
      const answer = await runWorker<Figures>('execute.ts', [
        writeRunner(one.runner, shape, size, kind),
        size,
        quick ? 100 : 300,
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
  const warm = (kind: Kind, shape: Shape, size: number, runner: Runner): readonly number[] =>
    column(
      all.find((one) => one.kind === kind && one.shape === shape && one.size === size && one.runner === runner),
      'warmUs',
    )
  const byHand = (kind: Kind, shape: Shape, size: number, limit: number): Verdict => ({
    promise: `${kind}, ${shape}, ${size.toLocaleString('en-US')} nodes: by "${calibration[kind]}"`,
    measured: medianRatio(warm(kind, shape, size, 'throughline'), warm(kind, shape, size, calibration[kind])),
    limit,
    unit: ' x',
  })
  const byFastestPeer = (shape: Shape, size: number): Verdict => ({
    promise: `async, ${shape}, ${size.toLocaleString('en-US')} nodes: by the fastest peer`,
    measured:
      median(warm('async', shape, size, 'throughline')) /
      Math.min(...peers.map((peer) => median(warm('async', shape, size, peer))).filter((us) => !Number.isNaN(us))),
    limit: 1,
    unit: ' x',
  })
  return shapes.flatMap((shape) => [
    byHand('sync', shape, 1000, 2),
    byHand('sync', shape, 4000, 2),
    byHand('async', shape, 1000, 1.2),
    ...sizes.map((size) => byFastestPeer(shape, size)),
    {
      promise: `sync, ${shape}, 100,000 nodes: runs that failed`,
      measured: warm('sync', shape, 100_000, 'throughline').length > 0 ? 0 : 1,
      limit: 0,
      unit: '',
    },
  ])
}
