// Lets the event loop of the host breathe: timers, input and messages get their turn.

interface HostScheduling {
  readonly setImmediate?: (run: () => void) => unknown
  readonly MessageChannel?: new () => {
    readonly port1: { onmessage: (() => void) | null; close(): void }
    readonly port2: { postMessage(value: unknown): void }
  }
}

/** Calls `resume` after every timer that is due and every message that waits has had its turn. */
export function yieldToHost(resume: () => void): void {
  const host: HostScheduling = globalThis as object
  if (host.setImmediate) {
    // The first is called before the timers of this turn of Node's loop, the second after them.
    host.setImmediate(() => host.setImmediate!(resume))
  } else if (host.MessageChannel) {
    // Not `setTimeout`: browsers hold it back by milliseconds, in hidden pages by a second.
    const { port1, port2 } = new host.MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resume()
    }
    port2.postMessage(undefined)
  } else setTimeout(resume, 0)
}
