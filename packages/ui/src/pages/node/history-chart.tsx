// A figure from run to run: a point for each run, a band for its range.

import { useNavigate } from '@tanstack/react-router'
import { instantText } from '../../parts/amounts.ts'
import fills from '../../parts/status-fills.module.css'
import { lookOf } from '../../parts/status-looks.ts'
import type { Series } from './history-figures.ts'
import styles from './history-chart.module.css'

const [WIDTH, HEIGHT, PAD] = [600, 130, 8]

interface Props {
  readonly series: Series
  readonly node: string
  readonly textOf: (value: number) => string
}

export function HistoryChart({ series: { title, points }, node, textOf }: Props) {
  const navigate = useNavigate()
  const all = points.flatMap(({ value, low = value, high = value }) => [value, low, high])
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const span = most - least || Math.abs(most) || 1
  const x = (at: number): number => PAD + ((WIDTH - 2 * PAD) * (at + 0.5)) / points.length
  const y = (value: number): number =>
    most === least ? HEIGHT / 2 : HEIGHT - PAD - ((value - least) / span) * (HEIGHT - 2 * PAD)
  const line = points.map(({ value }, at) => `${at === 0 ? 'M' : 'L'}${x(at)} ${y(value)}`).join('')
  const upper = points.map(({ value, high = value }, at) => `${at === 0 ? 'M' : 'L'}${x(at)} ${y(high)}`)
  const lower = points.map(({ value, low = value }, at) => `L${x(at)} ${y(low)}`).toReversed()
  const last = points.at(-1)!
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <strong>{title}</strong>
        <span>
          {textOf(least)} to {textOf(most)}, last {textOf(last.value)}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className={styles.chart}
        role="img"
        aria-label={`${title} in ${points.length} runs: from ${textOf(least)} to ${textOf(most)}, last ${textOf(last.value)}`}
      >
        {points.length > 1 && <path className={styles.band} d={`${upper.join('')}${lower.join('')}Z`} />}
        {points.length === 1 && all.length > 1 && (
          <line className={styles.range} x1={x(0)} x2={x(0)} y1={y(least)} y2={y(most)} />
        )}
        <path className={styles.line} d={line} />
        {points.map((point, at) => (
          <g
            key={point.run + String(at)}
            className={`${styles.point} ${fills[lookOf(point.status).look]}`}
            onClick={() => void navigate({ to: '/runs/$run', params: { run: point.run }, search: { node } })}
          >
            <title>{`${textOf(point.value)}, ${point.status}, ${instantText(point.atMs).slice(0, 19)}`}</title>
            <circle cx={x(at)} cy={y(point.value)} r={10} className={styles.target} />
            <circle cx={x(at)} cy={y(point.value)} r={3.5} />
          </g>
        ))}
      </svg>
    </figure>
  )
}
