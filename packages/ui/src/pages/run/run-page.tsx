// One run: what it gave, how it went, what was said in it. While it goes on, as it goes.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useRouteContext, useParams, useSearch } from '@tanstack/react-router'
import type { RunPageAnswer } from '@throughline/server/api'
import { lazy, Suspense, useState } from 'react'
import { runOf, statesOf } from '../../api/queries.ts'
import { FailurePage } from '../../app/failure-page.tsx'
import { Ago } from '../../parts/ago.tsx'
import { durationText } from '../../parts/amounts.ts'
import { Button } from '../../parts/button.tsx'
import { Loading } from '../../parts/loading.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { Tabs, type Tab } from '../../parts/tabs.tsx'
import { Tags } from '../../parts/tags.tsx'
import split from '../../parts/split.module.css'
import { Overview } from './overview.tsx'
import { RerunDialog } from './rerun-dialog.tsx'
import { StepPanel } from './step-panel.tsx'
import { StepsTable } from './steps-table.tsx'
import { Timeline } from './timeline.tsx'
import { useRunLive } from './use-run-live.ts'

const RunGraph = lazy(async () => ({ default: (await import('./run-graph.tsx')).RunGraph }))
const Logs = lazy(async () => ({ default: (await import('./logs.tsx')).Logs }))
const Metrics = lazy(async () => ({ default: (await import('./metrics.tsx')).Metrics }))
const Checks = lazy(async () => ({ default: (await import('./checks.tsx')).Checks }))
const Artifacts = lazy(async () => ({ default: (await import('./artifacts.tsx')).Artifacts }))

export function RunPage() {
  const { api } = useRouteContext({ from: '__root__' })
  const { run } = useParams({ from: '/runs/$run' })
  const { data, error, refetch } = useQuery(runOf(api, run))
  if (error) return <FailurePage error={error} reset={() => void refetch()} />
  return data ? <OneRun key={run} answer={data} /> : <Loading />
}

function OneRun({ answer }: { readonly answer: RunPageAnswer }) {
  const { run, previous, counts } = answer
  const { tab = 'overview', node, item, sequence } = useSearch({ from: '/runs/$run' })
  const isOver = run.status !== 'running'
  const { api } = useRouteContext({ from: '__root__' })
  const steps = useRunLive(run.id, isOver)
  const { leftOut = 0 } = useQuery(statesOf(api, run.id)).data ?? {}
  const tabs: readonly Tab[] = [
    { key: 'overview', label: 'Overview' },
    { key: 'timeline', label: 'Timeline' },
    { key: 'graph', label: 'Graph' },
    { key: 'steps', label: 'Steps', count: Math.max(steps?.length ?? 0, counts.steps) },
    { key: 'logs', label: 'Logs', count: counts.logs },
    { key: 'metrics', label: 'Metrics', count: counts.metrics },
    { key: 'checks', label: 'Checks', count: counts.checks },
    { key: 'artifacts', label: 'Artifacts', count: counts.artifacts },
  ]
  const content = (
    <Suspense fallback={<Loading />}>
      {leftOut > 0 && (tab === 'timeline' || tab === 'steps') && (
        <p>
          Of single items those that go on and the slowest are here; {leftOut.toLocaleString('en')} more are in the
          record.
        </p>
      )}
      {tab === 'overview' && <Overview answer={answer} steps={steps} />}
      {tab === 'timeline' && (steps ? <Timeline run={run} steps={steps} /> : <Loading />)}
      {tab === 'graph' && <RunGraph run={run} steps={steps ?? []} />}
      {tab === 'steps' && (steps ? <StepsTable run={run} steps={steps} /> : <Loading />)}
      {tab === 'logs' && <Logs run={run.id} />}
      {tab === 'metrics' && <Metrics run={run.id} />}
      {tab === 'checks' && <Checks run={run.id} />}
      {tab === 'artifacts' && <Artifacts run={run.id} />}
    </Suspense>
  )
  return (
    <>
      <PageHead
        name={`Run of ${run.flow}`}
        title={run.flow}
        above={<Above answer={answer} />}
        facts={
          <>
            <StatusBadge status={run.status} />
            <span>
              started <Ago atMs={run.startedAtMs} />
            </span>
            {run.durationMs !== undefined && <span>took {durationText(run.durationMs)}</span>}
            {run.actor !== undefined && <span>by {run.actor}</span>}
            <Tags tags={run.tags} />
          </>
        }
        tools={<Tools answer={answer} />}
      />
      {previous && tab === 'overview' && (
        <p>
          <Link to="/runs/$run/comparison" params={{ run: run.id }} search={{ with: previous.id }}>
            What differs from the previous run
          </Link>
          , <Ago atMs={previous.startedAtMs} />
        </p>
      )}
      <Tabs label="Of the run" tabs={tabs} chosen={tab} />
      {node === undefined ? (
        content
      ) : (
        <div className={split.aside}>
          <div className={split.stack}>{content}</div>
          <StepPanel run={run} previous={previous} node={node} item={item} sequence={sequence} />
        </div>
      )}
    </>
  )
}

function Above({ answer: { run } }: { readonly answer: RunPageAnswer }) {
  return (
    <>
      <Link to="/runs">Runs</Link>
      <span aria-hidden="true">/</span>
      {run.parent !== undefined && (
        <>
          <Link to="/runs/$run" params={{ run: run.parent }}>
            within another run
          </Link>
          <span aria-hidden="true">/</span>
        </>
      )}
      <code>{run.id}</code>
    </>
  )
}

function Tools({ answer: { run, can, request } }: { readonly answer: RunPageAnswer }) {
  const { api } = useRouteContext({ from: '__root__' })
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const cancel = useMutation({
    mutationFn: () => api('POST /api/runs/:run/cancel', { path: { run: run.id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['run', run.id] }),
  })
  return (
    <>
      {run.kind === 'application' ? (
        <Link to="/applications" search={{ machine: run.flow }}>
          Its applications
        </Link>
      ) : (
        <Link to="/flows/$flow" params={{ flow: run.flow }}>
          The flow
        </Link>
      )}
      {can.cancel && (
        <Button look="danger" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
          {cancel.isPending ? 'Stopping …' : 'Cancel'}
        </Button>
      )}
      {can.rerun && request && <Button onClick={() => setAsking(true)}>Run again</Button>}
      {isAsking && request && (
        <RerunDialog
          of={run.id}
          request={request}
          onClose={() => setAsking(false)}
          onStarted={(started) =>
            void navigate({ to: '/runs/$run', params: { run: started }, search: { tab: 'timeline' } })
          }
        />
      )}
    </>
  )
}
