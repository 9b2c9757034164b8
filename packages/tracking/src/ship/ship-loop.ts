// Ships again and again: soon after something was shipped or asked for, later after a failure.

import { isThroughlineError, type Issue } from 'throughline'
import type { Clock, OnTrouble } from '@throughline/store'
import { shipIssue } from './ship-issues.ts'
import type { SpoolShipper } from './ship.ts'

export interface ShipLoopOptions {
  readonly clock: Clock
  /** Between two passes, in milliseconds. */
  readonly intervalMs: number
  /** How the sink is called in messages. */
  readonly to: string
  readonly onTrouble: OnTrouble
}

export interface ShipLoop {
  /** Ships all that is there now. @returns whether it worked */
  flush(): Promise<boolean>
  /** Ships what is there, and then no more. @returns whether it worked */
  stop(): Promise<boolean>
}

const longestPauseMs = 60_000

/** Begins at once. One pass at a time; a failure is told once until it works again. */
export function startShipLoop(shipper: SpoolShipper, { clock, intervalMs, to, onTrouble }: ShipLoopOptions): ShipLoop {
  let isStopped = false
  let failures = 0
  let told: string | undefined
  let cancel: (() => void) | undefined
  let current: Promise<boolean> | undefined

  const onePass = async (): Promise<boolean> => {
    try {
      await shipper.pass()
      failures = 0
      told = undefined
      return true
    } catch (error) {
      failures++
      const issue = issueOf(error, to)
      if (told !== issue.code) onTrouble(issue)
      told = issue.code
      return false
    }
  }
  const begin = async (): Promise<boolean> => {
    cancel?.()
    cancel = undefined
    const worked = await onePass()
    current = undefined
    if (!isStopped) schedule()
    return worked
  }
  const schedule = (): void => {
    cancel?.()
    const delayMs = Math.min(intervalMs * 2 ** Math.min(failures, 10), Math.max(intervalMs, longestPauseMs))
    cancel = clock.later(delayMs, () => void run(), { holds: false })
  }
  const run = (): Promise<boolean> => (current ??= begin())
  const flush = async (): Promise<boolean> => {
    // What was written during the pass that is under way may not be in it.
    await current
    return run()
  }
  void run()
  return {
    flush,
    stop: async () => {
      isStopped = true
      const worked = await flush()
      cancel?.()
      return worked
    },
  }
}

function issueOf(error: unknown, to: string): Issue {
  const issue = isThroughlineError(error) ? error.issues[0] : undefined
  return issue ?? shipIssue('ship/failed', { to, reason: error instanceof Error ? error.message : String(error) })
}
