// A value back to its beginning: what was given, which steps made it, with which code, configuration and packages.

import { useQuery } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import type { Lineage, LineageAnswer } from '@throughline/server/api'
import { lineageOf } from '../../api/queries.ts'
import { FailurePage } from '../../app/failure-page.tsx'
import { durationText } from '../../parts/amounts.ts'
import { Code } from '../../parts/code.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loading } from '../../parts/loading.tsx'
import { Panel } from '../../parts/panel.tsx'
import split from '../../parts/split.module.css'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { ValueView } from '../../parts/value-view.tsx'
import { ValueRows } from '../run/value-rows.tsx'
import styles from './origins.module.css'

function titleOf(steps: number, isSkipped: boolean): string {
  if (isSkipped) return 'Its step'
  return steps === 1 ? 'Made by one step' : `Made by ${steps.toLocaleString('en')} steps`
}

interface Props {
  readonly run: string
  readonly node: string
  readonly item: string | undefined
  readonly flow: string
}

export function Origins({ run, node, item, flow }: Props) {
  const { api } = useRouteContext({ from: '__root__' })
  const { data, error } = useQuery(lineageOf(api, run, node, item))
  if (error) return <FailurePage error={error} />
  if (!data) return <Loading />
  const { lineage, packages, config } = data
  const { steps, inputs } = lineage
  // What has nothing above it is data that came from outside.
  const sources = steps.filter(({ reads, step }) => reads.length === 0 && step.status !== 'skipped')
  const isSkipped = steps[0]?.step.status === 'skipped'
  return (
    <div className={split.aside}>
      <div className={split.stack}>
        <Panel title="The value">
          {isSkipped ? (
            <p>
              There is none: the step was skipped.{' '}
              <Link to="/runs/$run" params={{ run }}>
                Why the run ended so
              </Link>
            </p>
          ) : (
            steps[0] && <ValueView facts={steps[0].step.output} />
          )}
        </Panel>
        <Panel title={titleOf(steps.length, isSkipped)} isFlush>
          <ol className={styles.steps}>
            {steps.map((_, at) => (
              <StepRow key={at} lineage={lineage} at={at} run={run} flow={flow} />
            ))}
          </ol>
        </Panel>
      </div>
      <div className={split.stack}>
        {inputs.length + sources.length > 0 && (
          <Panel title="Begins with" isFlush>
            {inputs.length > 0 && (
              <ValueRows values={inputs.map(({ name, facts }) => ({ name: `input ${name}`, facts }))} />
            )}
            {sources.length > 0 && (
              <ValueRows
                values={sources.map(({ step }) => ({ name: step.node, facts: step.output }))}
                linkOf={(name) => (
                  <Link to="/flows/$flow/nodes/$node" params={{ flow, node: name }}>
                    {name}
                  </Link>
                )}
              />
            )}
          </Panel>
        )}
        {config !== undefined && config !== null && Object.keys(config).length > 0 && (
          <Panel title="Configuration">
            <Facts
              facts={Object.entries(config as Readonly<Record<string, unknown>>).map(([key, value]) => [
                key,
                <code key={key}>{JSON.stringify(value)}</code>,
              ])}
            />
          </Panel>
        )}
        {packages.length > 0 && (
          <Panel title={packagesTitle(packages.length)}>
            <Packages packages={packages.slice(0, FIRST)} />
            {packages.length > FIRST && (
              <details>
                <summary>{packages.length - FIRST} more</summary>
                <Packages packages={packages.slice(FIRST)} />
              </details>
            )}
          </Panel>
        )}
      </div>
    </div>
  )
}

function packagesTitle(count: number): string {
  return count === 1
    ? 'One package that its code reaches'
    : `${count.toLocaleString('en')} packages that its code reaches`
}

/** Packages that are shown at once. */
const FIRST = 8

function Packages({ packages }: Pick<LineageAnswer, 'packages'>) {
  return (
    <Facts
      facts={packages.map(({ name, version = 'unknown', nodes }) => [
        name,
        <span key={name} title={nodes.join(', ')}>
          <code>{version}</code>, in {nodes.length} {nodes.length === 1 ? 'node' : 'nodes'}
        </span>,
      ])}
    />
  )
}

interface StepRowProps {
  readonly lineage: Lineage
  readonly at: number
  readonly run: string
  readonly flow: string
}

function StepRow({ lineage, at, run, flow }: StepRowProps) {
  const { step, code, reads, isCut } = lineage.steps[at]!
  return (
    <li id={`step-${at}`}>
      <details className={styles.step} open={at === 0}>
        <summary>
          <StatusBadge status={step.status} />
          <strong>{step.node}</strong>
          {step.item && <span>[{step.item.join(', ')}]</span>}
          <span className={styles.soft}>{step.output?.type}</span>
          {step.run !== run && <span className={styles.soft}>made in an earlier run</span>}
          <span className={styles.duration}>{step.durationMs === undefined ? '' : durationText(step.durationMs)}</span>
        </summary>
        <div className={styles.more}>
          <Facts
            facts={[
              [
                'read',
                reads.length === 0 ? undefined : (
                  <span className={styles.reads}>
                    {reads.map(({ name, step: from, otherVersion }) => (
                      <span key={name}>
                        {from === undefined ? name : <a href={`#step-${from}`}>{name}</a>}
                        {otherVersion !== undefined && ' (another version than is recorded of it)'}
                      </span>
                    ))}
                  </span>
                ),
              ],
              [
                'node',
                <Link key="node" to="/flows/$flow/nodes/$node" params={{ flow, node: step.node }}>
                  {step.node} in the flow
                </Link>,
              ],
              [
                'run',
                step.run === run ? undefined : (
                  <Link key="run" to="/runs/$run" params={{ run: step.run }}>
                    {step.run}
                  </Link>
                ),
              ],
              [
                'code',
                code?.file === undefined ? undefined : `${code.file}${code.line === undefined ? '' : `:${code.line}`}`,
              ],
              ['cut', isCut ? 'What is above it is not in this record.' : undefined],
            ]}
          />
          {code?.source !== undefined && <Code text={code.source} />}
        </div>
      </details>
    </li>
  )
}
