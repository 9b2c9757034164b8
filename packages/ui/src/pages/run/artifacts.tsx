// What a run kept: to be taken as a file, never shown by the browser from its bytes.

import { useQuery } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import { toAddress } from '../../api/client.ts'
import { saidOf } from '../../api/queries.ts'
import { sizeText } from '../../parts/amounts.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Panel } from '../../parts/panel.tsx'
import { VirtualTable } from '../../parts/virtual-table.tsx'
import { atStep } from './step-address.ts'

export function Artifacts({ run }: { readonly run: string }) {
  const { api } = useRouteContext({ from: '__root__' })
  const { data, error } = useQuery(saidOf(api, run))
  if (error) return <p role="alert">{error.message}</p>
  if (!data) return <Loading />
  if (data.artifacts.length === 0) return <Empty title="No artifacts" />
  return (
    <Panel title="Artifacts" isFlush>
      <VirtualTable
        label="Artifacts of the run"
        rows={data.artifacts}
        rowKey={({ node, name, blob }) => JSON.stringify([node, name, blob])}
        columns={[
          {
            key: 'name',
            title: 'Name',
            cell: ({ name, blob }) => (
              <a href={toAddress('/api/blobs/:hash', { hash: blob }, { name })} download>
                {name}
              </a>
            ),
          },
          {
            key: 'node',
            title: 'Node',
            cell: ({ node }) => (
              <Link to="/runs/$run" params={{ run }} search={atStep({ node })}>
                {node}
              </Link>
            ),
          },
          { key: 'type', title: 'Type', cell: ({ mediaType }) => mediaType },
          {
            key: 'size',
            title: 'Size',
            align: 'right',
            sortBy: ({ sizeBytes }) => sizeBytes,
            cell: ({ sizeBytes }) => (sizeBytes === undefined ? '' : sizeText(sizeBytes)),
          },
        ]}
      />
    </Panel>
  )
}
