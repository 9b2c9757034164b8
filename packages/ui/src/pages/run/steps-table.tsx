// The steps of a run as a table, the slowest first unless asked otherwise.

import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { RunDetails, StepState } from '@throughline/server/api'
import { useMemo, useState } from 'react'
import { durationText } from '../../parts/amounts.ts'
import { Panel } from '../../parts/panel.tsx'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { TextFilter } from '../../parts/text-filter.tsx'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'
import { atStep, stepName } from './step-address.ts'
import { stepKey } from './use-run-live.ts'
import styles from './steps-table.module.css'

interface Props {
  readonly run: RunDetails
  readonly steps: readonly StepState[]
}

export function StepsTable({ run, steps }: Props) {
  const { node } = useSearch({ from: '/runs/$run' })
  const navigate = useNavigate({ from: '/runs/$run' })
  const [text, setText] = useState('')
  const found = useMemo(
    () => (text === '' ? steps : steps.filter((step) => step.node.toLowerCase().includes(text.toLowerCase()))),
    [steps, text],
  )
  const slowest = useMemo(() => Math.max(0.001, ...steps.map(({ durationMs }) => durationMs ?? 0)), [steps])
  const columns = useMemo(() => columnsOf(run, slowest), [run, slowest])
  return (
    <Panel
      title="Steps"
      isFlush
      tools={
        <TextFilter
          label="Only nodes with this in their name"
          placeholder="Name of a node"
          value={text}
          onChange={setText}
        />
      }
    >
      <VirtualTable
        label="Steps of the run"
        columns={columns}
        rows={found}
        rowKey={stepKey}
        sort="-duration"
        maxHeight="40rem"
        isSelected={(step) => step.node === node}
        onSelect={(step) => void navigate({ search: atStep(step) })}
      />
    </Panel>
  )
}

function columnsOf(run: RunDetails, slowest: number): readonly Column<StepState>[] {
  const startMs = run.startedAtMs
  return [
    {
      key: 'node',
      title: 'Step',
      sortBy: stepName,
      cell: (step) => (
        <Link to="/runs/$run" params={{ run: run.id }} search={atStep(step)}>
          {stepName(step)}
        </Link>
      ),
    },
    {
      key: 'status',
      title: 'Status',
      width: '8rem',
      sortBy: ({ status }) => status,
      cell: ({ status }) => <StatusBadge status={status} />,
    },
    {
      key: 'duration',
      title: 'Duration',
      width: '14rem',
      sortBy: ({ durationMs }) => durationMs,
      cell: ({ durationMs, progress }) =>
        durationMs === undefined ? (
          progress && <progress value={progress.done} max={progress.total} aria-label="How far it is" />
        ) : (
          <span className={styles.duration}>
            <span className={styles.bar} style={{ width: `${(durationMs / slowest) * 100}%` }} />
            <span>{durationText(durationMs)}</span>
          </span>
        ),
    },
    {
      key: 'started',
      title: 'After',
      width: '7rem',
      align: 'right',
      sortBy: ({ startedAtMs }) => startedAtMs,
      cell: ({ startedAtMs }) => (startedAtMs === undefined ? '' : durationText(Math.max(0, startedAtMs - startMs))),
    },
    {
      key: 'attempt',
      title: 'Attempt',
      width: '5.5rem',
      align: 'right',
      sortBy: ({ attempt }) => attempt,
      cell: ({ attempt }) => (attempt > 1 ? attempt : ''),
    },
  ]
}
