// All applications that are kept, the last changed first.

import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import type { ApplicationList } from '@throughline/server/api'
import { applicationsOf } from '../../api/queries.ts'
import { FailurePage } from '../../app/failure-page.tsx'
import { Ago } from '../../parts/ago.tsx'
import { Choice } from '../../parts/choice.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Issues } from '../../parts/issues.tsx'
import { Loading } from '../../parts/loading.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Panel } from '../../parts/panel.tsx'
import split from '../../parts/split.module.css'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { Tags } from '../../parts/tags.tsx'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'

type Application = ApplicationList['applications'][number]

const statuses = ['open', 'running', 'suspended', 'failed', 'completed', 'cancelled']

export function ApplicationsPage() {
  const { api } = useRouteContext({ from: '__root__' })
  const filter = useSearch({ from: '/applications' })
  const navigate = useNavigate({ from: '/applications' })
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(applicationsOf(api, filter))
  if (error) return <FailurePage error={error} />
  const found = data?.pages.flatMap(({ applications }) => applications) ?? []
  const unreadable = data?.pages.flatMap((page) => page.unreadable) ?? []
  const others = Object.fromEntries(Object.entries(filter).filter(([name]) => name !== 'status'))
  const isFiltered = Object.keys(filter).length > 0
  return (
    <>
      <PageHead
        title="Applications"
        facts={
          filter.parent !== undefined && (
            <span>
              children of{' '}
              <Link to="/applications/$app" params={{ app: filter.parent }}>
                {filter.parent}
              </Link>
            </span>
          )
        }
        tools={
          <Choice
            label="Status"
            value={filter.status ?? ''}
            onChoose={(status) => void navigate({ search: { ...others, ...(status !== '' && { status }) } })}
          >
            <option value="">all</option>
            {statuses.map((status) => (
              <option key={status}>{status}</option>
            ))}
          </Choice>
        }
      />
      <div className={split.stack}>
        {unreadable.length > 0 && (
          <Panel title={`${unreadable.length} of them cannot be read`}>
            <Issues issues={unreadable.map(({ issue }) => issue)} />
          </Panel>
        )}
        {!data ? (
          <Loading />
        ) : found.length === 0 ? (
          <Empty title={isFiltered ? 'No application is like that' : 'No application was kept yet'}>
            {isFiltered ? (
              <Link to="/applications">Show all</Link>
            ) : (
              'Open one with a persister: sqlitePersister or filePersister.'
            )}
          </Empty>
        ) : (
          <Panel title="Kept" isFlush>
            <VirtualTable
              label="Applications, the last changed first"
              columns={columns}
              rows={found}
              rowKey={({ app, place }) => `${place} ${app}`}
              maxHeight="44rem"
              onSelect={({ app, place }) =>
                void navigate({ to: '/applications/$app', params: { app }, search: { in: place } })
              }
              onEnd={() => {
                if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
              }}
            />
          </Panel>
        )}
      </div>
    </>
  )
}

const columns: readonly Column<Application>[] = [
  { key: 'status', title: 'Status', width: '8rem', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    key: 'app',
    title: 'Application',
    cell: ({ app, place }) => (
      <Link to="/applications/$app" params={{ app }} search={{ in: place }}>
        {app}
      </Link>
    ),
  },
  {
    key: 'machine',
    title: 'Machine',
    cell: ({ machine }) => (
      <Link to="/applications" search={{ machine }}>
        {machine}
      </Link>
    ),
  },
  {
    key: 'sequence',
    title: 'Steps',
    width: '5rem',
    align: 'right',
    cell: ({ sequence }) => sequence.toLocaleString('en'),
  },
  { key: 'last', title: 'Last action', cell: ({ last }) => last },
  { key: 'next', title: 'Next', cell: ({ next }) => next },
  { key: 'changed', title: 'Changed', width: '8rem', cell: ({ changedAtMs }) => <Ago atMs={changedAtMs} /> },
  { key: 'tags', title: 'Tags', cell: ({ tags }) => <Tags tags={tags} /> },
]
