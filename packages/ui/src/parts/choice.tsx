// One of several, with what it is that is chosen before it.

import type { ReactNode } from 'react'
import styles from './choice.module.css'

interface Props {
  readonly label: string
  readonly value: string
  readonly onChoose: (value: string) => void
  /** `<option>`s. */
  readonly children: ReactNode
}

export function Choice({ label, value, onChoose, children }: Props) {
  return (
    <label className={styles.choice}>
      {label}
      <select value={value} onChange={({ target }) => onChoose(target.value)}>
        {children}
      </select>
    </label>
  )
}
