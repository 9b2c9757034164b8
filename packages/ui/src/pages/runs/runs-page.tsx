// All runs: searched, charted, and two of them compared.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import type { RunSummary } from '@throughline/server/api'
import { lazy, Suspense, useState } from 'react'
import { ApiFailure } from '../../api/client.ts'
import { runChartOf, runsOf } from '../../api/queries.ts'
import { Ago } from '../../parts/ago.tsx'
import { durationText } from '../../parts/amounts.ts'
import { Empty } from '../../parts/empty.tsx'
import { Issues } from '../../parts/issues.tsx'
import { Loading } from '../../parts/loading.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Panel } from '../../parts/panel.tsx'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { Tags } from '../../parts/tags.tsx'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'
import { countsText } from '../home/run-list.tsx'
import { RunSearch } from './run-search.tsx'
import styles from './runs-page.module.css'

const DurationChart = lazy(async () => ({ default: (await import('./duration-chart.tsx')).DurationChart }))

export function RunsPage() {
  const { api } = useRouteContext({ from: '__root__' })
  const { q = '' } = useSearch({ from: '/runs' })
  const navigate = useNavigate()
  const pages = useInfiniteQuery(runsOf(api, q))
  const chart = useQuery(runChartOf(api, q))
  const [chosen, setChosen] = useState<readonly string[]>([])
  const runs = pages.data?.pages.flatMap((page) => page.runs) ?? []
  const issues = pages.error instanceof ApiFailure ? (pages.error.problem?.issues ?? []) : []
  const choose = (id: string): void =>
    setChosen((known) => (known.includes(id) ? known.filter((one) => one !== id) : [...known.slice(-1), id]))
  return (
    <>
      <PageHead title="Runs" tools={<CompareLink runs={runs} chosen={chosen} />} />
      <RunSearch q={q} onSearch={(next) => void navigate({ to: '/runs', search: next === '' ? {} : { q: next } })} />
      {pages.error ? (
        <Empty title={pages.error.message}>
          <Issues issues={issues} />
        </Empty>
      ) : pages.data === undefined ? (
        <Loading />
      ) : runs.length === 0 ? (
        <NoRuns q={q} />
      ) : (
        <div className={styles.found}>
          <Panel title="Durations">
            <Suspense fallback={<Loading />}>
              <DurationChart runs={chart.data?.runs ?? []} />
            </Suspense>
          </Panel>
          <Panel title={q === '' ? 'All runs' : 'Found'} isFlush>
            <VirtualTable
              label="Runs, the newest first"
              columns={columnsOf(chosen, choose)}
              rows={runs}
              rowKey={({ id }) => id}
              maxHeight="38rem"
              onSelect={({ id }) => void navigate({ to: '/runs/$run', params: { run: id } })}
              onEnd={() => {
                if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
              }}
            />
          </Panel>
        </div>
      )}
    </>
  )
}

function columnsOf(chosen: readonly string[], choose: (id: string) => void): readonly Column<RunSummary>[] {
  return [
    {
      key: 'chosen',
      title: '',
      width: '2.5rem',
      cell: ({ id, flow }) => (
        <input
          type="checkbox"
          aria-label={`Compare this run of ${flow}`}
          checked={chosen.includes(id)}
          onClick={(event) => event.stopPropagation()}
          onChange={() => choose(id)}
        />
      ),
    },
    { key: 'status', title: 'Status', width: '8rem', cell: ({ status }) => <StatusBadge status={status} /> },
    {
      key: 'flow',
      title: 'Flow',
      cell: ({ id, flow }) => (
        <Link to="/runs/$run" params={{ run: id }}>
          {flow}
        </Link>
      ),
    },
    { key: 'steps', title: 'Steps', cell: (run) => <span className={styles.soft}>{countsText(run)}</span> },
    {
      key: 'duration',
      title: 'Duration',
      width: '7rem',
      align: 'right',
      cell: ({ durationMs }) => (durationMs === undefined ? '' : durationText(durationMs)),
    },
    { key: 'started', title: 'Started', width: '8rem', cell: ({ startedAtMs }) => <Ago atMs={startedAtMs} /> },
    { key: 'actor', title: 'By', width: '7rem', cell: ({ actor }) => <span className={styles.soft}>{actor}</span> },
    { key: 'tags', title: 'Tags', cell: ({ tags }) => <Tags tags={tags} /> },
  ]
}

interface CompareProps {
  readonly runs: readonly RunSummary[]
  readonly chosen: readonly string[]
}

function CompareLink({ runs, chosen }: CompareProps) {
  const [earlier, later] = runs
    .filter(({ id }) => chosen.includes(id))
    .toSorted((a, b) => a.startedAtMs - b.startedAtMs)
    .map(({ id }) => id)
  if (earlier === undefined || later === undefined)
    return <span className={styles.soft}>Check two runs to compare them</span>
  return (
    <Link to="/runs/$run/comparison" params={{ run: later }} search={{ with: earlier }} className={styles.compare}>
      Compare the two
    </Link>
  )
}

function NoRuns({ q }: { readonly q: string }) {
  return q === '' ? (
    <Empty title="Nothing was recorded yet">
      <code>npx throughline run</code>
    </Empty>
  ) : (
    <Empty title="No run is like that">
      <Link to="/runs">Show all runs</Link>
    </Empty>
  )
}
