// What stands where nothing is to be shown: why, and what to do.

import type { ReactNode } from 'react'
import styles from './empty.module.css'

interface Props {
  readonly title: string
  readonly children?: ReactNode
  /** Whether it stands for the whole page, and names its window. */
  readonly isPage?: boolean
}

export function Empty({ title, children, isPage = false }: Props) {
  const Heading = isPage ? 'h1' : 'h2'
  return (
    <div className={styles.empty}>
      {isPage && <title>{`${title} · Throughline`}</title>}
      <Heading>{title}</Heading>
      {children && <div className={styles.more}>{children}</div>}
    </div>
  )
}
