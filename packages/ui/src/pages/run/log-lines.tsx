// What was said in steps, a line each.

import type { LogLine } from '@throughline/server/api'
import { instantText } from '../../parts/amounts.ts'
import styles from './log-lines.module.css'

interface Props {
  readonly logs: readonly LogLine[]
  /** Whether to say of which node each is. */
  readonly hasNodes: boolean
}

export function LogLines({ logs, hasNodes }: Props) {
  return (
    <ol className={styles.lines}>
      {logs.map((line, at) => (
        <li key={at} className={styles.line}>
          <time className={styles.at} dateTime={new Date(line.atMs).toISOString()} title={instantText(line.atMs)}>
            {instantText(line.atMs).slice(11)}
          </time>
          {hasNodes && (
            <span className={styles.node}>
              {line.node}
              {line.item && ` [${line.item.join(', ')}]`}
            </span>
          )}
          <span className={styles.message}>
            {line.message}
            {line.fields && <code className={styles.fields}> {JSON.stringify(line.fields)}</code>}
            {line.from !== undefined && <span className={styles.fields}> (said in an earlier run)</span>}
          </span>
        </li>
      ))}
    </ol>
  )
}
