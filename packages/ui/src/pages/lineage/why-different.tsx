// Why a value differs from what it was in an earlier run: walked back to what differs by itself, with the edit.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useRouteContext } from '@tanstack/react-router'
import type { DifferenceExplained, RunDetails } from '@throughline/server/api'
import { runsOf, whyOf } from '../../api/queries.ts'
import { FailurePage } from '../../app/failure-page.tsx'
import { instantText } from '../../parts/amounts.ts'
import { Choice } from '../../parts/choice.tsx'
import { EditedCode } from '../../parts/edited-code.tsx'
import { DifferenceView } from '../../parts/difference-view.tsx'
import { Empty } from '../../parts/empty.tsx'
import lines from '../../parts/lines.module.css'
import { Loading } from '../../parts/loading.tsx'
import { Panel } from '../../parts/panel.tsx'
import { RunEnds } from '../../parts/run-ends.tsx'
import split from '../../parts/split.module.css'
import { hasDifferentSurroundings, SurroundingsView } from '../../parts/surroundings-view.tsx'
import styles from './why-different.module.css'

interface Props {
  readonly run: RunDetails
  readonly node: string
  readonly against: string | undefined
}

export function WhyDifferent({ run, node, against }: Props) {
  const { api } = useRouteContext({ from: '__root__' })
  const { data, error } = useQuery({ ...whyOf(api, run.id, node, against ?? ''), enabled: against !== undefined })
  return (
    <div className={split.stack}>
      <OtherRun run={run} against={against} />
      {against === undefined ? (
        <Empty title="There is no earlier run of this flow" />
      ) : error ? (
        <FailurePage error={error} />
      ) : data ? (
        <Explained explained={data.explained} />
      ) : (
        <Loading label="Comparing" />
      )}
    </div>
  )
}

function OtherRun({ run, against }: { readonly run: RunDetails; readonly against: string | undefined }) {
  const { api } = useRouteContext({ from: '__root__' })
  const navigate = useNavigate({ from: '/runs/$run/lineage/$node' })
  const { data } = useInfiniteQuery(runsOf(api, `flow:${/\s/.test(run.flow) ? JSON.stringify(run.flow) : run.flow}`))
  const runs = (data?.pages.flatMap((page) => page.runs) ?? []).filter(({ id }) => id !== run.id)
  const isKnown = runs.some(({ id }) => id === against)
  return (
    <Choice
      label="Compared with"
      value={against ?? ''}
      onChoose={(other) => void navigate({ search: (search) => ({ ...search, tab: 'why', against: other }) })}
    >
      {!isKnown && <option value={against ?? ''}>{against ?? 'no other run'}</option>}
      {runs.map(({ id, startedAtMs, status }) => (
        <option key={id} value={id}>
          {instantText(startedAtMs).slice(0, 19)} {status}
        </option>
      ))}
    </Choice>
  )
}

function Explained({ explained }: { readonly explained: DifferenceExplained }) {
  const { before, after, output, causes, changes, surroundings, outputs } = explained
  return (
    <>
      <RunEnds before={before} after={after} />
      <Panel title="The value">
        <DifferenceView difference={output} most={20} />
      </Panel>
      {causes.length > 0 && (
        <Panel title={causes.length === 1 ? 'The cause' : `${causes.length} causes, the nearest first`}>
          <ol className={styles.causes}>
            {causes.map((cause) => (
              <li key={cause.path.join(' ')} className={styles.cause}>
                <p>
                  <strong>{cause.path.at(-1)}</strong> {causeText(cause)}
                </p>
                {cause.path.length > 1 && <p className={lines.soft}>{cause.path.join(' ← ')}</p>}
                <DifferenceView difference={cause.output} most={4} />
              </li>
            ))}
          </ol>
        </Panel>
      )}
      {changes.map(({ change, nodes }, at) => (
        <Panel
          key={at}
          title={`Edited: ${change.name === '' ? (change.after ?? change.before)?.file : change.name}`}
          tools={<span className={lines.soft}>{placeOf(change)}</span>}
        >
          <div className={split.stack}>
            <p className={lines.soft}>
              Part of the code of {nodes.length.toLocaleString('en')} {nodes.length === 1 ? 'node' : 'nodes'}:{' '}
              {nodes.slice(0, 8).join(', ')}
              {nodes.length > 8 && ' …'}
            </p>
            <EditedCode
              wasThere={change.before !== undefined}
              isThere={change.after !== undefined}
              before={change.before?.text}
              after={change.after?.text}
            />
          </div>
        </Panel>
      ))}
      {hasDifferentSurroundings(surroundings) && (
        <Panel title="What else was different">
          <SurroundingsView surroundings={surroundings} />
        </Panel>
      )}
      {outputs.length > 0 && (
        <Panel title="Other outputs that differ">
          <dl className={lines.named}>
            {outputs.map((one) => (
              <div key={one.node}>
                <dt>{one.node}</dt>
                <dd>
                  <DifferenceView difference={one} most={2} />
                </dd>
              </div>
            ))}
          </dl>
        </Panel>
      )}
    </>
  )
}

function placeOf({ before, after }: DifferenceExplained['changes'][number]['change']): string {
  const place = after ?? before
  return place ? `${place.file}:${place.line}` : ''
}

function causeText(cause: DifferenceExplained['causes'][number]): string {
  switch (cause.kind) {
    case 'code':
      return cause.packages.length > 0 && cause.changes.length === 0
        ? `reaches other versions of ${cause.packages.map(({ name }) => name).join(', ')}`
        : cause.own.length > 0
          ? 'was edited'
          : 'runs code that was edited'
    case 'input':
      return 'was given another value'
    case 'graph':
      return `reads something else: ${[...cause.readsNow.map((name) => `${name} now`), ...cause.readNoMore.map((name) => `${name} no more`)].join(', ')}`
    case 'outside':
      return 'gave another value with equal code and equal inputs: it reads the outside world, the time, or chance'
    case 'missing':
      return cause.in === 'before' ? 'was not there before' : 'is not there any more'
    case 'unknown':
      return 'differs; its code or what it reads was not recorded of both runs'
  }
}
