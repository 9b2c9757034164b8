// Progress where lines stay: few of them, however many nodes there are.

import type { Clock } from '../execute/clock.ts'
import { formatDuration } from './format-duration.ts'
import type { ProgressView, TextStream } from './progress-view.ts'
import { createTicker } from './ticker.ts'
import type { WatchedRun, WatchedRuns } from './watched-runs.ts'

/** When to tell that it still runs: after these seconds, then every 30. */
const BEATS = [2, 5, 10, 20]
const MOST_NAMES = 3

export function plainLines(stream: TextStream, runs: WatchedRuns, clock: Clock): ProgressView {
  let beat = 0
  let beatsFrom = 0
  const ticker = createTicker(clock)

  const tell = (): void => {
    const run = runs.first!
    const elapsed = formatDuration(clock.performance.now() - run.startedAtMs)
    stream.write(`${run.name}: ${run.done}/${run.total} done after ${elapsed}${running(run)}\n`)
    schedule()
  }
  const running = (run: WatchedRun): string => {
    const steps = [...run.running.values()]
    if (steps.length === 0) return ''
    const names = steps.slice(0, MOST_NAMES).map(({ node, startedAtMs, done, total }) => {
      const parts = done === undefined ? '' : `, ${done}${total === undefined ? '' : `/${total}`}`
      return `${node} (${formatDuration(clock.performance.now() - startedAtMs)}${parts})`
    })
    const more = steps.length > MOST_NAMES ? ` and ${steps.length - MOST_NAMES} more` : ''
    return `, running ${names.join(', ')}${more}`
  }
  const schedule = (): void => {
    const nextS = BEATS[beat] ?? 20 + (beat - BEATS.length + 1) * 30
    beat++
    ticker.schedule(tell, Math.max(0, beatsFrom + nextS * 1_000 - clock.performance.now()))
  }

  return {
    runStarted: ({ name, total }) => {
      stream.write(`${name}: running ${total === 1 ? '1 node' : `${total} nodes`}\n`)
      if (runs.size > 1) return
      beat = 0
      beatsFrom = clock.performance.now()
      schedule()
    },
    stepStarted: () => {},
    runEnded: () => {
      if (runs.size === 0) ticker.stop()
    },
    print: (text) => void stream.write(text),
  }
}
