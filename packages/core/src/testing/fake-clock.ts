// Time that passes when a test says so.

import type { Clock } from '../execute/clock.ts'
import { yieldToHost } from '../execute/yield-to-host.ts'
import { toMilliseconds, type Duration } from '../modifiers/duration.ts'
import { fakeDate } from './fake-date.ts'
import { installTime } from './install-time.ts'

export interface FakeClock extends Clock {
  setTimeout<Args extends unknown[]>(run: (...args: Args) => void, delayMs?: number, ...args: Args): unknown
  setInterval<Args extends unknown[]>(run: (...args: Args) => void, everyMs?: number, ...args: Args): unknown
  clearInterval(timer: unknown): void
  /** Milliseconds that have passed since it was made. */
  readonly elapsedMs: number
  /** How many timers wait. */
  readonly waiting: number
  /**
   * Lets time pass. Timers go off in their order; what one wakes up is done before the next. Rejects with what a timer
   * throws. `advance(0)` lets happen what needs no time.
   */
  advance(duration: Duration): Promise<void>
  /**
   * Lets time pass, from timer to timer, until the promise has settled, and gives what it gives: `await
   * clock.until(flow.execute(['page']))` waits for no backoff and no delay.
   */
  until<Value>(promise: PromiseLike<Value>): Promise<Value>
  /** Resolves after a time of this clock: for functions of a test that take long. */
  sleep(duration: Duration): Promise<void>
  /**
   * Puts its time in the place of the host's, for all code of the process: `setTimeout`, `setInterval`, what stops them,
   * `Date` and `performance.now`. Not replaced: `setImmediate`, `AbortSignal.timeout`, `node:timers/promises`.
   * @throws {testing/clock-installed} when a fake clock is installed already
   */
  install(): void
  /** Gives the host's time back. Timers that still wait never go off. Without `install` it does nothing. */
  uninstall(): void
}

interface Timer {
  readonly run: () => void
  readonly everyMs: number | undefined
  dueMs: number
}

/**
 * A clock that stands until a test moves it. It works with every test runner.
 *
 * @param options `at`: the date on which it begins. Default: the first of January 2000, UTC
 * @example
 * import { fakeClock } from 'throughline/testing'
 * const clock = fakeClock()
 * let rang = false
 * clock.setTimeout(() => (rang = true), 60_000)
 * await clock.advance('1m')
 * rang // => true
 */
export function fakeClock(options: { readonly at?: Date | string | number } = {}): FakeClock {
  const startMs = new Date(options.at ?? '2000-01-01T00:00:00Z').getTime()
  let nowMs = 0
  /** In the order of their making, which is that of timers for the same moment. */
  const timers = new Set<Timer>()
  let added = (): void => {}
  let uninstall = (): void => {}
  /** Time passes for one caller after the other. */
  let turn: Promise<unknown> = Promise.resolve()

  const add = (run: () => void, delayMs: number, everyMs?: number): Timer => {
    const timer = { run, everyMs, dueMs: nowMs + Math.max(0, delayMs || 0), ...HANDLE }
    timers.add(timer)
    added()
    return timer
  }
  const next = (latestMs: number): Timer | undefined => {
    let first: Timer | undefined
    for (const timer of timers) if (timer.dueMs <= latestMs && timer.dueMs < (first?.dueMs ?? Infinity)) first = timer
    return first
  }
  const goOff = (timer: Timer): void => {
    nowMs = Math.max(nowMs, timer.dueMs)
    timers.delete(timer)
    if (timer.everyMs !== undefined) {
      timer.dueMs = nowMs + Math.max(1, timer.everyMs)
      timers.add(timer)
    }
    timer.run()
  }
  const passTo = async (latestMs: number): Promise<void> => {
    await hostTurn()
    for (let timer = next(latestMs); timer; timer = next(latestMs)) {
      goOff(timer)
      await hostTurn()
    }
    nowMs = latestMs
  }
  const passUntil = async (promise: PromiseLike<unknown>): Promise<void> => {
    let isSettled = false
    const settled = Promise.resolve(promise).then(() => (isSettled = true), () => (isSettled = true)) // prettier-ignore
    for (;;) {
      await hostTurn()
      if (isSettled) return
      const timer = next(Infinity)
      if (timer) goOff(timer)
      else await Promise.race([settled, new Promise<void>((resolve) => (added = resolve))])
    }
  }
  const inTurn = (pass: () => Promise<void>): Promise<void> => {
    const passed = turn.then(pass)
    turn = passed.catch(() => {})
    return passed
  }

  const clock: FakeClock = {
    setTimeout: (run, delayMs = 0, ...args) => add(() => run(...args), delayMs),
    setInterval: (run, everyMs = 0, ...args) => add(() => run(...args), everyMs, everyMs),
    clearTimeout: (timer) => void timers.delete(timer as Timer),
    clearInterval: (timer) => void timers.delete(timer as Timer),
    performance: { now: () => nowMs },
    Date: fakeDate(() => startMs + nowMs),
    get elapsedMs() {
      return nowMs
    },
    get waiting() {
      return timers.size
    },
    advance: async (duration) => {
      const byMs = duration === 0 ? 0 : toMilliseconds(duration)
      await inTurn(() => passTo(nowMs + byMs))
    },
    until: async (promise) => {
      await inTurn(() => passUntil(promise))
      return promise
    },
    sleep: (duration) => new Promise((resolve) => add(resolve, toMilliseconds(duration))),
    install: () => {
      uninstall = installTime(clock)
    },
    uninstall: () => {
      uninstall()
      uninstall = () => {}
    },
  }
  return clock
}

/** What callers of Node's timers may ask of them. */
const HANDLE = {
  ref() {
    return this
  },
  unref() {
    return this
  },
  hasRef: () => true,
}

/** A run that finds that time has passed lets the host breathe before it goes on, and so may runs within it. */
const TURNS = 5

async function hostTurn(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise<void>((resolve) => yieldToHost(resolve))
}
