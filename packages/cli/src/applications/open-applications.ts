// The applications of a project, as a command sees them: those in its store, and those in files beside it.

import type { Persister } from '@throughline/machine'
import { existsSync } from 'node:fs'
import { dirname, extname, join, resolve } from 'node:path'
import { isThroughlineError } from 'throughline'
import type { ApplicationPlace } from '../child/application-place.ts'
import { askProject } from '../commands/ask-project.ts'
import { locateProject, reportIssues, type Context, type ProjectFlags } from '../commands/context.ts'
import { storeFolder } from '../record/store-folder.ts'

export interface OpenedApplications extends ApplicationPlace {
  /** The configuration file, absolute. */
  readonly config: string
  /** The store, then the files if there are any. */
  readonly persisters: readonly [Persister, ...Persister[]]
  /** The one that has this application; the store when none has. */
  readonly keeperOf: (app: string) => Promise<Persister>
}

/**
 * Opens them, does something with them, and closes them. What is wrong is reported.
 *
 * @param access with `read` nothing is written
 */
export async function withApplications(
  context: Context,
  flags: ProjectFlags,
  access: 'read' | 'write',
  use: (opened: OpenedApplications) => Promise<void>,
): Promise<void> {
  const config = locateProject(context, flags)
  if (config === undefined) return
  const module = new URL(`../child/application-place${extname(import.meta.url)}`, import.meta.url).href
  const answer = await askProject(context, config, { kind: 'ask', module, question: null })
  if (!answer) return
  const place = answer.reply as ApplicationPlace
  const persisters = await persistersOf(place, config, access)
  try {
    const keeperOf = async (app: string): Promise<Persister> => {
      for (const persister of persisters) if (await persister.load(app)) return persister
      return persisters[0]
    }
    await use({ ...place, config, persisters, keeperOf })
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    reportIssues(context, error.issues, 1)
  } finally {
    for (const persister of persisters) await persister.close?.()
  }
}

async function persistersOf(
  { url, project }: ApplicationPlace,
  config: string,
  access: 'read' | 'write',
): Promise<[Persister, ...Persister[]]> {
  const { filePersister, postgresPersister, sqlitePersister } = await import('@throughline/tracking/applications')
  const record = access === 'read' ? false : { project, trigger: { kind: 'command' } }
  const dir = storeFolder(config)
  const store = url.startsWith('sqlite:')
    ? sqlitePersister({ dir, file: resolve(dirname(config), url.slice('sqlite:'.length)), record, access })
    : postgresPersister(url, { record })
  return existsSync(join(dir, 'applications')) ? [store, filePersister({ dir })] : [store]
}
