// How a stream for several readers learns that one of them does not read it, but hands it on to others.

/** Told how many readers there are in the place of one that was expected; nothing when nobody knows. */
export type PassedOn = (readers: number | undefined) => void

const listeners = new WeakMap<object, PassedOn>()

export function listenToPassingOn(stream: object, listener: PassedOn): void {
  listeners.set(stream, listener)
}

/** @param value anything: what is no such stream is left alone, and nobody is counted */
export function tellPassedOn(value: unknown, readers: () => number | undefined): void {
  listeners.get(value as object)?.(readers())
}
