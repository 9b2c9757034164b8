// Hears what changed on the server, and has what is shown of it asked again.

import type { LiveMessage } from '@throughline/server/api'
import type { QueryClient } from '@tanstack/react-query'

/** Keys of queries begin with one of these; the second part, where there is one, is an id. */
export type Topic = 'home' | 'runs' | 'run' | 'flows' | 'applications' | 'application' | 'definitions'

/** @returns stops it */
export function listen(queries: QueryClient, source: EventSource = new EventSource('/api/live')): () => void {
  const renew = (...key: readonly [Topic, ...string[]]): void => void queries.invalidateQueries({ queryKey: key })
  let wasBroken = false
  const on = <Type extends LiveMessage['type']>(type: Type, hear: (message: LiveMessage & { type: Type }) => void) =>
    source.addEventListener(type, (event: MessageEvent<string>) => hear(JSON.parse(event.data) as never))
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
  return () => source.close()
}
