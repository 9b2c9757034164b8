// The status of a run or a step: a word with a mark, so that nobody needs its colour.

import { lookOf } from './status-looks.ts'
import styles from './status-badge.module.css'

export function StatusBadge({ status }: { readonly status: string }) {
  const { mark, look } = lookOf(status)
  return (
    <span className={`${styles.badge} ${styles[look]}`} data-status={status}>
      <span aria-hidden="true">{mark}</span>
      {status}
    </span>
  )
}
