// Tells of changes to a set of files that grows.

import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
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
  /**
   * Whether a new source file beside a watched one counts: after a failed load it may be the missing one. One that was written
   * since `sinceMs` (as of `Date.now()`) counts now.
   */
  lookAround(wanted: boolean, sinceMs: number): void
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
  const found = new Set<string>()
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
  const onceAttached = (look: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      look()
    }, ATTACH_MS)
    timers.add(timer)
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
      onceAttached(() => {
        for (const file of fresh) if (writtenAtMs(file) > sinceMs) note(file)
      })
    },
    lookAround(wanted, sinceMs) {
      looksAround = wanted
      if (!wanted) return
      const folders = [...new Set([...watched].map((file) => dirname(file)))]
      watcher.add(folders)
      onceAttached(() => {
        for (const file of folders.flatMap(sourcesIn)) {
          // What loading itself writes, again and again, is a change once.
          if (watched.has(file) || found.has(file) || writtenAtMs(file) <= sinceMs) continue
          found.add(file)
          note(file)
        }
      })
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

/** 0 for one that is not there. */
function writtenAtMs(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function sourcesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => SOURCE.test(name))
    .map((name) => join(folder, name))
}
