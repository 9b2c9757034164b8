// Applications that wait for an answer, the last changed first.

import { Link } from '@tanstack/react-router'
import type { ApplicationList } from '@throughline/server/api'
import { Ago } from '../../parts/ago.tsx'
import lines from '../../parts/lines.module.css'
import { Panel } from '../../parts/panel.tsx'

export function Waiting({ applications }: Pick<ApplicationList, 'applications'>) {
  if (applications.length === 0) return null
  return (
    <Panel
      title="Waits for an answer"
      tools={
        <Link to="/applications" search={{ status: 'suspended' }}>
          All that wait
        </Link>
      }
    >
      <ul className={lines.ends}>
        {applications.map(({ app, place, machine, next, changedAtMs }) => (
          <li key={`${place} ${app}`}>
            <Link to="/applications/$app" params={{ app }} search={{ in: place }}>
              {app}
            </Link>
            <span className={lines.soft}>
              {machine}
              {next !== null && `, in ${next}`}, since <Ago atMs={changedAtMs} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
