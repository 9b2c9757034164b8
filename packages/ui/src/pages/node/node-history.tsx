// What a node gave and how long it took, from run to run.

import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useRouteContext } from '@tanstack/react-router'
import type { Step, Summarised } from '@throughline/server/api'
import { useMemo } from 'react'
import { nodeHistoryOf } from '../../api/queries.ts'
import { FailurePage } from '../../app/failure-page.tsx'
import { Ago } from '../../parts/ago.tsx'
import { durationText } from '../../parts/amounts.ts'
import { Empty } from '../../parts/empty.tsx'
import { figureText } from '../../parts/figures.ts'
import { Loading } from '../../parts/loading.tsx'
import { Panel } from '../../parts/panel.tsx'
import split from '../../parts/split.module.css'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { Look } from '../../parts/value-view.tsx'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'
import { HistoryChart } from './history-chart.tsx'
import { seriesOf } from './history-figures.ts'
import styles from './node-page.module.css'

interface Props {
  readonly flow: string
  readonly node: string
}

export function NodeHistory({ flow, node }: Props) {
  const { api } = useRouteContext({ from: '__root__' })
  const navigate = useNavigate()
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery(nodeHistoryOf(api, flow, node))
  const steps = useMemo(() => data?.pages.flatMap((page) => page.steps) ?? [], [data])
  const series = useMemo(() => seriesOf(steps), [steps])
  if (error) return <FailurePage error={error} />
  if (!data) return <Loading />
  if (steps.length === 0) return <Empty title="It never ran">What it gives is shown here after the first run.</Empty>
  return (
    <div className={split.stack}>
      <div className={split.two}>
        {series.map((one) => (
          <HistoryChart
            key={one.title}
            series={one}
            node={node}
            textOf={one.title === 'Duration' ? durationText : figureText}
          />
        ))}
      </div>
      <Panel title="In each run" isFlush>
        <VirtualTable
          label={`Steps of ${node}`}
          rows={steps}
          rowKey={({ run, item, sequence }) => JSON.stringify([run, item, sequence])}
          columns={columns}
          maxHeight="32rem"
          onSelect={(step) =>
            void navigate({
              to: '/runs/$run',
              params: { run: step.run },
              search: { node, ...(step.item && step.item.length > 0 && { item: JSON.stringify(step.item) }) },
            })
          }
          onEnd={() => {
            if (hasNextPage && !isFetching) void fetchNextPage()
          }}
        />
      </Panel>
    </div>
  )
}

const atMs = (step: Step): number | undefined => step.startedAtMs ?? step.endedAtMs

const columns: readonly Column<Step>[] = [
  {
    key: 'run',
    title: 'Run',
    width: '10rem',
    sortBy: atMs,
    cell: (step) => (
      <Link to="/runs/$run" params={{ run: step.run }} search={{ node: step.node }}>
        {atMs(step) === undefined ? step.run.slice(-8) : <Ago atMs={atMs(step)!} />}
      </Link>
    ),
  },
  { key: 'status', title: 'Status', width: '8rem', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    key: 'duration',
    title: 'Duration',
    width: '7rem',
    align: 'right',
    sortBy: ({ durationMs }) => durationMs,
    cell: ({ durationMs }) => (durationMs === undefined ? '' : durationText(durationMs)),
  },
  { key: 'item', title: 'Item', width: '8rem', cell: ({ item }) => item?.join(' › ') },
  {
    key: 'code',
    title: 'Code',
    width: '9rem',
    cell: ({ code }) => code !== undefined && <code className={styles.soft}>{code.slice(0, 14)}</code>,
  },
  {
    key: 'value',
    title: 'Value',
    cell: ({ output, error }) =>
      error ? (
        <span className={styles.failed}>{error.message}</span>
      ) : (
        output?.summary && <Look summary={output.summary as Summarised} />
      ),
  },
]
