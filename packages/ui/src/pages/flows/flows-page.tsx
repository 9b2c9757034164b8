// The flows and machines of the project, with what became of their last runs.

import { useQuery } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import type { Definitions } from '@throughline/server/api'
import { definitionsOf, homeOf } from '../../api/queries.ts'
import { FailurePage } from '../../app/failure-page.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loading } from '../../parts/loading.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Panel } from '../../parts/panel.tsx'
import split from '../../parts/split.module.css'
import { RunStrip } from './run-strip.tsx'
import styles from './flows-page.module.css'

export function FlowsPage() {
  const { api } = useRouteContext({ from: '__root__' })
  const { data, error, refetch } = useQuery(definitionsOf(api))
  const isEmpty = data !== undefined && data.flows.length + data.machines.length === 0
  const { data: home } = useQuery({ ...homeOf(api), enabled: isEmpty })
  if (error) return <FailurePage error={error} reset={() => void refetch()} />
  if (!data || (data.status === 'loading' && isEmpty)) return <Loading label="Reading the project" />
  if (isEmpty && home && !home.project) return <NoProject />
  return (
    <>
      <PageHead title="Flows" />
      <div className={split.stack}>
        <Flows flows={data.flows} />
        {data.machines.length > 0 && <Machines machines={data.machines} />}
      </div>
    </>
  )
}

function NoProject() {
  return (
    <Empty title="There is no project behind these pages" isPage>
      <p>
        Flows are read from its files: start <code>throughline dev</code> in its folder.
      </p>
    </Empty>
  )
}

function Flows({ flows }: Pick<Definitions, 'flows'>) {
  if (flows.length === 0)
    return (
      <Empty title="The project has no flows">
        <p>
          A flow is named in <code>throughline.config.ts</code>: <code>{'flows: { weekly: dataflow(modules) }'}</code>
        </p>
      </Empty>
    )
  return (
    <Panel title={flows.length === 1 ? 'One flow' : `${flows.length} flows`} isFlush>
      <ul>
        {flows.map(({ name, nodes, modules }) => (
          <li key={name} className={styles.row}>
            <div className={styles.what}>
              <Link to="/flows/$flow" params={{ flow: name }} className={styles.name}>
                {name}
              </Link>
              <span className={styles.soft}>
                {nodes.toLocaleString('en')} nodes in {modules.length === 1 ? modules[0] : `${modules.length} modules`}
              </span>
            </div>
            <RunStrip flow={name} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Machines({ machines }: Pick<Definitions, 'machines'>) {
  return (
    <Panel title={machines.length === 1 ? 'One machine' : `${machines.length} machines`} isFlush>
      <ul>
        {machines.map(({ name, actions }) => (
          <li key={name} className={styles.row}>
            <div className={styles.what}>
              <Link to="/machines/$machine" params={{ machine: name }} className={styles.name}>
                {name}
              </Link>
              <span className={styles.soft}>{actions === 1 ? 'one action' : `${actions} actions`}</span>
            </div>
            <Link to="/applications" search={{ machine: name }}>
              Its applications
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
