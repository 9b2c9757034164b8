// Runs by day, as bars of what became of them.

import type { DayActivity } from '@throughline/server/api'
import { countText } from '../../parts/amounts.ts'
import fills from '../../parts/status-fills.module.css'
import styles from './activity-chart.module.css'

const WIDTH = 600
const HEIGHT = 120

export function ActivityChart({ days }: { readonly days: readonly DayActivity[] }) {
  const most = Math.max(1, ...days.map(({ succeeded, failed, other }) => succeeded + failed + other))
  const step = WIDTH / Math.max(1, days.length)
  const total = days.reduce((sum, { succeeded, failed, other }) => sum + succeeded + failed + other, 0)
  const failed = days.reduce((sum, day) => sum + day.failed, 0)
  return (
    <figure>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${countText(total, 'run')} in ${days.length} days, ${failed} of them failed; at most ${most} a day`}
      >
        {days.map((day, at) => (
          <Day key={day.day} day={day} x={at * step} width={step} most={most} />
        ))}
      </svg>
      <figcaption className={styles.caption}>
        <span>{days[0]?.day}</span>
        <span>
          {countText(total, 'run')}, {failed.toLocaleString('en')} failed
        </span>
        <span>today</span>
      </figcaption>
    </figure>
  )
}

interface DayProps {
  readonly day: DayActivity
  readonly x: number
  readonly width: number
  readonly most: number
}

function Day({ day, x, width, most }: DayProps) {
  let top = HEIGHT
  const bars = (['succeeded', 'other', 'failed'] as const).map((kind) => {
    const height = (day[kind] / most) * (HEIGHT - 4)
    top -= height
    return (
      <rect
        key={kind}
        className={fills[kind === 'other' ? 'idle' : kind]}
        x={x + 1}
        y={top}
        width={Math.max(1, width - 2)}
        height={height}
      />
    )
  })
  return (
    <g>
      <title>{`${day.day}: ${day.succeeded} succeeded, ${day.failed} failed, ${day.other} other`}</title>
      <rect className={styles.ground} x={x} y={0} width={width} height={HEIGHT} />
      {bars}
    </g>
  )
}
