// Leases, as a port: of many processes, one at a time has the right to do a named piece of work.

type Now<Value> = Value | Promise<Value>

/** The right to do something, until it is released or expires. */
export interface Lease {
  readonly name: string
  /** Greater than that of every lease of this name before: a writer with a smaller one comes too late. */
  readonly fence: number
  readonly untilMs: number
  /**
   * Makes it last longer, counted from now.
   *
   * @returns false when it has expired and somebody else took it: then the work must not be published
   */
  renew(ttlMs?: number): Now<boolean>
  /** Gives it back. A second call does nothing. */
  release(): Now<void>
}

/** Somebody else has it. */
export interface Held {
  /** Who: process number and machine. */
  readonly heldBy: string
  readonly untilMs: number
}

export interface LeaseOptions {
  /** How long it lasts without being renewed, in milliseconds. */
  readonly ttlMs: number
}

/** An adapter may answer at once or later. */
export interface LeaseStorage {
  acquire(name: string, options: LeaseOptions): Now<Lease | Held>
  /** Settles when nobody holds the name, or rejects with the reason of the signal. */
  waitFor(name: string, signal?: AbortSignal): Promise<void>
}

/** @returns whether somebody else has the lease */
export function isHeld(answer: Lease | Held): answer is Held {
  return 'heldBy' in answer
}
