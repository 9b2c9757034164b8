// Two runs that are looked at together: the earlier and the later one.

import { Link } from '@tanstack/react-router'
import { Ago } from './ago.tsx'
import { StatusBadge } from './status-badge.tsx'
import styles from './run-ends.module.css'

interface Head {
  readonly id: string
  readonly status: string
  readonly startedAtMs: number
}

interface Props {
  readonly before: Head
  readonly after: Head
}

export function RunEnds({ before, after }: Props) {
  return (
    <p className={styles.ends}>
      <End label="Before" run={before} />
      <span aria-hidden="true">→</span>
      <End label="After" run={after} />
    </p>
  )
}

function End({ label, run }: { readonly label: string; readonly run: Head }) {
  return (
    <span className={styles.end}>
      <span>{label}</span>
      <StatusBadge status={run.status} />
      <Link to="/runs/$run" params={{ run: run.id }}>
        <Ago atMs={run.startedAtMs} />
      </Link>
    </span>
  )
}
