// Whether the server answers: what is shown is live only as long as it does.

import { useSyncExternalStore } from 'react'

/** `signed-out`: it answers, and does not know this browser, as after a new start. */
export type ConnectionState = 'open' | 'broken' | 'signed-out'

export interface Connection {
  readonly state: () => ConnectionState
  /** How often it was lost and came back: streams that ended meanwhile begin anew. */
  readonly returns: () => number
  readonly tell: (state: ConnectionState) => void
  readonly subscribe: (listener: () => void) => () => void
}

export function createConnection(): Connection {
  let state: ConnectionState = 'open'
  let returns = 0
  const listeners = new Set<() => void>()
  return {
    state: () => state,
    returns: () => returns,
    tell: (next) => {
      if (next === state) return
      state = next
      if (next === 'open') returns++
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** That of the pages. */
export const connection = createConnection()

export function useConnectionState(): ConnectionState {
  return useSyncExternalStore(connection.subscribe, connection.state)
}

export function useConnectionReturns(): number {
  return useSyncExternalStore(connection.subscribe, connection.returns)
}
