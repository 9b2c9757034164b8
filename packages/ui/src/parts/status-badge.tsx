// The status of a run or a step: a word with a mark, so that nobody needs its colour.

import styles from './status-badge.module.css'

const looks: Readonly<Record<string, { readonly mark: string; readonly look: string }>> = {
  succeeded: { mark: '✓', look: 'succeeded' },
  completed: { mark: '✓', look: 'succeeded' },
  failed: { mark: '✕', look: 'failed' },
  running: { mark: '▸', look: 'running' },
  retrying: { mark: '↻', look: 'warned' },
  cached: { mark: '⟲', look: 'cached' },
  skipped: { mark: '–', look: 'idle' },
  aborted: { mark: '■', look: 'idle' },
  cancelled: { mark: '■', look: 'idle' },
  abandoned: { mark: '?', look: 'warned' },
  suspended: { mark: '‖', look: 'warned' },
  halted: { mark: '‖', look: 'idle' },
  open: { mark: '○', look: 'idle' },
}

export function StatusBadge({ status }: { readonly status: string }) {
  const { mark, look } = looks[status] ?? { mark: '○', look: 'idle' }
  return (
    <span className={`${styles.badge} ${styles[look]}`} data-status={status}>
      <span aria-hidden="true">{mark}</span>
      {status}
    </span>
  )
}
