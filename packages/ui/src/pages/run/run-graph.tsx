// The graph of a run, coloured by how its steps stand.

import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import type { RunDetails, StepState } from '@throughline/server/api'
import { useMemo } from 'react'
import { runGraphOf } from '../../api/queries.ts'
import { flowPicture } from '../../graph/flow-picture.ts'
import { GraphView } from '../../graph/graph-view.tsx'
import { useAddressLook } from '../../graph/use-address-look.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loading } from '../../parts/loading.tsx'
import { nodeStatuses } from './node-statuses.ts'
import styles from './run-graph.module.css'

interface Props {
  readonly run: RunDetails
  readonly steps: readonly StepState[]
}

export function RunGraph({ run, steps }: Props) {
  const { api } = useRouteContext({ from: '__root__' })
  const { data, error } = useQuery(runGraphOf(api, run.id))
  const [look, onLook] = useAddressLook()
  const picture = useMemo(() => data && flowPicture(data), [data])
  const statuses = useMemo(() => nodeStatuses(steps), [steps])
  if (error) return <Empty title={error.message} />
  if (!picture) return <Loading />
  return (
    <div className={styles.graph}>
      <GraphView title={`Graph of ${run.flow}`} picture={picture} look={look} onLook={onLook} statuses={statuses} />
    </div>
  )
}
