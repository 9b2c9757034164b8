// The name of what is selected, which can be let go.

import type { LookChange } from '../../graph/picture.ts'
import { Button } from '../../parts/button.tsx'
import styles from './flow-page.module.css'

interface Props {
  readonly name: string
  readonly onLook: (change: LookChange) => void
}

export function AsideHead({ name, onLook }: Props) {
  return (
    <div className={styles.head}>
      <h2>{name}</h2>
      <Button look="quiet" aria-label="Close" title="Close" onClick={() => onLook({ node: undefined })}>
        ✕
      </Button>
    </div>
  )
}
