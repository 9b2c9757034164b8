// How long the latest runs took: a point for each, by its start; those that failed stand out by colour and form, those that were stopped are grey.

import type { RunChart } from '@throughline/server/api'
import { useCallback, useMemo } from 'react'
import type UPlot from 'uplot'
import { durationText, tickTexts } from '../../parts/amounts.ts'
import { Plot, type ColourOf } from '../../parts/plot.tsx'

export function DurationChart({ runs }: Pick<RunChart, 'runs'>) {
  const timed = useMemo(() => runs.filter(({ durationMs }) => durationMs !== undefined), [runs])
  const data = useMemo<UPlot.AlignedData>(() => {
    const those = (is: (status: string) => boolean): (number | null)[] =>
      timed.map(({ status, durationMs }) => (is(status) ? durationMs! / 1000 : null))
    return [
      timed.map(({ startedAtMs }) => startedAtMs / 1000),
      those((status) => status === 'succeeded'),
      those((status) => status === 'failed'),
      those((status) => status !== 'succeeded' && status !== 'failed'),
    ]
  }, [timed])
  const options = useCallback(
    (colour: ColourOf): Omit<UPlot.Options, 'width' | 'height'> => ({
      legend: { show: false },
      cursor: { points: { size: 9 } },
      scales: { y: { range: (_, __, most) => [0, Math.max(most * 1.1, 0.001)] } },
      axes: [
        {
          values: (_, ticks, __, ___, step) => [
            ...tickTexts(
              ticks.map((tick) => tick * 1000),
              step * 1000,
            ),
          ],
        },
        { size: 64, values: (_, ticks) => ticks.map((tick) => durationText(tick * 1000)) },
      ],
      series: [
        {},
        {
          paths: () => null,
          points: { show: true, size: 7, fill: colour('succeeded-strong'), stroke: colour('succeeded-strong') },
        },
        {
          paths: () => null,
          points: { show: true, size: 9, width: 2, fill: colour('panel'), stroke: colour('failed-strong') },
        },
        {
          paths: () => null,
          points: { show: true, size: 7, fill: colour('idle-strong'), stroke: colour('idle-strong') },
        },
      ],
    }),
    [],
  )
  if (timed.length === 0) return <p>No run with a duration yet.</p>
  const failed = timed.filter(({ status }) => status === 'failed').length
  const label = `Durations of the latest ${timed.length} runs, ${failed} of them failed; the longest took ${durationText(Math.max(...timed.map(({ durationMs }) => durationMs!)))}`
  return <Plot label={label} data={data} options={options} height={150} />
}
