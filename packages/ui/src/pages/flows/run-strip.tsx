// The last runs of a flow as bars: how long each took, and what became of it.

import { useQuery } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import { runChartOf } from '../../api/queries.ts'
import { Ago } from '../../parts/ago.tsx'
import { durationText, instantText } from '../../parts/amounts.ts'
import fills from '../../parts/status-fills.module.css'
import { lookOf } from '../../parts/status-looks.ts'
import { StatusBadge } from '../../parts/status-badge.tsx'
import styles from './flows-page.module.css'

const MOST = 40
const [STEP, HEIGHT] = [8, 32]

export function RunStrip({ flow }: { readonly flow: string }) {
  const { api } = useRouteContext({ from: '__root__' })
  const { data } = useQuery(runChartOf(api, `flow:${/\s/.test(flow) ? JSON.stringify(flow) : flow}`))
  const runs = data?.runs.slice(-MOST) ?? []
  const last = runs.at(-1)
  if (!last) return <span className={styles.soft}>{data && 'It never ran.'}</span>
  const longest = Math.max(1, ...runs.map(({ durationMs = 0 }) => durationMs))
  const failed = runs.filter(({ status }) => lookOf(status).look === 'failed').length
  return (
    <div className={styles.strip}>
      <svg
        width={runs.length * STEP}
        height={HEIGHT}
        role="img"
        aria-label={`Last ${runs.length} runs: ${failed} failed, the longest took ${durationText(longest)}`}
      >
        {runs.map(({ id, status, durationMs = 0, startedAtMs }, at) => {
          const height = Math.max(4, (durationMs / longest) * HEIGHT)
          return (
            <rect
              key={id}
              className={fills[lookOf(status).look]}
              x={at * STEP}
              y={HEIGHT - height}
              width={STEP - 2}
              height={height}
              rx={1}
            >
              <title>{`${status}, ${durationText(durationMs)}, ${instantText(startedAtMs).slice(0, 19)}`}</title>
            </rect>
          )
        })}
      </svg>
      <Link to="/runs/$run" params={{ run: last.id }} className={styles.last}>
        <StatusBadge status={last.status} />
        <Ago atMs={last.startedAtMs} />
      </Link>
    </div>
  )
}
