// Names of nodes as links to their pages.

import { Link } from '@tanstack/react-router'
import styles from './node-page.module.css'

interface Props {
  readonly flow: string
  readonly names: readonly string[]
  /** Whether there is a page for it. Default: there is */
  readonly isNode?: (name: string) => boolean
  readonly optional?: ReadonlySet<string>
}

export function NodeLinks({ flow, names, isNode = () => true, optional }: Props) {
  if (names.length === 0) return null
  return (
    <ul className={styles.links}>
      {names.map((name) => (
        <li key={name}>
          {isNode(name) ? (
            <Link to="/flows/$flow/nodes/$node" params={{ flow, node: name }}>
              {name}
            </Link>
          ) : (
            <>
              {name} <span className={styles.soft}>input</span>
            </>
          )}
          {optional?.has(name) && <span className={styles.soft}> optional</span>}
        </li>
      ))}
    </ul>
  )
}
