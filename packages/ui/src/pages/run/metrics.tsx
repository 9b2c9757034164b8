// Metrics of a run: those with one value as figures, those with several as charts.

import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import type { MetricPoint } from '@throughline/server/api'
import { useCallback, useMemo } from 'react'
import type UPlot from 'uplot'
import { saidOf } from '../../api/queries.ts'
import { Empty } from '../../parts/empty.tsx'
import { figureText } from '../../parts/figures.ts'
import { Loading } from '../../parts/loading.tsx'
import { Panel } from '../../parts/panel.tsx'
import { Plot, type ColourOf } from '../../parts/plot.tsx'
import split from '../../parts/split.module.css'
import styles from './metrics.module.css'

export function Metrics({ run }: { readonly run: string }) {
  const { api } = useRouteContext({ from: '__root__' })
  const { data, error } = useQuery(saidOf(api, run))
  if (error) return <p role="alert">{error.message}</p>
  if (!data) return <Loading />
  const series = Map.groupBy(data.metrics, ({ node, name }) => (node === '' ? name : `${node}: ${name}`))
  if (series.size === 0) return <Empty title="No metrics">A node tells one with ctx.metric(name, value).</Empty>
  const single = [...series].filter(([, points]) => points.length === 1)
  const charts = [...series].filter(([, points]) => points.length > 1)
  return (
    <div className={split.stack}>
      {single.length > 0 && (
        <Panel title="Figures">
          <dl className={styles.figures}>
            {single.map(([name, [point]]) => (
              <div key={name} className={styles.figure}>
                <dt>{name}</dt>
                <dd>{figureText(point!.value)}</dd>
              </div>
            ))}
          </dl>
        </Panel>
      )}
      {charts.length > 0 && (
        <div className={split.two}>
          {charts.map(([name, points]) => (
            <Panel key={name} title={name}>
              <MetricChart name={name} points={points} />
            </Panel>
          ))}
        </div>
      )}
    </div>
  )
}

function MetricChart({ name, points }: { readonly name: string; readonly points: readonly MetricPoint[] }) {
  const data = useMemo<UPlot.AlignedData>(() => {
    const placed = points.map(({ step, value }, at) => [step ?? at, value] as const).toSorted(([a], [b]) => a - b)
    return [placed.map(([at]) => at), placed.map(([, value]) => (Number.isFinite(value) ? value : null))]
  }, [points])
  const options = useCallback(
    (colour: ColourOf): Omit<UPlot.Options, 'width' | 'height'> => ({
      legend: { show: false },
      scales: { x: { time: false } },
      axes: [{}, { size: 64, values: (_, ticks) => ticks.map(figureText) }],
      series: [{}, { stroke: colour('accent'), width: 2, points: { show: points.length < 60 } }],
    }),
    [points.length],
  )
  const last = points.at(-1)!.value
  return <Plot label={`${name}, ${points.length} values, the last ${figureText(last)}`} data={data} options={options} />
}
