// Progress on a terminal: one line that is drawn again in place.

import type { Clock } from '../execute/clock.ts'
import { formatDuration } from './format-duration.ts'
import type { ProgressView, TextStream } from './progress-view.ts'
import { createTicker } from './ticker.ts'
import type { WatchedRuns } from './watched-runs.ts'

const REDRAW_MS = 100
const BAR = 20
const MOST_NAMES = 5

/** Control sequences (ECMA-48, DECAWM): begin of the line, erase it, cut off what is too long in place of wrapping. */
const ERASE = '\r\u001B[K'
const CUT = '\u001B[?7l'
const WRAP = '\u001B[?7h'

export function liveLine(stream: TextStream, runs: WatchedRuns, clock: Clock): ProgressView {
  let isDrawn = false
  let drawnAtMs = -Infinity
  const ticker = createTicker(clock)

  const draw = (): void => {
    drawnAtMs = clock.performance.now()
    isDrawn = true
    stream.write(`${ERASE}${CUT}${lineOf(runs, drawnAtMs, stream.columns ?? 80)}${WRAP}`)
  }
  const tick = (): void => {
    draw()
    ticker.schedule(tick, REDRAW_MS)
  }
  const print = (text: string): void => {
    const lines = text === '' || text.endsWith('\n') ? text : `${text}\n`
    stream.write(isDrawn ? ERASE + lines : lines)
    if (isDrawn) draw()
  }

  return {
    runStarted: () => {
      if (runs.size === 1) tick()
      // So that the first node is seen, even if it is synchronous and takes long.
      drawnAtMs = -Infinity
    },
    stepStarted: () => {
      if (isDrawn && clock.performance.now() - drawnAtMs >= REDRAW_MS) draw()
    },
    runEnded: () => {
      if (runs.size > 0) return
      isDrawn = false
      ticker.stop()
      stream.write(ERASE)
    },
    print,
  }
}

/** The oldest run, and how many others there are. What matters least is at the end, where a terminal cuts. */
function lineOf(runs: WatchedRuns, nowMs: number, columns: number): string {
  const { name, done, total, startedAtMs, running } = runs.first!
  const filled = total === 0 ? BAR : Math.floor((done / total) * BAR)
  const bar = '━'.repeat(filled) + '─'.repeat(BAR - filled)
  const others = runs.size > 1 ? `  +${runs.size - 1} runs` : ''
  const steps = [...running.values()]
  const names = steps.slice(0, MOST_NAMES).map((step) => {
    if (step.done === undefined) return step.node
    return `${step.node} ${step.done}${step.total === undefined ? '' : `/${step.total}`}`
  })
  const more = steps.length > MOST_NAMES ? ` and ${steps.length - MOST_NAMES} more` : ''
  const label = name.length > 30 ? `${name.slice(0, 27)}...` : name
  const elapsed = formatDuration(nowMs - startedAtMs)
  const line = `${label} ${bar} ${done}/${total}  ${elapsed}${others}  ${names.join(', ')}${more}`.trimEnd()
  return line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 4))}...`
}
