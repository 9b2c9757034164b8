// A machine: its diagram, and its actions one by one.

import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useRouteContext } from '@tanstack/react-router'
import { useMemo } from 'react'
import { machineOf } from '../../api/queries.ts'
import { FailurePage } from '../../app/failure-page.tsx'
import page from '../../graph/graph-page.module.css'
import { GraphView } from '../../graph/graph-view.tsx'
import { machinePicture } from '../../graph/machine-picture.ts'
import { useAddressLook } from '../../graph/use-address-look.ts'
import { Loading } from '../../parts/loading.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { ActionList } from './action-list.tsx'

export function MachinePage() {
  const { machine } = useParams({ from: '/machines/$machine' })
  const { api } = useRouteContext({ from: '__root__' })
  const { data, error, refetch } = useQuery(machineOf(api, machine))
  const [look, onLook] = useAddressLook()
  const picture = useMemo(() => data && machinePicture(data.machine, data.edges), [data])
  if (error) return <FailurePage error={error} reset={() => void refetch()} />
  if (!data || !picture) return <Loading />
  const { actions } = data.machine
  return (
    <div className={page.page}>
      <PageHead
        title={machine}
        above={<Link to="/flows">Flows</Link>}
        facts={
          <>
            <span>{actions.length === 1 ? 'one action' : `${actions.length} actions`}</span>
            <span>{data.edges.length === 1 ? 'one edge' : `${data.edges.length} edges`}</span>
          </>
        }
        tools={
          <Link to="/applications" search={{ machine }}>
            Its applications
          </Link>
        }
      />
      <div className={page.split}>
        <GraphView title={`Diagram of ${machine}`} picture={picture} look={look} onLook={onLook} thing="action" />
        <ActionList page={data} selected={look.node} onSelect={(node) => onLook({ node })} />
      </div>
    </div>
  )
}
