// One application: its steps one by one, the state before and after each, and where it stands.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useParams, useRouteContext, useSearch } from '@tanstack/react-router'
import type { ApplicationPageAnswer } from '@throughline/server/api'
import { lazy, Suspense } from 'react'
import { applicationOf, applicationStepsOf } from '../../api/queries.ts'
import { FailurePage } from '../../app/failure-page.tsx'
import { Ago } from '../../parts/ago.tsx'
import { instantText } from '../../parts/amounts.ts'
import { Facts } from '../../parts/facts.tsx'
import { Issues } from '../../parts/issues.tsx'
import { JsonView } from '../../parts/json-view.tsx'
import { Loading } from '../../parts/loading.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Panel } from '../../parts/panel.tsx'
import split from '../../parts/split.module.css'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { Tags } from '../../parts/tags.tsx'
import { StateChange } from './state-change.tsx'
import { StepList } from './step-list.tsx'

const MachineView = lazy(async () => ({ default: (await import('./machine-view.tsx')).MachineView }))

export function ApplicationPage() {
  const { api } = useRouteContext({ from: '__root__' })
  const { app } = useParams({ from: '/applications/$app' })
  const { in: place } = useSearch({ from: '/applications/$app' })
  const { data, error } = useQuery(applicationOf(api, app, place))
  if (error) return <FailurePage error={error} />
  return data ? <OneApplication key={app} answer={data} /> : <Loading />
}

/** A step that is not done yet, as one that waits, has not changed the state. */
function stateTitle(step: number, last: number): string {
  return `State ${step > last ? 'before' : 'after'} step ${step}`
}

function OneApplication({ answer }: { readonly answer: ApplicationPageAnswer }) {
  const { api } = useRouteContext({ from: '__root__' })
  const { application, machine, children, suspension, damage } = answer
  const { step, in: place } = useSearch({ from: '/applications/$app' })
  const pages = useInfiniteQuery(applicationStepsOf(api, application.app, place))
  const steps = pages.data?.pages.flatMap((page) => page.steps) ?? []
  const chosen = step === undefined ? steps.at(-1) : steps.find(({ sequence }) => String(sequence) === step)
  return (
    <>
      <PageHead
        title={application.app}
        above={
          <>
            <Link to="/applications">Applications</Link>
            <span aria-hidden="true">/</span>
            <Link to="/applications" search={{ machine: application.machine }}>
              {application.machine}
            </Link>
          </>
        }
        facts={
          <>
            <StatusBadge status={application.status} />
            <span>
              {application.sequence === 1 ? 'one step' : `${application.sequence.toLocaleString('en')} steps`}
            </span>
            <span>
              changed <Ago atMs={application.changedAtMs} />
            </span>
            <Tags tags={application.tags} />
          </>
        }
      />
      <div className={split.aside}>
        <div className={split.stack}>
          {damage && (
            <Panel title="Cannot be read to its end">
              <Issues issues={[damage]} />
            </Panel>
          )}
          {suspension && (
            <Panel title={`Waits in ${suspension.action}`}>
              <Facts
                facts={[
                  [
                    'prompt',
                    suspension.prompt === undefined ? undefined : <JsonView key="prompt" value={suspension.prompt} />,
                  ],
                  [
                    'expects',
                    suspension.schema === undefined ? undefined : <JsonView key="schema" value={suspension.schema} />,
                  ],
                  ['until', suspension.expiresAtMs === undefined ? undefined : instantText(suspension.expiresAtMs)],
                ]}
              />
            </Panel>
          )}
          {machine && (
            <Panel title="Machine" isFlush>
              <Suspense fallback={<Loading />}>
                <MachineView machine={machine} last={chosen?.action ?? null} next={application.next} />
              </Suspense>
            </Panel>
          )}
          <Panel title={chosen ? stateTitle(chosen.sequence, application.sequence) : 'State'}>
            {chosen ? (
              <StateChange app={application.app} place={place} step={chosen} last={application.sequence} />
            ) : (
              <JsonView value={answer.state} />
            )}
          </Panel>
        </div>
        <div className={split.stack}>
          <Panel title="Steps" isFlush>
            {pages.error ? (
              <p role="alert">{pages.error.message}</p>
            ) : !pages.data ? (
              <Loading />
            ) : (
              <StepList
                steps={steps}
                chosen={chosen}
                onEnd={() => {
                  if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
                }}
              />
            )}
          </Panel>
          <Panel title="Belongs to">
            <Facts
              facts={[
                [
                  application.parent?.kind === 'fork' ? 'forked from' : 'child of',
                  application.parent && (
                    <Link key="parent" to="/applications/$app" params={{ app: application.parent.app }}>
                      {application.parent.app}, step {application.parent.sequence}
                    </Link>
                  ),
                ],
                [
                  'run',
                  answer.hasRun ? (
                    <Link key="run" to="/runs/$run" params={{ run: application.runId }} search={{ tab: 'timeline' }}>
                      logs, metrics and times of its steps
                    </Link>
                  ) : undefined,
                ],
                ['kept in', application.place],
                ['begun', instantText(application.startedAtMs)],
                ...children.map(
                  (child) =>
                    [
                      child.parent?.kind === 'fork' ? 'fork' : 'child',
                      <span key={child.app}>
                        <Link to="/applications/$app" params={{ app: child.app }} search={{ in: child.place }}>
                          {child.app}
                        </Link>{' '}
                        <StatusBadge status={child.status} />
                      </span>,
                    ] as const,
                ),
              ]}
            />
          </Panel>
        </div>
      </div>
    </>
  )
}
