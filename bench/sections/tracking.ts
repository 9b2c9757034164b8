// What recording a run costs: beside empty steps, beside steps that work, in the example of births.

import { median, medianRatio, runWorker } from '../measure.ts'
import { printTable, type Section } from '../report.ts'

/** Processor time of a run, in milliseconds, by round. */
type Times<Way extends string> = Readonly<Record<Way, readonly number[]>>

interface Figures {
  /** Steps of a run. */
  readonly size: number
  readonly sync: Times<'plain' | 'watched' | 'states' | 'summaries'>
  readonly async: Times<'plain' | 'watched' | 'states' | 'summaries'>
  readonly working: { readonly short: Times<'plain' | 'tracker'>; readonly long: Times<'plain' | 'tracker'> }
  readonly births: Times<'plain' | 'tracked'>
}

export async function measureTracking({ quick }: { quick: boolean }): Promise<Section> {
  const figures = await runWorker<Figures>('tracking.ts', [quick ? 3 : 15], { timeoutMs: 600_000 })
  if ('failure' in figures) throw new Error(figures.failure)
  const { size, working, births } = figures
  for (const kind of ['sync', 'async'] as const) {
    const times = figures[kind]
    printTable(
      `tracking, ${size.toLocaleString('en-US')} empty steps, ${kind}: processor time of a step`,
      ['recorded', 'by an empty step', 'microseconds'],
      (['plain', 'watched', 'states', 'summaries'] as const).map((way) => [
        { plain: 'nothing', watched: 'nothing, with hooks', states: 'states', summaries: 'summaries too' }[way],
        medianRatio(times[way], times.plain),
        ((median(times[way]) * 1_000) / size).toFixed(2),
      ]),
    )
  }
  const overheads = (times: Times<'plain' | 'states'>): number => medianRatio(times.states, times.plain) - 1
  const share = (times: Times<'plain' | 'tracker'>): number => 1 + median(times.tracker) / median(times.plain)
  const ofBirths = medianRatio(births.tracked, births.plain)
  printTable(
    'tracking with summaries: processor time by that without tracking',
    ['what', 'ratio'],
    [
      ['steps of 12 ms that give 100,000 numbers', share(working.short).toFixed(3)],
      ['steps of 50 ms that give 100,000 numbers', share(working.long).toFixed(3)],
      ['the example of births', ofBirths.toFixed(3)],
    ],
  )
  return {
    name: 'tracking',
    figures,
    verdicts: [
      {
        promise: 'states of an async step, by an empty step',
        measured: overheads(figures.async),
        limit: 25,
        unit: ' x',
      },
      { promise: 'states of a sync step, by an empty step', measured: overheads(figures.sync), limit: 25, unit: ' x' },
      { promise: 'steps of 12 ms, by not tracked', measured: share(working.short), limit: 1.05, unit: ' x' },
      { promise: 'steps of 50 ms, by not tracked', measured: share(working.long), limit: 1.05, unit: ' x' },
      { promise: 'births, by not tracked', measured: ofBirths, limit: 1.1, unit: ' x' },
    ],
  }
}
