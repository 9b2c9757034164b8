// Progress where lines stay: few of them, however many nodes there are.

import { formatDuration } from './duration.ts'
import { describeNotable, type Progress, type Write } from './progress.ts'
import { applyEvent, createRunState } from './run-state.ts'
import type { Screen } from './terminal.ts'

/** When to tell that it still runs: after these seconds, then every 30. */
const BEATS = [2, 5, 10, 20]
/** A node that took this long gets a line. */
const LONG_MS = 1_000
const MOST_NAMES = 3

export function createPlainProgress(
  screen: Screen,
  name: string,
  clock: () => number = () => performance.now(),
): Progress {
  const state = createRunState(clock())
  let beat = 0
  const open = new Set<Write>()

  const tick = (): void => {
    // When all is done and the process has not ended, there is nothing to tell.
    if (state.done < state.total) tell()
    schedule()
  }
  const tell = (): void => {
    const elapsed = clock() - state.startedAt
    const steps = [...state.running.values()]
    const names = steps.slice(0, MOST_NAMES).map((step) => `${step.node} (${formatDuration(clock() - step.startedAt)})`)
    const more = steps.length > MOST_NAMES ? ` and ${steps.length - MOST_NAMES} more` : ''
    const running = names.length > 0 ? `, running ${names.join(', ')}${more}` : ''
    const earlier = state.cached > 0 ? ` (${state.cached} from earlier runs)` : ''
    screen.write(`${name}: ${state.done}/${state.total} done${earlier} after ${formatDuration(elapsed)}${running}\n`)
  }
  let timer: NodeJS.Timeout | undefined
  const schedule = (): void => {
    const next = BEATS[beat] ?? 20 + (beat - BEATS.length + 1) * 30
    beat++
    timer = setTimeout(tick, Math.max(0, state.startedAt + next * 1_000 - clock()))
  }

  return {
    onEvents(events) {
      const now = clock()
      for (const event of events) {
        applyEvent(state, event, now)
        if (event.type === 'run-started') {
          screen.write(`${name}: running ${event.total === 1 ? '1 node' : `${event.total} nodes`}\n`)
          schedule()
        }
        if (event.type === 'ended' && event.durationMs >= LONG_MS) {
          screen.write(`${name}: ${event.node} ${event.status} after ${formatDuration(event.durationMs)}\n`)
        }
        const text = describeNotable(event)
        if (text !== undefined) screen.write(`${text}\n`)
      }
    },
    print: (write) => write(),
    printPartial(text, write) {
      if (text === '') return
      if (text.endsWith('\n')) open.delete(write)
      else open.add(write)
      write(text)
    },
    note: (text) => screen.write(`${text}\n`),
    end() {
      clearTimeout(timer)
      for (const write of open) write('\n')
      open.clear()
    },
  }
}
