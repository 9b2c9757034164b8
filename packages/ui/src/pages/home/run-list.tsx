// A few runs, a line each.

import { Link } from '@tanstack/react-router'
import type { RunSummary } from '@throughline/server/api'
import { Ago } from '../../parts/ago.tsx'
import { durationText } from '../../parts/amounts.ts'
import { StatusBadge } from '../../parts/status-badge.tsx'
import styles from './run-list.module.css'

export function RunList({ runs }: { readonly runs: readonly RunSummary[] }) {
  return (
    <ul className={styles.runs}>
      {runs.map((run) => (
        <li key={run.id}>
          <Link to="/runs/$run" params={{ run: run.id }} className={styles.run}>
            <StatusBadge status={run.status} />
            <span className={styles.subject}>{run.flow}</span>
            <span className={styles.counts}>{countsText(run)}</span>
            <span className={styles.duration}>{run.durationMs === undefined ? '' : durationText(run.durationMs)}</span>
            <span className={styles.when}>
              <Ago atMs={run.startedAtMs} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** `140 computed, 22 cached, 1 failed`; nothing while it goes on, of an application that it is one. */
export function countsText({ counts, kind }: Pick<RunSummary, 'counts' | 'kind'>): string {
  if (!counts) return kind === 'application' ? 'application' : ''
  return (['computed', 'cached', 'failed', 'skipped'] as const)
    .flatMap((name) => (counts[name] > 0 ? [`${counts[name].toLocaleString('en')} ${name}`] : []))
    .join(', ')
}
