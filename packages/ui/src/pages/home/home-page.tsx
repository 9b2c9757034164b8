// What is going on: what runs, what failed lately, which projects there are.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import type { Home } from '@throughline/server/api'
import { applicationsOf, homeOf } from '../../api/queries.ts'
import { FailurePage } from '../../app/failure-page.tsx'
import { Ago } from '../../parts/ago.tsx'
import { Empty } from '../../parts/empty.tsx'
import { countText } from '../../parts/amounts.ts'
import lines from '../../parts/lines.module.css'
import { Loading } from '../../parts/loading.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Panel } from '../../parts/panel.tsx'
import split from '../../parts/split.module.css'
import { ActivityChart } from './activity-chart.tsx'
import { RunList } from './run-list.tsx'
import { Waiting } from './waiting.tsx'

/** The page of applications has the others. */
const MOST_WAITING = 10

export function HomePage() {
  const { api } = useRouteContext({ from: '__root__' })
  const { data, error, refetch } = useQuery(homeOf(api))
  const suspended = useInfiniteQuery(applicationsOf(api, { status: 'suspended' }))
  if (error) return <FailurePage error={error} reset={() => void refetch()} />
  if (!data) return <Loading />
  const { project, definitions, latest } = data
  const waiting = suspended.data?.pages.flatMap(({ applications }) => applications).slice(0, MOST_WAITING) ?? []
  // An application that waits for a person does nothing meanwhile.
  const running = data.running.filter(({ id }) => !waiting.some(({ runId }) => runId === id))
  return (
    <>
      <PageHead
        title={project?.name ?? 'Home'}
        facts={project && <span title={project.directory}>{project.directory}</span>}
      />
      {latest.length === 0 && <FirstSteps home={data} />}
      <div className={split.aside}>
        <div className={split.stack}>
          <Waiting applications={waiting} />
          {running.length > 0 && (
            <Panel title="Running" isFlush>
              <RunList runs={running} />
            </Panel>
          )}
          {data.failed.length > 0 && (
            <Panel
              title="Failed in the last seven days"
              isFlush
              tools={
                <Link to="/runs" search={{ q: 'status:failed' }}>
                  All failed runs
                </Link>
              }
            >
              <RunList runs={data.failed} />
            </Panel>
          )}
          {latest.length > 0 && (
            <Panel title="Latest runs" isFlush tools={<Link to="/runs">All runs</Link>}>
              <RunList runs={latest} />
            </Panel>
          )}
        </div>
        <div className={split.stack}>
          {definitions && definitions.flows.length + definitions.machines.length > 0 && (
            <Panel title="Flows and machines">
              <ul className={lines.ends}>
                {definitions.flows.map(({ name, nodes }) => (
                  <li key={name}>
                    <Link to="/flows/$flow" params={{ flow: name }}>
                      {name}
                    </Link>
                    <span className={lines.soft}>{nodes.toLocaleString('en')} nodes</span>
                  </li>
                ))}
                {definitions.machines.map(({ name, actions }) => (
                  <li key={name}>
                    <Link to="/machines/$machine" params={{ machine: name }}>
                      {name}
                    </Link>
                    <span className={lines.soft}>{actions.toLocaleString('en')} actions</span>
                  </li>
                ))}
              </ul>
            </Panel>
          )}
          {latest.length > 0 && (
            <Panel title="Runs of the last 30 days">
              <ActivityChart days={data.activity} />
            </Panel>
          )}
          {data.projects.length > 0 && (
            <Panel title="Projects in the record">
              <ul className={lines.ends}>
                {data.projects.map(({ name, runs, failed, lastAtMs }) => (
                  <li key={name}>
                    <Link to="/runs" search={{ q: `project:${/\s/.test(name) ? JSON.stringify(name) : name}` }}>
                      {name === '' ? '(unnamed)' : name}
                    </Link>
                    <span className={lines.soft}>
                      {countText(runs, 'run')}
                      {failed > 0 && `, ${failed.toLocaleString('en')} failed`}
                      {lastAtMs !== undefined && (
                        <>
                          , <Ago atMs={lastAtMs} />
                        </>
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            </Panel>
          )}
        </div>
      </div>
    </>
  )
}

function FirstSteps({ home: { definitions } }: { readonly home: Home }) {
  const flow = definitions?.flows[0]?.name
  return (
    <Empty title="Nothing was recorded yet">
      <p>Run a flow, and it is here while it runs.</p>
      <pre>
        <code>{`npx throughline run ${flow ?? '<flow>'}`}</code>
      </pre>
    </Empty>
  )
}
