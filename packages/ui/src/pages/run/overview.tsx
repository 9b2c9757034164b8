// A run at a glance: why it failed, what it was given, what it gave, what it was made of.

import { useQuery } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import type { RunPageAnswer, StepState } from '@throughline/server/api'
import { stepOf } from '../../api/queries.ts'
import { Facts } from '../../parts/facts.tsx'
import { ErrorView } from '../../parts/error-view.tsx'
import lines from '../../parts/lines.module.css'
import { Panel } from '../../parts/panel.tsx'
import split from '../../parts/split.module.css'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { durationText, instantText } from '../../parts/amounts.ts'
import { RunList } from '../home/run-list.tsx'
import { Outputs } from './outputs.tsx'
import { atStep, stepName } from './step-address.ts'
import { stepKey } from './use-run-live.ts'
import { ValueRows } from './value-rows.tsx'
import styles from './overview.module.css'

interface Props {
  readonly answer: RunPageAnswer
  readonly steps: readonly StepState[] | undefined
}

export function Overview({ answer, steps }: Props) {
  const { run, children } = answer
  const failed = steps?.filter(({ status }) => status === 'failed') ?? []
  return (
    <div className={split.two}>
      <div className={split.stack}>
        {(run.error || failed.length > 0) && (
          <Panel title={failureTitle(run.status)}>
            <div className={split.stack}>
              {failed.slice(0, 5).map((step) => (
                <FailedStep key={stepKey(step)} run={run.id} step={step} />
              ))}
              {failed.length > 5 && <p>and {failed.length - 5} more steps</p>}
              {failed.length === 0 && run.error && <ErrorView error={run.error} />}
            </div>
          </Panel>
        )}
        <Outputs run={run} />
        {Object.keys(run.inputs).length > 0 && (
          <Panel title="Inputs" isFlush>
            <ValueRows values={Object.entries(run.inputs).map(([name, facts]) => ({ name, facts }))} />
          </Panel>
        )}
      </div>
      <div className={split.stack}>
        <Slowest run={run.id} steps={steps ?? []} />
        <Panel title="What it was made of">
          <MadeOf answer={answer} />
        </Panel>
        {children.length > 0 && (
          <Panel title="Runs within it" isFlush>
            <RunList runs={children} />
          </Panel>
        )}
      </div>
    </div>
  )
}

/** What is stopped ends with an error too. */
function failureTitle(status: string): string {
  return status === 'failed' ? 'Why it failed' : status === 'aborted' ? 'What was stopped' : 'What failed'
}

function FailedStep({ run, step }: { readonly run: string; readonly step: StepState }) {
  const { api } = useRouteContext({ from: '__root__' })
  const { node, item, sequence } = atStep(step)({})
  const { data } = useQuery(stepOf(api, run, node, item, sequence))
  const { name, message } = data?.step.error ?? {}
  return (
    <div>
      <p className={styles.failed}>
        <StatusBadge status="failed" />
        <Link to="/runs/$run" params={{ run }} search={atStep(step)}>
          {stepName(step)}
        </Link>
        {step.durationMs !== undefined && <span>after {durationText(step.durationMs)}</span>}
      </p>
      {name !== undefined && (
        <p className={styles.message}>
          <strong>{name}</strong>
          {message !== '' && `: ${message}`}
        </p>
      )}
    </div>
  )
}

function Slowest({ run, steps }: { readonly run: string; readonly steps: readonly StepState[] }) {
  const slowest = steps
    .filter(({ durationMs, status }) => durationMs !== undefined && status !== 'skipped')
    .toSorted((a, b) => b.durationMs! - a.durationMs!)
    .slice(0, 5)
  if (slowest.length === 0) return null
  return (
    <Panel title="Slowest steps">
      <ol className={lines.ends}>
        {slowest.map((step) => (
          <li key={stepKey(step)}>
            <Link to="/runs/$run" params={{ run }} search={atStep(step)}>
              {stepName(step)}
            </Link>
            <span className={lines.soft}>{durationText(step.durationMs!)}</span>
          </li>
        ))}
      </ol>
    </Panel>
  )
}

interface Git {
  readonly commit?: string
  readonly branch?: string
  readonly isDirty?: boolean
}

function MadeOf({ answer: { run, config, git, runtime } }: { readonly answer: RunPageAnswer }) {
  const { commit, branch, isDirty } = (git ?? {}) as Git
  const chosen = Object.entries((config ?? {}) as Readonly<Record<string, unknown>>)
  return (
    <Facts
      facts={[
        ['run', <code key="run">{run.id}</code>],
        ['project', run.project],
        ['started', instantText(run.startedAtMs)],
        ['ended', run.endedAtMs === undefined ? undefined : instantText(run.endedAtMs)],
        ['triggered by', run.trigger],
        [
          'commit',
          commit === undefined ? undefined : (
            <>
              <code>{commit.slice(0, 12)}</code> {branch} {isDirty && '(with changes that were not committed)'}
            </>
          ),
        ],
        ...chosen.map(([key, value]) => [`config ${key}`, <code key={key}>{JSON.stringify(value)}</code>] as const),
        ...Object.entries((runtime ?? {}) as Readonly<Record<string, unknown>>).map(
          ([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const,
        ),
        ['host', run.process && `${run.process.host.split(' ')[0]}, process ${run.process.pid}`],
        ['graph', run.versions.graph && <code key="graph">{run.versions.graph.slice(0, 19)}…</code>],
        [
          'left out',
          Object.keys(run.dropped).length === 0
            ? undefined
            : Object.entries(run.dropped)
                .map(([kind, count]) =>
                  count === 1
                    ? `1 ${kind}`
                    : `${count.toLocaleString('en')} ${kind === 'summary' ? 'summaries' : `${kind}s`}`,
                )
                .join(', '),
        ],
      ]}
    />
  )
}
