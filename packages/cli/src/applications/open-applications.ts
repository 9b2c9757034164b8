// The applications of a project, as a command sees them: those in its store, and those in files beside it.

import { machineIssue, type Persister } from '@throughline/machine'
import type { ApplicationPlace as KeptPlace, ApplicationRecordOptions } from '@throughline/tracking/applications'
import { dirname, extname } from 'node:path'
import { hasIssue, isThroughlineError, ThroughlineError } from 'throughline'
import type { ApplicationPlace } from '../child/application-place.ts'
import { askProject } from '../commands/ask-project.ts'
import { locateProject, reportIssues, type Context, type ProjectFlags } from '../commands/context.ts'
import { cliIssue } from '../issues.ts'
import { withCommandHints } from '../render/command-hints.ts'

const PLACES = ['store', 'files'] as const

export type { KeptPlace }

export interface ApplicationFlags extends ProjectFlags {
  /** Only this place. */
  readonly in?: string
}

export interface OpenedApplications extends ApplicationPlace {
  /** The configuration file, absolute. */
  readonly config: string
  /** Where applications are: the store, then the files. What is not there is not made. */
  readonly places: readonly KeptPlace[]
  /** Also one that is not there: made with the first application. */
  readonly store: Persister
  /** Those that have this application, damaged or not. */
  readonly placesOf: (app: string) => Promise<readonly KeptPlace[]>
  /** The one that has this application. @throws {app/unknown} {cli/ambiguous-application} */
  readonly keeperOf: (app: string) => Promise<Persister>
}

/**
 * Opens them, does something with them, and closes them. What is wrong is reported.
 *
 * @param access with `read` nothing is written
 */
export async function withApplications(
  context: Context,
  flags: ApplicationFlags,
  access: 'read' | 'write',
  use: (opened: OpenedApplications) => Promise<void>,
): Promise<void> {
  const wanted = flags.in
  if (wanted !== undefined && !(PLACES as readonly string[]).includes(wanted))
    return reportIssues(context, [cliIssue('cli/choice', { option: '--in', given: wanted, known: PLACES })])
  const config = locateProject(context, flags)
  if (config === undefined) return
  const module = new URL(`../child/application-place${extname(import.meta.url)}`, import.meta.url).href
  const answer = await askProject(context, config, { kind: 'ask', module, question: null })
  if (!answer) return
  const place = answer.reply as ApplicationPlace
  const { applicationPlaces } = await import('@throughline/tracking/applications')
  const record = recordOf(place)
  const [store, files] = applicationPlaces({ url: place.url, dir: dirname(config), access, record })
  const there = [store, files].filter((one) => one.isThere())
  const places = there.filter((one) => wanted === undefined || one.in === wanted)
  const known = async (app: string): Promise<readonly KeptPlace[]> => {
    const kept = await Promise.all(places.map(async (place) => place.has(app)))
    return places.filter((_, index) => kept[index])
  }
  try {
    const keeperOf = async (app: string): Promise<Persister> => onlyOne(app, await known(app), places)
    await use({ ...place, config, places, store: store.persister, placesOf: known, keeperOf })
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    reportIssues(context, error.issues.map(withCommandHints), hasIssue(error, 'cli/ambiguous-application') ? 2 : 1)
  } finally {
    for (const { persister } of [store, files]) await persister.close?.()
  }
}

/** What a command tells of applications that it makes is what the project lets be told. */
function recordOf({ project, tracking }: ApplicationPlace): ApplicationRecordOptions {
  const { capture, secretNames: moreNames, actor } = tracking
  return {
    project,
    trigger: { kind: 'command' },
    ...(capture !== undefined && { capture }),
    ...(moreNames && { redact: { moreNames } }),
    ...(actor !== undefined && { actor }),
  }
}

function onlyOne(app: string, found: readonly KeptPlace[], places: readonly KeptPlace[]): Persister {
  const [first, ...others] = found
  if (!first) {
    const persister = places.length === 0 ? 'the project' : places.map((place) => place.persister.name).join(' or in ')
    throw new ThroughlineError([machineIssue('app/unknown', { app, persister })])
  }
  if (others.length === 0) return first.persister
  const names = found.map((place) => `${place.in}: ${place.shown}`)
  throw new ThroughlineError([cliIssue('cli/ambiguous-application', { app, places: names })])
}
