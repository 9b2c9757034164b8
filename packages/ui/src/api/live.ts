// Hears what changed on the server, and has what is shown of it asked again.

import type { LiveMessage } from '@throughline/server/api'
import type { QueryClient } from '@tanstack/react-query'
import { readJson } from './read-json.ts'

/** Keys of queries begin with one of these; the second part, where there is one, is an id. */
type Topic = 'home' | 'runs' | 'run' | 'flows' | 'applications' | 'application' | 'definitions'

/** A page that nobody sees stops listening after so long: a browser has few connections for all pages of a server. */
const hiddenMs = 30_000

/** @returns stops it */
export function listen(queries: QueryClient, open: () => EventSource = () => new EventSource('/api/live')): () => void {
  let source: EventSource | undefined = hear(queries, open())
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = (): void => {
    clearTimeout(timer)
    if (document.visibilityState === 'hidden') {
      timer = setTimeout(() => {
        source?.close()
        source = undefined
      }, hiddenMs)
    } else if (!source) {
      source = hear(queries, open())
      // What was said meanwhile is not known.
      void queries.invalidateQueries()
    }
  }
  document.addEventListener('visibilitychange', look)
  return () => {
    document.removeEventListener('visibilitychange', look)
    clearTimeout(timer)
    source?.close()
  }
}

function hear(queries: QueryClient, source: EventSource): EventSource {
  const renew = (...key: readonly [Topic, ...string[]]): void => void queries.invalidateQueries({ queryKey: key })
  let wasBroken = false
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
  source.addEventListener('error', () => {
    wasBroken = true
    document.documentElement.dataset['live'] = 'broken'
  })
  source.addEventListener('open', () => {
    document.documentElement.dataset['live'] = 'open'
    // What was said meanwhile is not known.
    if (wasBroken) void queries.invalidateQueries()
    wasBroken = false
  })
  return source
}
