// The head of a page: where it stands, its title, what can be done.

import type { ReactNode } from 'react'
import styles from './page-head.module.css'

interface Props {
  readonly title: ReactNode
  /** What is above it, as links. */
  readonly above?: ReactNode
  /** Beside the title: badges, figures. */
  readonly facts?: ReactNode
  readonly tools?: ReactNode
  /** For the window. Default: the title, when it is text */
  readonly name?: string
}

export function PageHead({ title, above, facts, tools, name }: Props) {
  const text = name ?? (typeof title === 'string' ? title : undefined)
  return (
    <header className={styles.head}>
      {text !== undefined && <title>{`${text} · Throughline`}</title>}
      {above && <div className={styles.above}>{above}</div>}
      <div className={styles.row}>
        <h1>{title}</h1>
        {facts && <div className={styles.facts}>{facts}</div>}
        {tools && <div className={styles.tools}>{tools}</div>}
      </div>
    </header>
  )
}
