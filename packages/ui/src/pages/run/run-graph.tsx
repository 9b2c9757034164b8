// The graph of a run, coloured by how its steps stand.

import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import type { RunDetails, StepState } from '@throughline/server/api'
import { runGraphOf } from '../../api/queries.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loading } from '../../parts/loading.tsx'
import { StepsTable } from './steps-table.tsx'

interface Props {
  readonly run: RunDetails
  readonly steps: readonly StepState[]
}

export function RunGraph({ run, steps }: Props) {
  const { api } = useRouteContext({ from: '__root__' })
  const { data, error } = useQuery(runGraphOf(api, run.id))
  if (error) return <Empty title={error.message} />
  return data ? <StepsTable run={run} steps={steps} /> : <Loading />
}
