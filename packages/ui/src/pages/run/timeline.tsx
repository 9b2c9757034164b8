// When each step ran: a bar for each, by its start. The stretch that is shown can be narrowed; rows out of sight are not drawn.

import { useNavigate, useSearch } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { RunDetails, StepState } from '@throughline/server/api'
import { useEffect, useMemo, useRef, useState } from 'react'
import { durationText } from '../../parts/amounts.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Panel } from '../../parts/panel.tsx'
import { atStep, stepName } from './step-address.ts'
import { stepKey } from './use-run-live.ts'
import styles from './timeline.module.css'

interface Props {
  readonly run: RunDetails
  readonly steps: readonly StepState[]
}

/** In milliseconds after the start of the run. */
interface Stretch {
  readonly from: number
  readonly to: number
}

const ROW = 26

export function Timeline({ run, steps }: Props) {
  const nowMs = useNow(run.status === 'running')
  const timed = useMemo(
    () =>
      steps.filter(({ startedAtMs }) => startedAtMs !== undefined).toSorted((a, b) => a.startedAtMs! - b.startedAtMs!),
    [steps],
  )
  const startMs = Math.min(run.startedAtMs, timed[0]?.startedAtMs ?? run.startedAtMs)
  const endMs = timed.reduce(
    (last, { startedAtMs, durationMs }) => Math.max(last, startedAtMs! + (durationMs ?? 0)),
    run.endedAtMs ?? (run.status === 'running' ? nowMs : startMs),
  )
  const whole = { from: 0, to: Math.max(1, endMs - startMs) }
  const [narrowed, setNarrowed] = useState<Stretch | undefined>()
  const shown = narrowed ?? whole
  if (timed.length === 0) return <Empty title="No step has begun yet" />
  const zoom = (factor: number): void => {
    const middle = (shown.from + shown.to) / 2
    const half = ((shown.to - shown.from) / 2) * factor
    const next = { from: Math.max(0, middle - half), to: Math.min(whole.to, middle + half) }
    setNarrowed(next.from === 0 && next.to === whole.to ? undefined : next)
  }
  const move = (share: number): void => {
    const by = Math.min(whole.to - shown.to, Math.max(-shown.from, (shown.to - shown.from) * share))
    setNarrowed({ from: shown.from + by, to: shown.to + by })
  }
  return (
    <Panel
      title="Timeline"
      isFlush
      tools={
        <>
          <Button look="quiet" onClick={() => move(-0.5)} disabled={!narrowed} aria-label="Earlier">
            ←
          </Button>
          <Button look="quiet" onClick={() => zoom(0.5)} aria-label="Narrow">
            +
          </Button>
          <Button look="quiet" onClick={() => zoom(2)} disabled={!narrowed} aria-label="Widen">
            −
          </Button>
          <Button look="quiet" onClick={() => move(0.5)} disabled={!narrowed} aria-label="Later">
            →
          </Button>
          <Button look="quiet" onClick={() => setNarrowed(undefined)} disabled={!narrowed}>
            Whole run
          </Button>
        </>
      }
    >
      <Rows steps={timed} startMs={startMs} nowMs={nowMs} shown={shown} />
    </Panel>
  )
}

interface RowsProps {
  readonly steps: readonly StepState[]
  readonly startMs: number
  readonly nowMs: number
  readonly shown: Stretch
}

function Rows({ steps, startMs, nowMs, shown }: RowsProps) {
  const { node } = useSearch({ from: '/runs/$run' })
  const navigate = useNavigate({ from: '/runs/$run' })
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: steps.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 20,
    initialRect: { width: 800, height: 600 },
  })
  const span = shown.to - shown.from
  const place = (ms: number): number => ((ms - shown.from) / span) * 100
  return (
    <>
      <div className={styles.scale} aria-hidden="true">
        <span />
        <div className={styles.ticks}>
          {[0, 0.25, 0.5, 0.75, 1].map((share) => (
            <span key={share} style={{ left: `${share * 100}%` }} data-last={share === 1 || undefined}>
              {durationText(shown.from + share * span)}
            </span>
          ))}
        </div>
      </div>
      <div ref={box} className={styles.box} tabIndex={0} role="region" aria-label="Steps by their starts">
        <ul className={styles.rows} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const step = steps[index]!
            const from = step.startedAtMs! - startMs
            const to =
              from + (step.durationMs ?? (step.status === 'running' ? Math.max(0, nowMs - step.startedAtMs!) : 0))
            const left = Math.max(0, Math.min(100, place(from)))
            const right = Math.max(0, Math.min(100, place(to)))
            const name = stepName(step)
            const took = step.durationMs === undefined ? step.status : durationText(step.durationMs)
            return (
              <li key={stepKey(step)} className={styles.row} style={{ transform: `translateY(${start}px)` }}>
                <button
                  type="button"
                  className={styles.step}
                  aria-pressed={step.node === node}
                  onClick={() => void navigate({ search: atStep(step) })}
                >
                  <span className={styles.name}>{name}</span>
                  <span className="visually-hidden">{`${step.status}, after ${durationText(from)}, `}</span>
                  <span className={styles.lane}>
                    <span
                      className={styles.bar}
                      data-status={step.status}
                      style={{ left: `${left}%`, width: `max(2px, ${right - left}%)` }}
                    />
                    <span
                      className={styles.took}
                      style={right < 85 ? { left: `${right}%` } : { right: `${100 - left}%` }}
                    >
                      {took}
                    </span>
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      </div>
    </>
  )
}

function useNow(isLive: boolean): number {
  const [nowMs, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isLive) return
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [isLive])
  return nowMs
}
