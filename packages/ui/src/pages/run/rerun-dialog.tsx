// Runs a flow again, with the same inputs or others.

import { useMutation } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import type { RunRequestFacts } from '@throughline/server/api'
import { useEffect, useId, useRef, useState } from 'react'
import { ApiFailure } from '../../api/client.ts'
import { Button } from '../../parts/button.tsx'
import { Issues } from '../../parts/issues.tsx'
import styles from './rerun-dialog.module.css'

interface Props {
  readonly of: string
  readonly request: RunRequestFacts
  readonly onClose: () => void
  readonly onStarted: (run: string) => void
}

export function RerunDialog({ of, request, onClose, onStarted }: Props) {
  const { api } = useRouteContext({ from: '__root__' })
  const dialog = useRef<HTMLDialogElement>(null)
  const title = useId()
  // The browser keeps the focus in it, and gives it back.
  useEffect(() => {
    if (!dialog.current!.open) dialog.current!.showModal()
  }, [])
  const [outputs, setOutputs] = useState(request.outputs.join('\n'))
  const [inputs, setInputs] = useState(request.inputs.join('\n'))
  const [config, setConfig] = useState(request.config.join('\n'))
  const start = useMutation({
    mutationFn: () =>
      api('POST /api/runs', {
        body: { flow: request.flow, outputs: lines(outputs), inputs: lines(inputs), config: lines(config), of },
      }),
    onSuccess: ({ run }) => onStarted(run),
  })
  const issues = start.error instanceof ApiFailure ? (start.error.problem?.issues ?? []) : []
  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby={title} onClose={onClose}>
      <h2 id={title}>Run {request.flow} again</h2>
      <p className={styles.soft}>
        One on a line, as the command takes them: <code>name=value</code>, or <code>name=@file</code> for the content of
        a file of the project.
      </p>
      {request.hidden && (
        <p className={styles.soft}>
          The record does not hold <code>{request.hidden.join(', ')}</code>: give it again, as a line of its own.
        </p>
      )}
      <Field label="Inputs" value={inputs} onChange={setInputs} />
      <Field label="Configuration" value={config} onChange={setConfig} />
      <Field label="Outputs" value={outputs} onChange={setOutputs} />
      {start.error && issues.length === 0 && <p role="alert">{start.error.message}</p>}
      <Issues issues={issues} />
      <div className={styles.tools}>
        <Button onClick={() => dialog.current!.close()}>Close</Button>
        <Button look="strong" disabled={start.isPending} onClick={() => start.mutate()}>
          {start.isPending ? 'Starting …' : 'Run'}
        </Button>
      </div>
    </dialog>
  )
}

interface FieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

function Field({ label, value, onChange }: FieldProps) {
  return (
    <label className={styles.field}>
      {label}
      <textarea
        rows={Math.min(8, Math.max(2, value.split('\n').length))}
        spellCheck={false}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  )
}

function lines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
