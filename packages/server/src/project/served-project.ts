// The project behind a server: its definitions, runs that are started from pages, its applications.

import type { ProcessListener } from '@throughline/project/process'
import { basename, dirname } from 'node:path'
import { renderIssue } from 'throughline'
import type { Definitions } from '../api/index.ts'
import type { AddRoutes } from '../create-app.ts'
import type { ProjectDefinitions } from '../definitions/project-definitions.ts'
import { serverIssue } from '../issues.ts'
import type { ProjectSide } from '../server-parts.ts'
import { createStartedRuns, requestOf } from '../started-runs/index.ts'
import { addApplications } from '../applications/add-applications.ts'
import { liveApplications } from '../applications/live-applications.ts'
import { KeptApplications } from '../applications/kept-applications.ts'
import { addDefinitions } from './add-definitions.ts'
import { addStartedRuns } from './add-started-runs.ts'

export interface ServedProjectOptions {
  /** The configuration file, absolute. */
  readonly config: string
  /** As `openDefinitions` of `@throughline/server/definitions` gives them; closed with the project. */
  readonly definitions: ProjectDefinitions
  /** URL of a module that exports `equip`, for runs that are started here: see `RunRequest.equipment`. */
  readonly equipment?: string
  /** What user code writes. Default: goes to the streams of this process */
  readonly onOutput?: ProcessListener['onOutput']
}

export interface ServedProject extends AsyncDisposable, ProjectSide {
  /** Address of its record, as it was when the project was opened. */
  readonly record: string
  /** Adds what is asked of a project. */
  readonly addRoutes: AddRoutes
  /** @returns ends it */
  onDefinitions(told: (definitions: Definitions) => void): () => void
}

/** Of a project that does not say otherwise. */
const usualRecord = 'sqlite:.throughline/store.db'

/** @see startServer, which takes it with its routes */
export function openServedProject(options: ServedProjectOptions): ServedProject {
  const { config, definitions, equipment, onOutput } = options
  const directory = dirname(config)
  const started = { ...(equipment !== undefined && { equipment }), ...(onOutput && { onOutput }) }
  const runs = createStartedRuns({ config, ...started })
  const record = definitions.project?.store ?? usualRecord
  const kept = new KeptApplications({ url: record, dir: directory })
  const applications = liveApplications(kept, directory)
  const told = (known: Definitions): Definitions => withOtherRecord(known, definitions, record)
  return {
    record,
    directory,
    get name() {
      return definitions.project?.name ?? basename(directory)
    },
    definitions: () => told(definitions.current),
    onDefinitions: (hear) => definitions.onChange((known) => hear(told(known))),
    // A run that has ended may have a process for a moment longer.
    can: ({ id, status, triggerFacts }) => ({
      cancel: status === 'running' && runs.canCancel(id),
      rerun: requestOf(triggerFacts) !== undefined,
    }),
    live: (tell) => {
      const stops = [
        definitions.onChange((known) => tell({ type: 'definitions', definitions: told(known) })),
        applications.listen((changed) => tell({ type: 'applications', applications: changed })),
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
    addRoutes: (api, parts) => {
      addDefinitions(api, { definitions, current: () => told(definitions.current), record: parts.record })
      addApplications(api, { kept, project: () => definitions.project, record: parts.record })
      applications.follow(parts)
      addStartedRuns(api, { runs, definitions, record: parts.record, config })
    },
    [Symbol.asyncDispose]: async () => {
      await runs[Symbol.asyncDispose]()
      await kept[Symbol.asyncDispose]()
      await definitions[Symbol.asyncDispose]()
    },
  }
}

/** The record was opened when the server was started. */
function withOtherRecord(known: Definitions, { project }: ProjectDefinitions, record: string): Definitions {
  if (project === undefined || project.store === record) return known
  const issue = serverIssue('server/other-record', { shown: record })
  const { code, severity, hints } = issue
  return { ...known, issues: [...known.issues, { code, severity, hints, text: renderIssue(issue) }] }
}
