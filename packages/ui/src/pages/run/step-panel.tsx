// One step, beside the run: its value, its inputs, why it was computed or not, what was said in it, the code that ran.

import { useQuery } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import type { RunDetails, RunSummary, StepPageAnswer } from '@throughline/server/api'
import { stepOf } from '../../api/queries.ts'
import { durationText, instantText } from '../../parts/amounts.ts'
import { ErrorView } from '../../parts/error-view.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Panel } from '../../parts/panel.tsx'
import split from '../../parts/split.module.css'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { ValueView } from '../../parts/value-view.tsx'
import { CodeThatRan } from './code-that-ran.tsx'
import { DataOfStep } from './data-of-step.tsx'
import { LogLines } from './log-lines.tsx'
import { atStep, withoutStep } from './step-address.ts'
import styles from './step-panel.module.css'

interface Props {
  readonly run: RunDetails
  readonly previous: RunSummary | undefined
  readonly node: string
  readonly item: string | undefined
  readonly sequence: string | undefined
}

export function StepPanel({ run, previous, node, item, sequence }: Props) {
  const { api } = useRouteContext({ from: '__root__' })
  const { data, error } = useQuery(stepOf(api, run.id, node, item, sequence))
  const close = (
    <Link to="/runs/$run" params={{ run: run.id }} search={withoutStep} aria-label="Close" className={styles.close}>
      ×
    </Link>
  )
  return (
    <aside aria-label={`Step ${node}`} className={styles.panel}>
      <Panel title={node} tools={close}>
        {error ? (
          <p role="alert">{error.message}</p>
        ) : data ? (
          <StepFacts run={run} previous={previous} answer={data} />
        ) : (
          <Loading />
        )}
      </Panel>
    </aside>
  )
}

interface StepFactsProps {
  readonly run: RunDetails
  readonly previous: RunSummary | undefined
  readonly answer: StepPageAnswer
}

function StepFacts({ run, previous, answer }: StepFactsProps) {
  const { step, attempts, code, logs, checks, attributes, readBy, cache } = answer
  const item = step.item && JSON.stringify(step.item)
  const params = { run: run.id, node: step.node }
  const isLeft = run.status !== 'running' && (step.status === 'running' || step.status === 'retrying')
  return (
    <div className={split.stack}>
      <p className={styles.line}>
        <StatusBadge status={isLeft ? 'abandoned' : step.status} />
        {step.durationMs !== undefined && <span>{durationText(step.durationMs)}</span>}
        {step.attempt > 1 && <span>attempt {step.attempt}</span>}
      </p>
      {run.kind !== 'application' && (
        <p className={styles.line}>
          <Link to="/runs/$run/lineage/$node" params={params} search={item === undefined ? {} : { item }}>
            Where it comes from
          </Link>
          {previous && (
            <Link
              to="/runs/$run/lineage/$node"
              params={params}
              search={{ ...(item !== undefined && { item }), tab: 'why', against: previous.id }}
            >
              Why it differs
            </Link>
          )}
          <Link to="/flows/$flow/nodes/$node" params={{ flow: run.flow, node: step.node }}>
            The node
          </Link>
        </p>
      )}
      {cache && (
        <p>
          <strong>{cache.isHit ? 'From the cache: ' : 'Computed: '}</strong>
          {cache.reason}
        </p>
      )}
      {step.error && <ErrorView error={step.error} />}
      {attempts.length > 1 && (
        <Facts
          facts={attempts.map(({ attempt, status, startedAtMs }) => [
            `attempt ${attempt}`,
            `${status}${startedAtMs === undefined ? '' : `, began ${instantText(startedAtMs)}`}`,
          ])}
        />
      )}
      {step.output && (
        <section className={styles.part}>
          <h3>Value</h3>
          <ValueView facts={step.output} />
        </section>
      )}
      <DataOfStep attributes={attributes} />
      {Object.keys(step.inputs).length > 0 && (
        <section className={styles.part}>
          <h3>Read</h3>
          <ul className={styles.names}>
            {Object.entries(step.inputs).map(([name, { from }]) => (
              <li key={name}>
                <Link to="/runs/$run" params={{ run: run.id }} search={atStep({ node: from })}>
                  {name === from || name === '&' ? from : `${name} (${from})`}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {readBy.length > 0 && (
        <section className={styles.part}>
          <h3>Read by</h3>
          <ul className={styles.names}>
            {readBy.map((name) => (
              <li key={name}>
                <Link to="/runs/$run" params={{ run: run.id }} search={atStep({ node: name })}>
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {checks.length > 0 && (
        <section className={styles.part}>
          <h3>Checks</h3>
          <ul className={styles.checks}>
            {checks.map(({ check, passed, message }) => (
              <li key={check}>
                <StatusBadge status={passed ? 'succeeded' : 'failed'} /> {check}
                {message !== undefined && `: ${message}`}
              </li>
            ))}
          </ul>
        </section>
      )}
      {logs.length > 0 && (
        <section className={styles.part}>
          <h3>Said</h3>
          <LogLines logs={logs} hasNodes={false} />
        </section>
      )}
      {code && <CodeThatRan code={code} />}
    </div>
  )
}
