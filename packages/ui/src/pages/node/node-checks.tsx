// The checks of a node, and what they said in its last run.

import { Link } from '@tanstack/react-router'
import type { NodePage } from '@throughline/server/api'
import { Empty } from '../../parts/empty.tsx'
import { Panel } from '../../parts/panel.tsx'
import { StatusBadge } from '../../parts/status-badge.tsx'
import styles from './node-page.module.css'

export function NodeChecks({ page }: { readonly page: NodePage }) {
  const { node, recorded } = page
  const said = recorded?.checks ?? []
  const silent = node.checks.filter((name) => !said.some(({ check }) => check === name))
  if (said.length + silent.length === 0) return <Empty title="It has no checks">A node has some with checked(…).</Empty>
  return (
    <Panel title={said.length > 0 ? 'In the last run' : 'Checks'} isFlush>
      <table className={styles.versions}>
        <thead>
          <tr>
            <th scope="col">Passed</th>
            <th scope="col">Check</th>
            <th scope="col">Severity</th>
            <th scope="col">What it says</th>
            <th scope="col">Run</th>
          </tr>
        </thead>
        <tbody>
          {said.map((one) => (
            <tr key={`${one.check} ${one.item?.join(' ') ?? ''} ${one.atMs}`}>
              <td>
                <StatusBadge status={one.passed ? 'succeeded' : 'failed'} />
              </td>
              <th scope="row">{one.check}</th>
              <td>{one.severity}</td>
              <td>{one.message}</td>
              <td>
                <Link to="/runs/$run" params={{ run: one.run }} search={{ tab: 'checks' }}>
                  its run
                </Link>
              </td>
            </tr>
          ))}
          {silent.map((name) => (
            <tr key={name}>
              <td className={styles.soft}>not yet</td>
              <th scope="row">{name}</th>
              <td />
              <td className={styles.soft}>It said nothing in the last run that is recorded.</td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
