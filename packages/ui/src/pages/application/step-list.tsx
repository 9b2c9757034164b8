// The steps of an application, one below the other; the arrow keys go from one to the next.

import { useNavigate } from '@tanstack/react-router'
import type { ApplicationSteps } from '@throughline/server/api'
import { durationText } from '../../parts/amounts.ts'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { VirtualTable, type Column } from '../../parts/virtual-table.tsx'
import styles from './step-list.module.css'

export type ApplicationStep = ApplicationSteps['steps'][number]

interface Props {
  readonly steps: readonly ApplicationStep[]
  readonly chosen: ApplicationStep | undefined
  readonly onEnd: () => void
}

export function StepList({ steps, chosen, onEnd }: Props) {
  const navigate = useNavigate({ from: '/applications/$app' })
  const choose = ({ sequence }: ApplicationStep): void =>
    void navigate({ search: (search) => ({ ...search, step: String(sequence) }), replace: true })
  const columns: readonly Column<ApplicationStep>[] = [
    {
      key: 'sequence',
      title: 'No.',
      width: '3rem',
      align: 'right',
      cell: (step) => (
        <button
          type="button"
          className={styles.number}
          aria-label={`Show step ${step.sequence}`}
          onClick={() => choose(step)}
        >
          {step.sequence}
        </button>
      ),
    },
    { key: 'action', title: 'Action', cell: ({ action }) => action },
    { key: 'status', title: 'Status', width: '8.5rem', cell: ({ status }) => <StatusBadge status={status} /> },
    {
      key: 'duration',
      title: 'Took',
      width: '5.5rem',
      align: 'right',
      cell: ({ durationMs }) => (durationMs === undefined ? '' : durationText(durationMs)),
    },
  ]
  return (
    <div
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
        const at = steps.findIndex((step) => step === chosen)
        const next = steps[at + (event.key === 'ArrowDown' ? 1 : -1)]
        if (!next) return
        event.preventDefault()
        choose(next)
      }}
    >
      <VirtualTable
        label="Steps of the application"
        columns={columns}
        rows={steps}
        rowKey={({ sequence, status, atMs }) => `${sequence} ${status} ${atMs}`}
        isSelected={(step) => step === chosen}
        onSelect={choose}
        onEnd={onEnd}
        maxHeight="36rem"
      />
    </div>
  )
}
