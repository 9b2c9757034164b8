// GET /api/live: which runs, applications and definitions changed, at most twice in a second.

import type { Clock } from '@throughline/store'
import type { LiveMessage } from '../api/index.ts'
import type { SentMessage } from './event-stream.ts'
import { Mailbox } from './mailbox.ts'
import type { RecordWatch } from './record-watch.ts'

/** Tells of something that is not in the record. @returns stops it */
export type LiveSource = (tell: (message: LiveMessage) => void) => () => void

interface Changed {
  readonly runs: Set<string>
  readonly isMore: boolean
  readonly applications: Set<string>
  readonly definitions?: LiveMessage & { readonly type: 'definitions' }
}

const pauseMs = 500

export async function* tellChanges(
  {
    watch,
    sources,
    clock,
  }: { readonly watch: RecordWatch; readonly sources: readonly LiveSource[]; readonly clock: Clock },
  signal: AbortSignal,
): AsyncGenerator<SentMessage, undefined> {
  const mailbox = new Mailbox<Changed>(signal)
  const change = (add: (changed: Changed) => Changed): void =>
    mailbox.put((before) => add(before ?? { runs: new Set(), isMore: false, applications: new Set() }))
  const stops = [
    watch.listen(({ events, isMore, isBeginning }) => {
      if (isBeginning) return
      change((changed) => {
        for (const { run } of events) if (run !== null) changed.runs.add(run)
        return isMore ? { ...changed, isMore } : changed
      })
    }),
    ...sources.map((listen) => listen((message) => change((changed) => merge(changed, message)))),
  ]
  try {
    for (;;) {
      const changed = await mailbox.take()
      if (!changed) return
      for (const message of messagesOf(changed)) yield { message }
      await pause(clock, signal)
    }
  } finally {
    for (const stop of stops) stop()
  }
}

function merge(changed: Changed, message: LiveMessage): Changed {
  switch (message.type) {
    case 'runs':
      for (const run of message.runs) changed.runs.add(run)
      return changed
    case 'applications':
      for (const app of message.applications) changed.applications.add(app)
      return changed
    case 'definitions':
      return { ...changed, definitions: message }
  }
}

function* messagesOf({ runs, isMore, applications, definitions }: Changed): Iterable<LiveMessage> {
  if (runs.size > 0 || isMore) yield { type: 'runs', runs: [...runs] }
  if (applications.size > 0) yield { type: 'applications', applications: [...applications] }
  if (definitions) yield definitions
}

function pause(clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      cancel()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const cancel = clock.later(pauseMs, end, { holds: false })
    signal.addEventListener('abort', end)
  })
}
