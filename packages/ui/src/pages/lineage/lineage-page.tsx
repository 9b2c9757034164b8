// Where a value comes from, and why it differs from what it was in another run.

import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useRouteContext, useSearch } from '@tanstack/react-router'
import { runOf } from '../../api/queries.ts'
import { FailurePage } from '../../app/failure-page.tsx'
import { Loading } from '../../parts/loading.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { Origins } from './origins.tsx'
import { WhyDifferent } from './why-different.tsx'

const tabs = [
  { key: 'origins', label: 'Where it comes from' },
  { key: 'why', label: 'Why it differs' },
]

export function LineagePage() {
  const { api } = useRouteContext({ from: '__root__' })
  const { run, node } = useParams({ from: '/runs/$run/lineage/$node' })
  const { item, against, tab = 'origins' } = useSearch({ from: '/runs/$run/lineage/$node' })
  const { data, error } = useQuery(runOf(api, run))
  if (error) return <FailurePage error={error} />
  if (!data) return <Loading />
  return (
    <>
      <PageHead
        title={node}
        name={`Lineage of ${node}`}
        above={
          <>
            <Link to="/runs">Runs</Link>
            <span aria-hidden="true">/</span>
            <Link to="/runs/$run" params={{ run }}>
              {data.run.flow}
            </Link>
          </>
        }
      />
      <Tabs label="Of the value" tabs={tabs} chosen={tab} />
      {tab === 'origins' ? (
        <Origins run={run} node={node} item={item} flow={data.run.flow} />
      ) : (
        <WhyDifferent run={data.run} node={node} against={against ?? data.previous?.id} />
      )}
    </>
  )
}
