// Figures of a value that can be followed from run to run.

import type { Step, Summarised } from '@throughline/server/api'

interface Point {
  readonly run: string
  readonly atMs: number
  readonly status: string
  readonly value: number
  /** The range around the value, where there is one. */
  readonly low?: number
  readonly high?: number
}

export interface Series {
  readonly title: string
  readonly points: readonly Point[]
}

/** One for the time it took, and one for each figure of its value; the oldest first. */
export function seriesOf(steps: readonly Step[]): readonly Series[] {
  const whole = steps.filter(({ item }) => item === undefined || item.length === 0)
  const durations: Point[] = []
  const figures = new Map<string, Point[]>()
  for (const step of whole.toReversed()) {
    const { run, status, durationMs, output } = step
    const atMs = step.startedAtMs ?? step.endedAtMs
    if (atMs === undefined) continue
    const at = { run, atMs, status }
    if (durationMs !== undefined && status !== 'cached' && status !== 'skipped')
      durations.push({ ...at, value: durationMs })
    const figure = output?.summary && figureOf(output.summary as Summarised)
    if (!figure) continue
    const { title, ...rest } = figure
    const points = figures.get(title)
    if (points) points.push({ ...at, ...rest })
    else figures.set(title, [{ ...at, ...rest }])
  }
  const values = [...figures].map(([title, points]) => ({ title, points }))
  return [...(durations.length > 0 ? [{ title: 'Duration', points: durations }] : []), ...values]
}

interface Figure {
  readonly title: string
  readonly value: number
  readonly low?: number
  readonly high?: number
}

function figureOf(summary: Summarised): Figure | undefined {
  switch (summary.type) {
    case 'numeric': {
      const { n, mean, quantiles } = summary.value
      if (mean === null) return undefined
      if (n === 1) return { title: 'Value', value: mean }
      const { p5: low, p95: high } = quantiles
      return { title: 'Mean, with 5 % to 95 %', value: mean, ...(low !== null && high !== null && { low, high }) }
    }
    case 'boolean': {
      const { trueRatio } = summary.value
      return trueRatio === null ? undefined : { title: 'True, in %', value: trueRatio * 100 }
    }
    case 'text': {
      const { length } = summary.value
      return length === null ? undefined : { title: 'Mean length of the text', value: length.mean }
    }
    case 'table':
      return { title: 'Rows', value: summary.value.rows }
    case 'map':
      return { title: 'Entries', value: summary.value.entries }
    default:
      return undefined
  }
}
