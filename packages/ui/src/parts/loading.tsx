// Stands where something is on its way; says so only when it takes a while.

import styles from './loading.module.css'

export function Loading({ label = 'Loading' }: { readonly label?: string }) {
  return (
    <p className={styles.loading} role="status" data-loading>
      {label} …
    </p>
  )
}
