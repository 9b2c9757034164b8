// Names of nodes, each of which can be selected.

import { useState, type ReactNode } from 'react'
import styles from './flow-page.module.css'

interface Props {
  readonly title: string
  readonly names: readonly string[]
  readonly onSelect: (name: string) => void
  /** Beside a name. */
  readonly more?: (name: string) => ReactNode
}

const MOST = 14

export function NameList({ title, names, onSelect, more }: Props) {
  const [isWhole, setWhole] = useState(false)
  if (names.length === 0) return null
  const shown = isWhole ? names : names.slice(0, MOST)
  return (
    <section>
      <h3>{title}</h3>
      <ul className={styles.names}>
        {shown.map((name) => (
          <li key={name}>
            <button type="button" className={styles.name} onClick={() => onSelect(name)}>
              {name}
              {more?.(name)}
            </button>
          </li>
        ))}
        {shown.length < names.length && (
          <li>
            <button type="button" className={styles.name} onClick={() => setWhole(true)}>
              and {(names.length - shown.length).toLocaleString('en')} more
            </button>
          </li>
        )}
      </ul>
    </section>
  )
}
