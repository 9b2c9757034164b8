// The actions of a machine with the ways between them; the one that was done last and the next one stand out.

import type { MachineJson } from './machine-json.ts'
import styles from './machine-view.module.css'

interface Props {
  readonly machine: MachineJson
  readonly last: string | null
  readonly next: string | null
}

export function MachineView({ machine, last, next }: Props) {
  return (
    <ul className={styles.actions}>
      {machine.actions.map(({ name }) => (
        <li
          key={name}
          className={styles.action}
          data-role={name === last ? 'last' : name === next ? 'next' : undefined}
        >
          {name}
          {name === last && <span className={styles.role}> done last</span>}
          {name === next && <span className={styles.role}> next</span>}
        </li>
      ))}
    </ul>
  )
}
