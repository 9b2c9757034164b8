// What a layout costs and how good it is, beside Graphviz (dot), dagre and ELK on the same graphs.

import type { Measured } from '../../tests/layout/drawings.ts'
import { median, medianRatio, runWorker } from '../measure.ts'
import { printTable, type Row, type Section, type Verdict } from '../report.ts'

const ENGINES = ['best', 'fast', 'dot', 'dagre', 'elk'] as const
type Engine = (typeof ENGINES)[number]
interface Laid extends Measured {
  readonly nodes: number
  readonly edges: number
  readonly cpuMs: number
}

/** By graph: who draws it. Where a program is left out, it takes minutes. */
const SMALL = {
  penguins: ENGINES,
  'bird-strikes': ENGINES,
  'births-forecast': ENGINES,
  'local-100': ENGINES,
  'random-100': ENGINES,
  'local-300': ENGINES,
  'random-300': ENGINES,
} as const
const LARGE = {
  'local-1000': ['best', 'fast', 'dot', 'elk'],
  'local-4000': ['best', 'fast', 'dot'],
  'random-4000': ['best', 'fast'],
} as const
/** By the engine, each round; crossings and sizes are the same in all of them. */
type Rounds = Partial<Record<Engine, readonly Laid[]>>

export async function measureLayout({ quick }: { quick: boolean }): Promise<Section> {
  const graphs: Readonly<Record<string, readonly Engine[]>> = quick ? SMALL : { ...SMALL, ...LARGE }
  const measured: Record<string, Rounds> = {}
  for (const [graph, engines] of Object.entries(graphs)) measured[graph] = await measureGraph(graph, engines, quick)
  for (const [graph, rounds] of Object.entries(measured)) print(graph, rounds)
  return { name: 'layout', figures: measured, verdicts: verdictsOf(measured) }
}

async function measureGraph(graph: string, engines: readonly Engine[], quick: boolean): Promise<Rounds> {
  const rounds: Partial<Record<Engine, Laid[]>> = {}
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    for (const engine of engines) {
      const laid = await runWorker<Laid>('layout.ts', [engine, graph])
      if ('failure' in laid) throw new Error(`${engine}, ${graph}: ${laid.failure}`)
      ;(rounds[engine] ??= []).push(laid)
    }
  }
  return rounds
}

const cpuOf = (rounds: readonly Laid[]): number[] => rounds.map(({ cpuMs }) => cpuMs)

function print(graph: string, rounds: Rounds): void {
  const ours = rounds.best!
  const { nodes, edges } = ours[0]!
  printTable(
    `${graph}: ${nodes} nodes, ${edges} edges`,
    ['by', 'ms of CPU', 'by ours', 'crossings', 'straight', 'width'],
    Object.entries(rounds).map(([engine, all]): Row => {
      const { crossings, straight, width } = all[0]!
      const ratio = medianRatio(cpuOf(all), cpuOf(ours)).toPrecision(3)
      return [
        LABELS[engine as Engine],
        Math.round(median(cpuOf(all))),
        `${ratio} x`,
        crossings,
        straight,
        Math.round(width),
      ]
    }),
  )
}

const LABELS: Readonly<Record<Engine, string>> = {
  best: 'ours',
  fast: 'ours, fast',
  dot: 'Graphviz (dot)',
  dagre: 'dagre',
  elk: 'ELK layered',
}

function verdictsOf(measured: Readonly<Record<string, Rounds>>): Verdict[] {
  const crossings = Object.entries(measured).flatMap(([graph, { best, dot }]): Verdict[] => {
    if (!dot) return []
    const ratio = best![0]!.crossings / dot[0]!.crossings
    return [{ promise: `${graph}: crossings by dot`, measured: ratio, limit: 1.3, unit: ' x' }]
  })
  const beside = (graph: string, engine: Engine, limit: number): Verdict[] => {
    const rounds = measured[graph]
    if (!rounds) return []
    const ratio = medianRatio(cpuOf(rounds.best!), cpuOf(rounds[engine]!))
    return [{ promise: `${graph}: processor time by ${LABELS[engine]}`, measured: ratio, limit, unit: ' x' }]
  }
  const within = (graph: string): Verdict[] => {
    const rounds = measured[graph]
    if (!rounds) return []
    return [{ promise: `${graph}: processor time`, measured: median(cpuOf(rounds.best!)), limit: 1500, unit: ' ms' }]
  }
  return [
    ...crossings,
    ...beside('local-1000', 'elk', 0.5),
    ...beside('local-4000', 'dot', 0.25),
    ...within('local-4000'),
    ...within('random-4000'),
  ]
}
