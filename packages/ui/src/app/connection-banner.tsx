// Says on every page that what is shown is not live, and how it will be again.

import { useConnectionState } from '../api/connection.ts'
import styles from './connection-banner.module.css'

export function ConnectionBanner() {
  const state = useConnectionState()
  return (
    <div role="status" aria-label="Connection">
      {state === 'broken' && (
        <p className={styles.banner}>
          The server does not answer. What is shown is how things were; the page goes on when it is back.
        </p>
      )}
      {state === 'signed-out' && (
        <p className={styles.banner}>
          The server was started anew and does not know this browser. Open the address that it printed, in this tab or
          another one.
        </p>
      )}
    </div>
  )
}
