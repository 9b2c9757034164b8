// A node: what it says of itself, its source, its versions, what it gave over time, its checks, who uses it.

import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useRouteContext, useSearch } from '@tanstack/react-router'
import { nodeOf } from '../../api/queries.ts'
import { FailurePage } from '../../app/failure-page.tsx'
import { Loading } from '../../parts/loading.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { Tags } from '../../parts/tags.tsx'
import { NodeAbout } from './node-about.tsx'
import { NodeChecks } from './node-checks.tsx'
import { NodeHistory } from './node-history.tsx'
import { NodeVersions } from './node-versions.tsx'

export function NodePage() {
  const { flow, node } = useParams({ from: '/flows/$flow/nodes/$node' })
  const { tab = 'about', before, after } = useSearch({ from: '/flows/$flow/nodes/$node' })
  const { api } = useRouteContext({ from: '__root__' })
  const { data, error, refetch } = useQuery(nodeOf(api, flow, node))
  if (error) return <FailurePage error={error} reset={() => void refetch()} />
  if (!data) return <Loading />
  const { recorded } = data
  const tabs = [
    { key: 'about', label: 'About' },
    { key: 'versions', label: 'Versions', count: recorded?.versions.length },
    { key: 'history', label: 'History' },
    { key: 'checks', label: 'Checks', count: Math.max(data.node.checks.length, recorded?.checks.length ?? 0) },
  ]
  return (
    <>
      <PageHead
        title={node}
        above={
          <>
            <Link to="/flows">Flows</Link>
            <span aria-hidden="true">/</span>
            <Link to="/flows/$flow" params={{ flow }}>
              {flow}
            </Link>
          </>
        }
        facts={
          <>
            {data.node.type !== undefined && <code>{data.node.type}</code>}
            <Tags tags={data.node.tags} />
          </>
        }
        tools={
          <Link to="/flows/$flow" params={{ flow }} search={{ node, focus: node, hops: '2' }}>
            See it in the graph
          </Link>
        }
      />
      <Tabs label="Of the node" tabs={tabs} chosen={tab} />
      {tab === 'versions' ? (
        <NodeVersions page={data} before={before} after={after} />
      ) : tab === 'history' ? (
        <NodeHistory flow={flow} node={node} />
      ) : tab === 'checks' ? (
        <NodeChecks page={data} />
      ) : (
        <NodeAbout page={data} />
      )}
    </>
  )
}
