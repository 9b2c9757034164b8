// Ctrl-C, and being asked to end.

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Interrupt {
  /** How often it has happened. */
  readonly count: number
  dispose(): void
}

/** Calls with 1 at the first signal, 2 at the second, and so on. Without it a signal ends this process. */
export function onInterrupt(call: (count: number) => void): Interrupt {
  let count = 0
  const handler = (): void => call(++count)
  for (const signal of SIGNALS) process.on(signal, handler)
  return {
    get count() {
      return count
    },
    dispose: () => {
      for (const signal of SIGNALS) process.off(signal, handler)
    },
  }
}
