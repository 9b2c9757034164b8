// Tries again what may work later: with growing pauses that differ between clients, as long as the server asks for.

import type { Clock } from '@throughline/store'

export interface RetryOptions {
  readonly clock: Clock
  /** Between 0 and 1. */
  readonly random: () => number
  /** @defaultValue 6 */
  readonly maxAttempts?: number
  /** The longest first pause, in milliseconds; each later one may be twice as long. @defaultValue 500 */
  readonly backoffMs?: number
  /** @defaultValue 30 seconds */
  readonly maxBackoffMs?: number
  readonly signal?: AbortSignal | undefined
}

/** What an attempt gave when it may work later. */
export interface TryLater {
  readonly reason: string
  /** What the server asked for. */
  readonly afterMs?: number | undefined
}

/**
 * Calls until it gives a value, or there were enough attempts. A pause is a random part of what it could be ("full jitter",
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter), and never shorter than the server asks.
 *
 * @returns the value, or the last reason
 */
export async function retrying<Value>(
  call: () => Promise<{ readonly value: Value } | TryLater>,
  { clock, random, maxAttempts = 6, backoffMs = 500, maxBackoffMs = 30_000, signal }: RetryOptions,
): Promise<{ readonly value: Value } | { readonly reason: string; readonly attempts: number }> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted()
    const answer = await call()
    if ('value' in answer) return answer
    if (attempt >= maxAttempts) return { reason: answer.reason, attempts: attempt }
    const jitterMs = random() * Math.min(maxBackoffMs, backoffMs * 2 ** (attempt - 1))
    await pause(Math.max(jitterMs, answer.afterMs ?? 0), clock, signal)
  }
}

/** Rejects with the reason of the signal when that comes first. */
function pause(delayMs: number, clock: Clock, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => {
      cancel()
      reject(signal!.reason as Error)
    }
    const cancel = clock.later(delayMs, () => {
      signal?.removeEventListener('abort', aborted)
      resolve()
    })
    if (signal?.aborted) aborted()
    else signal?.addEventListener('abort', aborted, { once: true })
  })
}

/**
 * Reads the header `Retry-After` (RFC 9110, 10.2.3): seconds, or a date. At most an hour is believed.
 *
 * @returns milliseconds; undefined when there is none, or one that says nothing
 */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined
  const delayMs = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs
  return Number.isNaN(delayMs) ? undefined : Math.min(Math.max(0, delayMs), 60 * 60_000)
}
