// Opens a store: its folder, its database, and what lives in them.

import { join, resolve } from 'node:path'
import { BlobFiles } from './blobs/blob-files.ts'
import { Blobs } from './blobs/blobs.ts'
import { systemClock, type Clock } from './clock.ts'
import type { Database } from './database/database.ts'
import { openLocal } from './database/open-local.ts'
import { CacheEntries } from './entries/cache-entries.ts'
import { evict, keptBytes, type Evicted, type EvictOptions } from './evict/evict.ts'
import { removeUnreferenced } from './evict/remove-unreferenced.ts'
import type { Files } from './files/files.ts'
import { nodeFiles } from './files/node-files.ts'
import { openFolder } from './folder/open-folder.ts'
import { Leases } from './leases/leases.ts'
import { nodeProcesses, type Processes } from './processes/processes.ts'
import { Sessions } from './sessions/sessions.ts'
import { Health, type OnTrouble } from './trouble/health.ts'
import { WriteQueue } from './writes/write-queue.ts'

export interface StoreOptions {
  /** The folder of the store, usually `.throughline` in that of the project. Made when it is not there. */
  readonly dir: string
  /**
   * Told what a user should know: damage that was set aside, a disk that is full. At most once with each code; the store
   * goes on with less. Without it such things are silent.
   */
  readonly onTrouble?: OnTrouble
  /** What is kept survives `process` the end of the process (the default), or with `sync` also a power cut. */
  readonly durability?: 'process' | 'sync'
  /** With `read-only` nothing is written, and no folder made. @defaultValue 'write' */
  readonly access?: 'write' | 'read-only'
  readonly clock?: Clock
  readonly files?: Files
  readonly processes?: Processes
}

/** An open store. Everything but `flush`, `evict`, `removeUnreferenced` and `pin` waits up to 25 ms to be written with others. */
export interface Store extends AsyncDisposable {
  /** The folder, absolute. */
  readonly path: string
  readonly blobs: Blobs
  readonly entries: CacheEntries
  readonly leases: Leases
  readonly sessions: Sessions
  readonly database: Database
  /** False when the folder may only be read, and from the moment on when something could not be written. */
  readonly isStoring: boolean
  /** Writes what waits before it returns. */
  flush(): void
  /** Removes what was not used for longest, until the limits hold. */
  evict(limits: EvictOptions): Evicted
  /** How many bytes of values are kept; equal values count once. */
  keptBytes(): number
  /** Removes the blobs that no entry leads to and nobody pins, save those that another process may be about to need. */
  removeUnreferenced(): Evicted
  /** Writes what waits and closes the database. A second call does nothing. */
  close(): Promise<void>
}

/**
 * Opens a store. Any number of processes and threads may have it open at the same time, on one machine.
 * A folder that can be read and not written is opened for reading, which `onTrouble` is told.
 *
 * @throws {store/newer-format} and nothing is touched
 * @throws {store/unreadable-format}
 * @throws {store/not-a-folder}
 * @throws {store/not-writable} when it can be neither made nor read
 * @throws {store/disk-full}
 * @throws {store/disk-failed}
 * @throws {store/locked} when another process keeps the database locked
 * @throws {store/network-share}
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  return openLocalStore(options)
}

/** The same, opened before it returns: everything in it is on this machine. */
export function openLocalStore(options: StoreOptions): Store {
  const { onTrouble = () => {}, durability = 'process', clock = systemClock, files = nodeFiles } = options
  const processes = options.processes ?? nodeProcesses()
  const folder = openFolder(resolve(options.dir), { files, onTrouble, access: options.access ?? 'write' })
  const health = new Health(folder.path, onTrouble)
  const nowMs = (): number => clock.nowMs()

  const database = openLocal({ folder, files, durability, health, nowMs })
  const isReadOnly = folder.access === 'read-only'
  if (isReadOnly) health.stopStoring()
  const queue = new WriteQueue({ database, clock, health })
  const blobFiles = new BlobFiles({ folder: join(folder.path, 'blobs'), files, processes, durability, nowMs })
  // The order in which they join the queue is the order of writing: an entry after its blob, a lease given back last.
  const blobs = new Blobs({ database, files: blobFiles, queue, health, nowMs })
  const entries = new CacheEntries({ database, blobs, queue, health, nowMs })
  const leases = new Leases({ database, processes, clock, queue, health })
  const sessions = new Sessions({ database, processes, clock, health })
  sessions.begin()
  if (!isReadOnly) health.write(() => blobFiles.removeOrphans(), undefined)

  let isOpen = true
  const eviction = { database, files: blobFiles, sessions, queue, health, nowMs }
  const close = async (): Promise<void> => {
    if (!isOpen) return
    isOpen = false
    queue.close()
    sessions.end()
    health.read(() => database.close(), undefined)
    health.close()
  }
  return {
    path: folder.path,
    blobs,
    entries,
    leases,
    sessions,
    database,
    get isStoring() {
      return health.stores
    },
    flush: () => queue.flush(),
    evict: (limits) => evict(eviction, limits),
    keptBytes: () => {
      queue.flush()
      return health.read(() => keptBytes(database), 0)
    },
    removeUnreferenced: () => removeUnreferenced(eviction),
    close,
    [Symbol.asyncDispose]: close,
  }
}
