// Tabs that stand in the address: each is a link.

import { Link } from '@tanstack/react-router'
import styles from './tabs.module.css'

export interface Tab {
  readonly key: string
  readonly label: string
  readonly count?: number | undefined
}

interface Props {
  readonly label: string
  readonly tabs: readonly Tab[]
  readonly chosen: string
}

export function Tabs({ label, tabs, chosen }: Props) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map(({ key, label: text, count }) => (
        <Link
          key={key}
          to="."
          search={(search: Record<string, unknown>) => ({ ...search, tab: key })}
          replace
          className={styles.tab}
          aria-current={key === chosen ? 'page' : undefined}
          activeOptions={{ includeSearch: true, exact: true }}
        >
          {text}
          {count !== undefined && count > 0 && <span className={styles.count}>{count.toLocaleString('en')}</span>}
        </Link>
      ))}
    </nav>
  )
}
