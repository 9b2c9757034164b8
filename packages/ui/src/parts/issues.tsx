// Issues as the command shows them: text with its place and its hints.

import type { IssueRecord } from '@throughline/server/api'
import styles from './issues.module.css'

export function Issues({ issues }: { readonly issues: readonly IssueRecord[] }) {
  if (issues.length === 0) return null
  return (
    <ul className={styles.issues}>
      {issues.map((issue, at) => (
        <li key={at}>
          <pre className={styles.text}>{issue.text}</pre>
        </li>
      ))}
    </ul>
  )
}
