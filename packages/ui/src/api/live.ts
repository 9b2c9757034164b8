// Hears what changed on the server, and has what is shown of it asked again.

import type { LiveMessage } from '@throughline/server/api'
import type { QueryClient } from '@tanstack/react-query'
import type { Connection } from './connection.ts'
import { keepOpen } from './keep-open.ts'
import { readJson } from './read-json.ts'

/** Keys of queries begin with one of these; the second part, where there is one, is an id. */
type Topic = 'home' | 'runs' | 'run' | 'flows' | 'applications' | 'application' | 'definitions'

/** A page that nobody sees stops listening after so long: a browser has few connections for all pages of a server. */
const hiddenMs = 30_000

/** @returns stops it */
export function listen(queries: QueryClient, connection: Connection): () => void {
  // What was said while it was lost is not known.
  let known = connection.returns()
  const unsubscribe = connection.subscribe(() => {
    if (connection.returns() === known) return
    known = connection.returns()
    void queries.invalidateQueries()
  })
  const begin = (): (() => void) =>
    keepOpen({ open: () => hear(queries, new EventSource('/api/live')), isSignedOut, later }, connection)
  let stop: (() => void) | undefined = begin()
  let cancel = (): void => {}
  const look = (): void => {
    cancel()
    if (document.visibilityState === 'hidden') {
      cancel = later(() => {
        stop?.()
        stop = undefined
      }, hiddenMs)
    } else if (!stop) {
      stop = begin()
      // What was said meanwhile is not known.
      void queries.invalidateQueries()
    }
  }
  document.addEventListener('visibilitychange', look)
  return () => {
    document.removeEventListener('visibilitychange', look)
    cancel()
    stop?.()
    unsubscribe()
  }
}

async function isSignedOut(): Promise<boolean> {
  const answer = await fetch('/api/session').catch(() => undefined)
  return answer?.status === 401
}

function later(then: () => void, ms: number): () => void {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

function hear(queries: QueryClient, source: EventSource): EventSource {
  const renew = (...key: readonly [Topic, ...string[]]): void => void queries.invalidateQueries({ queryKey: key })
  const on = <Type extends LiveMessage['type']>(type: Type, told: (message: LiveMessage & { type: Type }) => void) =>
    source.addEventListener(type, (event: MessageEvent<string>) => told(readJson(event.data) as never))
  on('runs', ({ runs }) => {
    renew('home')
    renew('runs')
    for (const run of runs) renew('run', run)
  })
  on('applications', ({ applications }) => {
    renew('applications')
    for (const app of applications) renew('application', app)
  })
  on('definitions', ({ definitions }) => {
    queries.setQueryData(['definitions'], definitions)
    renew('flows')
    renew('home')
  })
  return source
}
