// Notices which applications changed, in the store and in files. Costs nothing while nobody listens.

import { existsSync, watch, type FSWatcher } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { ServerParts } from '../server-parts.ts'
import type { KeptApplications } from './kept-applications.ts'

type FollowedParts = Pick<ServerParts, 'watch' | 'clock'>

export interface LiveApplications {
  /** What comes into the record may be of an application. */
  follow(parts: FollowedParts): void
  /** @returns stops it */
  listen(tell: (applications: readonly string[]) => void): () => void
}

/** What happens within this time is told together. */
const settleMs = 200
/** Those that changed last are compared. */
const most = 100
/** File systems take their time from a clock that ticks this slowly. */
const tickMs = 10

/** @param directory of the project */
export function liveApplications(kept: Pick<KeptApplications, 'list'>, directory: string): LiveApplications {
  const folder = join(directory, '.throughline', 'applications')
  const listeners = new Set<(applications: readonly string[]) => void>()
  let parts: FollowedParts | undefined
  let known: ReadonlyMap<string, number> | undefined
  /** When somebody began to listen: what has changed since is told, also before it was looked at for the first time. */
  let sinceMs = Infinity
  let files: FSWatcher | undefined
  let watched: string | undefined
  let stopRecord: (() => void) | undefined
  let timer: NodeJS.Timeout | undefined

  const look = async (): Promise<void> => {
    timer = undefined
    watchFolder()
    const { applications } = await kept.list({ limit: most })
    const now = new Map(applications.map(({ app, place, changedAtMs }) => [`${place} ${app}`, changedAtMs]))
    const before = known
    known = now
    if (listeners.size === 0) return
    const changed = applications.filter(({ app, place, changedAtMs }) =>
      before ? before.get(`${place} ${app}`) !== changedAtMs : changedAtMs >= sinceMs - tickMs,
    )
    const gone = [...(before?.keys() ?? [])]
      .filter((key) => !now.has(key))
      .map((key) => key.slice(key.indexOf(' ') + 1))
    const apps = new Set([...changed.map(({ app }) => app), ...gone])
    if (apps.size > 0) for (const tell of listeners) tell([...apps])
  }
  // A place that cannot be read for a moment is looked at again with the next change.
  const soon = (): void => void (timer ??= setTimeout(() => void look().catch(() => {}), settleMs).unref())
  const unwatch = (): void => {
    files?.close()
    files = undefined
    watched = undefined
  }
  /** The folder, or the one in which it will be made. */
  const watchFolder = (): void => {
    const target = [folder, dirname(folder)].find((path) => existsSync(path))
    if (target === watched || listeners.size === 0) return
    unwatch()
    if (target === undefined) return
    watched = target
    files = watch(target, { persistent: false }, (_, name) => {
      if (target === folder || name === basename(folder)) soon()
    })
    files.on('error', unwatch)
  }
  const rest = (): void => {
    clearTimeout(timer)
    timer = undefined
    known = undefined
    unwatch()
    stopRecord?.()
    stopRecord = undefined
  }

  return {
    follow: (found) => (parts = found),
    listen: (tell) => {
      if (listeners.size === 0) sinceMs = parts?.clock.nowMs() ?? Infinity
      listeners.add(tell)
      stopRecord ??= parts?.watch.listen(soon)
      soon()
      return () => {
        listeners.delete(tell)
        if (listeners.size === 0) rest()
      }
    },
  }
}
