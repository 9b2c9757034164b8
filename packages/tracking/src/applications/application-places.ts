// The places in which a project may keep applications: its store, and files beside it. What is not there is not made.

import type { Persister } from '@throughline/machine'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { hasIssue } from 'throughline'
import { filePersister } from './file-persister.ts'
import { postgresPersister } from './postgres-persister.ts'
import type { ApplicationRecordOptions } from './record-options.ts'
import { sqlitePersister } from './sqlite-persister.ts'

export interface ApplicationPlace {
  readonly in: 'store' | 'files'
  readonly persister: Persister
  /** For people: the address of the store, or the folder. */
  readonly shown: string
  /** Whether anything is there by now; of a server nobody asked. */
  readonly isThere: () => boolean
  /** Whether it has this application, damaged or not. */
  readonly has: (app: string) => Promise<boolean>
}

export interface ApplicationPlacesOptions {
  /** Address of the store: `sqlite:path` or `postgres://...`. */
  readonly url: string
  /** The folder of the project, with `.throughline`; paths in the address are relative to it. */
  readonly dir: string
  /** With `read` nothing is written. */
  readonly access: 'read' | 'write'
  /** What the record says of what is changed there. */
  readonly record?: ApplicationRecordOptions
}

/** The store, then the files. Each is opened with its first call; whoever asked for them closes them. */
export function applicationPlaces({
  url,
  dir: project,
  access,
  record: told = {},
}: ApplicationPlacesOptions): readonly [ApplicationPlace, ApplicationPlace] {
  const dir = join(project, '.throughline')
  const record = access === 'read' ? false : told
  const folder = join(dir, 'applications')
  const files = placeOf('files', filePersister({ dir }), '.throughline/applications', () => existsSync(folder))
  if (!url.startsWith('sqlite:')) {
    const persister = postgresPersister(url, { record })
    return [placeOf('store', persister, persister.name, () => true), files]
  }
  const file = resolve(project, url.slice('sqlite:'.length))
  const persister = sqlitePersister({ dir, file, record, access })
  return [placeOf('store', persister, url, () => existsSync(file)), files]
}

function placeOf(
  name: ApplicationPlace['in'],
  persister: Persister,
  shown: string,
  isThere: () => boolean,
): ApplicationPlace {
  const has = async (app: string): Promise<boolean> => {
    try {
      return (await persister.entries(app, { limit: 1 })).length > 0
    } catch (error) {
      if (hasIssue(error, 'applications/damaged') || hasIssue(error, 'applications/newer-format')) return true
      throw error
    }
  }
  return { in: name, persister, shown, isThere, has }
}
