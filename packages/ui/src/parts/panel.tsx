// A part of a page with a heading.

import { useId, type ReactNode } from 'react'
import styles from './panel.module.css'

interface Props {
  readonly title: string
  /** Right of the heading. */
  readonly tools?: ReactNode
  readonly children: ReactNode
  /** Without a space around what is in it: for tables and pictures. */
  readonly isFlush?: boolean
}

export function Panel({ title, tools, children, isFlush = false }: Props) {
  const id = useId()
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id}>{title}</h2>
        {tools && <div className={styles.tools}>{tools}</div>}
      </header>
      <div className={isFlush ? undefined : styles.body}>{children}</div>
    </section>
  )
}
