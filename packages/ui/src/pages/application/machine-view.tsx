// The diagram of a machine, with the action of the shown step set off, and what comes next.

import { useMemo } from 'react'
import { GraphView } from '../../graph/graph-view.tsx'
import { machinePicture } from '../../graph/machine-picture.ts'
import { useLook } from '../../graph/use-look.ts'
import type { MachineJson } from './machine-json.ts'
import styles from './machine-view.module.css'

interface Props {
  readonly machine: MachineJson
  readonly last: string | null
  readonly next: string | null
}

export function MachineView({ machine, last, next }: Props) {
  const picture = useMemo(() => machinePicture(machine), [machine])
  const [look, onLook] = useLook()
  const current = last ?? next
  return (
    <>
      <div className={styles.diagram}>
        <GraphView
          title={`Diagram of ${machine.name}`}
          picture={picture}
          look={look}
          onLook={onLook}
          thing="action"
          isCompact
          {...(current !== null && { current })}
        />
      </div>
      <p className={styles.where}>
        {last !== null && (
          <span>
            This step: <strong>{last}</strong>
          </span>
        )}
        {next !== null && (
          <span>
            Next: <strong>{next}</strong>
          </span>
        )}
      </p>
    </>
  )
}
