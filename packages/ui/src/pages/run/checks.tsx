// What checks said in a run, those that did not pass first.

import { useQuery } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import { saidOf } from '../../api/queries.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Panel } from '../../parts/panel.tsx'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { VirtualTable } from '../../parts/virtual-table.tsx'
import { atStep } from './step-address.ts'

export function Checks({ run }: { readonly run: string }) {
  const { api } = useRouteContext({ from: '__root__' })
  const { data, error } = useQuery(saidOf(api, run))
  if (error) return <p role="alert">{error.message}</p>
  if (!data) return <Loading />
  if (data.checks.length === 0) return <Empty title="No checks">A node has some with checked(…).</Empty>
  const checks = data.checks.toSorted((a, b) => Number(a.passed) - Number(b.passed))
  return (
    <Panel title="Checks" isFlush>
      <VirtualTable
        label="Checks of the run"
        rows={checks}
        rowKey={({ node, item, check, atMs }) => JSON.stringify([node, item, check, atMs])}
        maxHeight="40rem"
        columns={[
          {
            key: 'passed',
            title: 'Passed',
            width: '8rem',
            cell: ({ passed }) => <StatusBadge status={passed ? 'succeeded' : 'failed'} />,
          },
          {
            key: 'node',
            title: 'Node',
            sortBy: ({ node }) => node,
            cell: ({ node }) => (
              <Link to="/runs/$run" params={{ run }} search={atStep({ node })}>
                {node}
              </Link>
            ),
          },
          { key: 'check', title: 'Check', sortBy: ({ check }) => check, cell: ({ check }) => check },
          { key: 'severity', title: 'Severity', width: '7rem', cell: ({ severity }) => severity },
          { key: 'message', title: 'What it says', cell: ({ message }) => message },
        ]}
      />
    </Panel>
  )
}
