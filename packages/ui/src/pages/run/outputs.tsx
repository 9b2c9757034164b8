// What a run gave: each output with how it looks, and the way to where it comes from.

import { useQueries } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import type { RunDetails } from '@throughline/server/api'
import { stepOf } from '../../api/queries.ts'
import { Panel } from '../../parts/panel.tsx'
import { atStep } from './step-address.ts'
import { ValueRows } from './value-rows.tsx'

/** More would be asked for one by one. */
const MOST = 25

export function Outputs({ run }: { readonly run: RunDetails }) {
  const { api } = useRouteContext({ from: '__root__' })
  const names = run.outputs.slice(0, MOST)
  const steps = useQueries({ queries: names.map((name) => stepOf(api, run.id, name)) })
  if (names.length === 0) return null
  return (
    <Panel title="Outputs" isFlush>
      <ValueRows
        values={names.map((name, at) => ({
          name,
          facts: steps[at]?.data?.step.output,
          link: (
            <Link to="/runs/$run/lineage/$node" params={{ run: run.id, node: name }}>
              where it comes from
            </Link>
          ),
        }))}
        linkOf={(name) => (
          <Link to="/runs/$run" params={{ run: run.id }} search={atStep({ node: name })}>
            {name}
          </Link>
        )}
      />
    </Panel>
  )
}
