// One computation of a key at a time: among the runs of this process, then among processes.

import { lastly } from './lastly.ts'
import type { Claim, ValueStore } from './value-store.ts'

export class InFlight {
  readonly #computing = new Map<string, { promise: Promise<void>; done: () => void }>()

  /** @param take what another computation has kept; `undefined` when it has kept nothing */
  once(
    key: string,
    store: ValueStore,
    scope: { readonly signal: AbortSignal },
    compute: () => unknown,
    take: () => { readonly value: unknown } | undefined,
  ): unknown {
    const claim = this.#claim(key, store)
    if ('wait' in claim) {
      return claim.wait(scope.signal).then(() => {
        const taken = take()
        return taken ? taken.value : this.once(key, store, scope, compute, take)
      })
    }
    return lastly(compute, claim.release)
  }

  #claim(key: string, store: ValueStore): Claim {
    const known = this.#computing.get(key)
    if (known) return { wait: (signal) => untilAborted(known.promise, signal) }
    const claim = store.claim(key)
    if ('wait' in claim) return claim
    let done = (): void => {}
    const promise = new Promise<void>((resolve) => (done = resolve))
    this.#computing.set(key, { promise, done })
    return {
      release: () => {
        this.#computing.delete(key)
        claim.release()
        done()
      },
    }
  }
}

/** Rejects with the reason of the abort when that comes first. */
function untilAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.reject(signal.reason)
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    void promise.then(() => {
      signal.removeEventListener('abort', abort)
      resolve()
    })
  })
}
