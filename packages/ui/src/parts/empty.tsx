// What stands where nothing is to be shown: why, and what to do.

import type { ReactNode } from 'react'
import styles from './empty.module.css'

export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      {children && <div className={styles.more}>{children}</div>}
    </div>
  )
}
