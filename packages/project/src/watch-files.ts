// Tells of changes to a set of files that grows.

import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { watch } from 'chokidar'

/** Editors write in several steps; what comes within this time is one change. */
const SETTLE_MS = 60
/** The system needs a moment before it watches a file; what changed meanwhile is found by its time. */
const ATTACH_MS = 200
const SOURCE = /\.(?:[cm]?[jt]sx?|json)$/

export interface FileWatcher {
  readonly size: number
  /** Also watches these. What has changed since `sinceMs` (as of `Date.now()`) counts as a change now. */
  add(files: readonly string[], sinceMs: number): void
  /** Whether a new source file beside a watched one counts: after a failed load it may be the missing one. */
  lookAround(wanted: boolean): void
  /** Resolves with the next changes, as soon as there are any; with none at the end. */
  next(): Promise<readonly string[]>
  /** Lets `next` resolve without changes. */
  end(): void
  close(): Promise<void>
}

export async function watchFiles(files: readonly string[]): Promise<FileWatcher> {
  const watched = new Set(files)
  const changed = new Set<string>()
  const watcher = watch([...watched], { ignoreInitial: true, atomic: true })
  const timers = new Set<NodeJS.Timeout>()
  let settling: NodeJS.Timeout | undefined
  let looksAround = false
  let isEnded = false
  let deliver: ((paths: readonly string[]) => void) | undefined

  const flush = (): void => {
    if (!deliver || (changed.size === 0 && !isEnded)) return
    deliver([...changed])
    deliver = undefined
    changed.clear()
  }
  const note = (path: string): void => {
    changed.add(path)
    clearTimeout(settling)
    settling = setTimeout(flush, SETTLE_MS)
  }
  watcher.on('all', (event, path) => {
    if (watched.has(path) || (looksAround && event === 'add' && SOURCE.test(path))) note(path)
  })
  await new Promise<void>((resolve) => watcher.once('ready', resolve))

  return {
    get size() {
      return watched.size
    },
    add(more, sinceMs) {
      const fresh = more.filter((file) => !watched.has(file))
      if (fresh.length === 0) return
      for (const file of fresh) watched.add(file)
      watcher.add(fresh)
      const timer = setTimeout(() => {
        timers.delete(timer)
        for (const file of fresh) if ((statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > sinceMs) note(file)
      }, ATTACH_MS)
      timers.add(timer)
    },
    lookAround(wanted) {
      looksAround = wanted
      if (wanted) watcher.add([...new Set([...watched].map((file) => dirname(file)))])
    },
    next: () =>
      new Promise((resolve) => {
        deliver = resolve
        flush()
      }),
    end() {
      isEnded = true
      flush()
    },
    async close() {
      clearTimeout(settling)
      for (const timer of timers) clearTimeout(timer)
      await watcher.close()
    },
  }
}
