// A flow: its graph, and beside it what is selected in it.

import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useRouteContext } from '@tanstack/react-router'
import { useMemo } from 'react'
import { definitionsOf, flowOf } from '../../api/queries.ts'
import { FailurePage } from '../../app/failure-page.tsx'
import { flowPicture } from '../../graph/flow-picture.ts'
import page from '../../graph/graph-page.module.css'
import { GraphView } from '../../graph/graph-view.tsx'
import { useAddressLook } from '../../graph/use-address-look.ts'
import { countText } from '../../parts/amounts.ts'
import { Loading } from '../../parts/loading.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { FlowAside } from './flow-aside.tsx'

export function FlowPage() {
  const { flow } = useParams({ from: '/flows/$flow' })
  const { api } = useRouteContext({ from: '__root__' })
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(flowOf(api, flow))
  const { data: definitions } = useQuery(definitionsOf(api))
  const [look, onLook] = useAddressLook()
  const graph = data?.name === flow ? data : undefined
  const picture = useMemo(() => graph && flowPicture(graph), [graph])
  if (error) return <FailurePage error={error} reset={() => void refetch()} />
  if (!graph || !picture) return <Loading />
  const modules = definitions?.flows.find(({ name }) => name === flow)?.modules ?? []
  const names = new Set(graph.nodes.map(({ name }) => name))
  return (
    <div className={page.page}>
      <PageHead
        title={flow}
        above={<Link to="/flows">Flows</Link>}
        facts={
          <>
            <span>{countText(graph.nodes.length, 'node')}</span>
            <span>{countText(graph.inputs.length, 'input')}</span>
            {modules.length > 0 && <span>{countText(modules.length, 'module')}</span>}
          </>
        }
        tools={
          <Link to="/runs" search={{ q: `flow:${flow.includes(' ') ? JSON.stringify(flow) : flow}` }}>
            Runs of this flow
          </Link>
        }
      />
      <div className={page.split}>
        <GraphView
          title={`Graph of ${flow}`}
          picture={picture}
          look={look}
          onLook={onLook}
          onOpen={(id) => {
            if (names.has(id)) void navigate({ to: '/flows/$flow/nodes/$node', params: { flow, node: id } })
          }}
        />
        <FlowAside graph={graph} picture={picture} modules={modules} look={look} onLook={onLook} />
      </div>
    </div>
  )
}
