// Progress on a terminal: a few lines that are drawn again in place.

import type { RunEvent } from '@throughline/project/process'
import { formatDuration } from './duration.ts'
import { describeNotable, type Progress, type Write } from './progress.ts'
import { applyEvent, createRunState, type RunningStep } from './run-state.ts'
import type { Screen } from './terminal.ts'
import { fit, pad, textWidth } from './text-width.ts'

const REDRAW_MS = 100
const MOST_STEPS = 6
const BAR = 24

/** Draws at most ten times a second, however fast events come. */
export function createLiveProgress(
  screen: Screen,
  name: string,
  clock: () => number = () => performance.now(),
): Progress {
  const { dim, cyan, bold } = screen.colours
  const state = createRunState(clock())
  let drawn = 0
  let note = ''
  const unfinished = new Map<Write, string>()

  const erase = (): void => {
    if (drawn > 0) screen.write(`\r\u001B[${drawn}A\u001B[0J`)
    drawn = 0
  }
  const draw = (): void => {
    const now = clock()
    const width = screen.columns() - 1
    const lines = [
      headline(now, width),
      ...[...state.running.values()].slice(0, MOST_STEPS).map((step) => stepLine(step, now, width)),
    ]
    if (state.running.size > MOST_STEPS) lines.push(dim(`  and ${state.running.size - MOST_STEPS} more`))
    if (note !== '') lines.push(dim(fit(note, width)))
    erase()
    screen.write(`${lines.join('\n')}\n`)
    drawn = lines.length
  }
  const headline = (now: number, width: number): string => {
    const filled = state.total === 0 ? 0 : Math.round((state.done / state.total) * BAR)
    const bar = `${cyan('━'.repeat(filled))}${dim('━'.repeat(BAR - filled))}`
    const counted = state.total === 0 ? 'loading' : `${state.done}/${state.total}`
    const label = fit(name, Math.max(8, width - BAR - 30))
    const time = formatDuration(now - state.startedAt)
    const earlier = state.cached > 0 ? `  ${state.cached} from earlier runs` : ''
    const used = textWidth(label) + BAR + counted.length + time.length + 4
    return `${bold(label)} ${bar} ${counted}  ${dim(used + earlier.length > width ? time : time + earlier)}`
  }
  const stepLine = (step: RunningStep, now: number, width: number): string => {
    const done =
      step.done === undefined ? '' : step.total === undefined ? `  ${step.done}` : `  ${step.done}/${step.total}`
    return `  ${pad(fit(step.node, width - 30), 24)} ${dim(formatDuration(now - step.startedAt) + done)}`
  }

  draw()
  const timer = setInterval(draw, REDRAW_MS)

  const above = (write: () => void): void => {
    erase()
    write()
    draw()
  }
  return {
    onEvents(events: readonly RunEvent[]) {
      const now = clock()
      const notable: string[] = []
      for (const event of events) {
        applyEvent(state, event, now)
        const text = describeNotable(event)
        if (text !== undefined) notable.push(text)
      }
      if (notable.length > 0) above(() => screen.write(`${notable.join('\n')}\n`))
    },
    print(write) {
      above(write)
    },
    printPartial(text, write) {
      // A line must be whole before something is drawn below it.
      const all = (unfinished.get(write) ?? '') + text
      const end = all.lastIndexOf('\n') + 1
      unfinished.set(write, all.slice(end))
      if (end > 0) above(() => write(all.slice(0, end)))
    },
    note(text) {
      note = text
      draw()
    },
    end() {
      clearInterval(timer)
      erase()
      for (const [write, text] of unfinished) if (text !== '') write(`${text}\n`)
      unfinished.clear()
    },
  }
}
