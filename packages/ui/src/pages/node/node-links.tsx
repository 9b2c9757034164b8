// Names of nodes as links to their pages.

import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../parts/button.tsx'
import styles from './node-page.module.css'

interface Props {
  readonly flow: string
  readonly names: readonly string[]
  /** Whether there is a page for it. Default: there is */
  readonly isNode?: (name: string) => boolean
  readonly optional?: ReadonlySet<string>
}

const MOST = 20

export function NodeLinks({ flow, names, isNode = () => true, optional }: Props) {
  const [isWhole, setWhole] = useState(false)
  if (names.length === 0) return null
  const shown = isWhole || names.length <= MOST + 2 ? names : names.slice(0, MOST)
  return (
    <ul className={styles.links}>
      {shown.map((name) => (
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
      {shown.length < names.length && (
        <li>
          <Button look="quiet" onClick={() => setWhole(true)}>
            and {(names.length - shown.length).toLocaleString('en')} more
          </Button>
        </li>
      )}
    </ul>
  )
}
