// Two runs beside each other: what each was given, what it was made of, what each node gave.

import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useRouteContext, useSearch } from '@tanstack/react-router'
import type { RunComparison } from '@throughline/server/api'
import { useState } from 'react'
import { comparisonOf, runOf } from '../../api/queries.ts'
import { FailurePage } from '../../app/failure-page.tsx'
import { durationText } from '../../parts/amounts.ts'
import { DifferenceView } from '../../parts/difference-view.tsx'
import { Empty } from '../../parts/empty.tsx'
import { figureText } from '../../parts/figures.ts'
import lines from '../../parts/lines.module.css'
import { Loading } from '../../parts/loading.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { Panel } from '../../parts/panel.tsx'
import { RunEnds } from '../../parts/run-ends.tsx'
import split from '../../parts/split.module.css'
import { hasDifferentSurroundings, SurroundingsView } from '../../parts/surroundings-view.tsx'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'

type NodeComparison = RunComparison['nodes'][number]

export function ComparisonPage() {
  const { api } = useRouteContext({ from: '__root__' })
  const { run } = useParams({ from: '/runs/$run/comparison' })
  const { with: asked } = useSearch({ from: '/runs/$run/comparison' })
  const head = useQuery({ ...runOf(api, run), enabled: asked === undefined })
  const earlier = asked ?? head.data?.previous?.id
  const { data, error } = useQuery({ ...comparisonOf(api, run, earlier ?? ''), enabled: earlier !== undefined })
  const failure = error ?? head.error
  if (failure) return <FailurePage error={failure} />
  if (head.data && earlier === undefined) return <Empty title="There is no earlier run to compare it with" />
  return data ? <Compared comparison={data.comparison} /> : <Loading label="Comparing" />
}

function Compared({ comparison }: { readonly comparison: RunComparison }) {
  const { before, after, inputs, surroundings, nodes, metrics } = comparison
  const [isAll, setAll] = useState(false)
  const differing = nodes.filter(differs)
  const shown = isAll ? nodes : differing
  const otherInputs = inputs.filter(({ is }) => is !== 'same')
  const otherMetrics = metrics.filter((metric) => metric.before !== metric.after)
  return (
    <>
      <PageHead
        title={
          before.subject === after.subject
            ? `What differs between two runs of ${after.subject}`
            : `What differs between a run of ${before.subject} and one of ${after.subject}`
        }
        above={
          <>
            <Link to="/runs">Runs</Link>
            <span aria-hidden="true">/</span>
            <Link to="/runs/$run" params={{ run: after.id }}>
              {after.subject}
            </Link>
          </>
        }
      />
      <div className={split.stack}>
        <RunEnds before={before} after={after} />
        <div className={split.two}>
          <Panel title="Inputs">
            {otherInputs.length === 0 ? (
              <p className={lines.soft}>The same.</p>
            ) : (
              <dl className={lines.named}>
                {otherInputs.map((input) => (
                  <div key={input.name}>
                    <dt>{input.name}</dt>
                    <dd>
                      <DifferenceView difference={input} />
                    </dd>
                  </div>
                ))}
              </dl>
            )}
          </Panel>
          <Panel title="Configuration, packages, runtime">
            {hasDifferentSurroundings(surroundings) ? (
              <SurroundingsView surroundings={surroundings} />
            ) : (
              <p className={lines.soft}>The same.</p>
            )}
          </Panel>
        </div>
        {otherMetrics.length > 0 && (
          <Panel title="Metrics">
            <dl className={lines.named}>
              {otherMetrics.map(({ node, name, before: old, after: now }) => (
                <div key={`${node} ${name}`}>
                  <dt>
                    {node}: {name}
                  </dt>
                  <dd>
                    {figureText(old)} → {figureText(now)}
                  </dd>
                </div>
              ))}
            </dl>
          </Panel>
        )}
        <Panel
          title={`Nodes: ${differing.length.toLocaleString('en')} of ${nodes.length.toLocaleString('en')} differ`}
          isFlush
          tools={
            <label>
              <input type="checkbox" checked={isAll} onChange={({ target }) => setAll(target.checked)} /> all nodes
            </label>
          }
        >
          {shown.length === 0 ? (
            <Empty title="Every node gave the same" />
          ) : (
            <VirtualTable
              label="Nodes of both runs"
              columns={columnsOf(after.id, before.id)}
              rows={shown}
              rowKey={({ node }) => node}
              maxHeight="40rem"
              rowHeight={44}
            />
          )}
        </Panel>
      </div>
    </>
  )
}

/** A value from the cache is as good as one that was computed. */
function outcomeOf(status: string | undefined): string | undefined {
  return status === 'cached' ? 'succeeded' : status
}

function differs({ presence, status, code, output }: NodeComparison): boolean {
  const hasOtherOutcome = outcomeOf(status.before) !== outcomeOf(status.after)
  return presence !== 'both' || hasOtherOutcome || code === 'different' || output.is === 'different'
}

function columnsOf(run: string, against: string): readonly Column<NodeComparison>[] {
  return [
    {
      key: 'node',
      title: 'Node',
      width: '22%',
      sortBy: ({ node }) => node,
      cell: ({ node }) => (
        <Link to="/runs/$run/lineage/$node" params={{ run, node }} search={{ tab: 'why', against }}>
          {node}
        </Link>
      ),
    },
    {
      key: 'code',
      title: 'Code',
      width: '7rem',
      sortBy: ({ code }) => code,
      cell: ({ code, presence }) =>
        presence === 'both' ? (code === 'different' ? 'edited' : code === 'same' ? '' : 'unknown') : presence,
    },
    {
      key: 'status',
      title: 'Status',
      width: '12rem',
      cell: ({ status: { before, after } }) => (before === after ? after : `${before ?? 'none'} → ${after ?? 'none'}`),
    },
    {
      key: 'duration',
      title: 'Duration',
      width: '11rem',
      align: 'right',
      sortBy: ({ durationMs: { before = 0, after = 0 } }) => after - before,
      cell: ({ durationMs: { before, after } }) =>
        `${before === undefined ? '–' : durationText(before)} → ${after === undefined ? '–' : durationText(after)}`,
    },
    { key: 'value', title: 'Value', cell: ({ output }) => <DifferenceView difference={output} most={1} /> },
  ]
}
