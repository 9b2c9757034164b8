// Where an application of a benchmark is kept, and how many bytes it takes there.

import { serialize } from 'node:v8'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { memoryPersister, type Persister } from '@throughline/machine'
import { sqlitePersister } from '@throughline/tracking/applications'

export interface Kept {
  readonly persister: Persister
  /** Call it when the application is closed: then the persister is closed too. */
  readonly sizeBytes: (app: string) => Promise<number>
}

/** In `recorded`, what the record says of the run is written as well, in the same transactions. */
export type Where = 'memory' | 'sqlite' | 'recorded'

/** @param folder of the SQLite file */
export function openKept(where: Where, folder: string): Kept {
  if (where === 'memory') {
    const persister = memoryPersister()
    return { persister, sizeBytes: async (app) => serialize(await persister.entries(app)).byteLength }
  }
  const persister = sqlitePersister({ dir: folder, record: where === 'recorded' && { project: 'bench' } })
  const files = ['store.db', 'store.db-wal'].map((name) => join(folder, name))
  const sizeBytes = async (): Promise<number> => {
    await persister.close?.()
    return files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0)
  }
  return { persister, sizeBytes }
}
