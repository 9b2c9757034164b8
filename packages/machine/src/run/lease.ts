// Holds the lease of an application while it is open.

import { ThroughlineError } from 'throughline'
import { isThenable, type Clock } from 'throughline/insides'
import { machineIssue } from '../errors/catalogue.ts'
import type { Persister } from '../journal/persister.ts'

export interface KeptLease {
  release(): Promise<void>
}

/** A lease is renewed when a third of its time is over. */
const RENEWALS = 3
/** Hosts keep a delay in 31 bits; what is longer would be over at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1

/**
 * Renewing holds the process no longer than the application is open. A lease that is lost shows at the next entry: the
 * journal takes none that is not the next one.
 *
 * @returns undefined where a persister has no leases
 * @throws {app/held}
 */
export async function keepLease(
  persister: Persister,
  app: string,
  ttlMs: number,
  clock: Clock,
): Promise<KeptLease | undefined> {
  const lease = await persister.lease?.(app, { ttlMs })
  if (!lease) return undefined
  if ('heldBy' in lease) {
    const { heldBy: by, ...held } = lease
    throw new ThroughlineError([machineIssue('app/held', { app, by, ...held })])
  }
  const delayMs = Math.min(ttlMs / RENEWALS, LONGEST_DELAY_MS)
  let timer: unknown
  const renew = (): void => {
    timer = clock.setTimeout(renew, delayMs)
    ;(timer as { unref?: () => void } | undefined)?.unref?.()
    try {
      const renewed = lease.renew()
      if (isThenable(renewed)) renewed.then(undefined, () => {})
    } catch {
      // Nobody waits for it; whoever writes next is told.
    }
  }
  timer = clock.setTimeout(renew, delayMs)
  ;(timer as { unref?: () => void } | undefined)?.unref?.()
  return {
    release: async () => {
      clock.clearTimeout(timer)
      await lease.release()
    },
  }
}
