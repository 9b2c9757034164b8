// Addresses of applications: a list of them, one of them, its steps, its state after a step.

import { factsOf, foldJournal, type ApplicationFacts, type Head, type Persister } from '@throughline/machine'
import { soundEntries } from '@throughline/tracking/applications'
import { getRun } from '@throughline/tracking/queries'
import { hasIssue } from 'throughline'
import { z } from 'zod'
import { toIssueRecord } from '../answers/issue-record.ts'
import { refuse } from '../answers/problem-answer.ts'
import type { ApplicationPageAnswer, IssueRecord } from '../api/index.ts'
import type { ReadProject } from '../definitions/child/read-project.ts'
import type { Api } from '../http/api.ts'
import { limitField, textField } from '../http/query-fields.ts'
import type { ServerParts } from '../server-parts.ts'
import { readable, type KeptApplications } from './kept-applications.ts'

interface ApplicationParts extends Pick<ServerParts, 'record'> {
  readonly kept: KeptApplications
  /** As it is now; undefined as long as it could not be loaded. */
  readonly project: () => ReadProject | undefined
}

/** Children that a page of an application names. */
const mostChildren = 100

const statuses = ['open', 'completed', 'stuck', 'suspended', 'cancelled'] as const
const place = z.enum(['store', 'files']).exactOptional().describe('Where it is kept, when several have it.')

export function addApplications(api: Api, { record, kept, project }: ApplicationParts): void {
  api.add('GET /api/applications', {
    summary: 'Applications of the project, those that changed last first.',
    query: z.object({
      machine: textField.describe('Name of the machine, in the project or as it is recorded.'),
      status: z.enum(statuses).exactOptional(),
      parent: textField.describe('Forks and children of this one.'),
      cursor: z
        .string()
        .max(20_000)
        .regex(/^\d{1,16} /, 'a cursor that this server has given')
        .exactOptional()
        .describe('Where the page before ended.'),
      limit: limitField(200, 50),
    }),
    answer: ({ query: { machine, status, parent, cursor, limit } }) =>
      kept.list({
        limit,
        ...(machine !== undefined && { machine: recordedName(project(), machine) }),
        ...(status !== undefined && { status }),
        ...(parent !== undefined && { parent }),
        ...(cursor !== undefined && { after: cursor }),
      }),
  })

  api.add('GET /api/applications/:app', {
    summary: 'An application: where it stands, what it waits for, its state.',
    query: z.object({ in: place }),
    answer: async ({ path: { app }, query }): Promise<ApplicationPageAnswer> => {
      const found = await kept.find(app, query.in)
      const { head, facts, damage } = await standing(found.persister, app)
      const machine = project()?.machines.find((one) => one.machine.name === head.machine)
      const { applications } = await kept.list({ parent: app, limit: mostChildren })
      const schema =
        head.next === null ? undefined : machine?.schemas.find(({ action }) => action === head.next)?.schema
      return {
        application: { ...facts, place: found.place },
        children: applications,
        state: head.state,
        hasRun: (await getRun(record, head.runId)) !== undefined,
        ...(machine && { machine: machine.machine }),
        ...(damage && { damage }),
        ...(head.status === 'suspended' && {
          suspension: { action: head.next ?? '', ...head.suspension, ...(schema && { schema }) },
        }),
      }
    },
  })

  api.add('GET /api/applications/:app/steps', {
    summary: 'The steps of an application, the oldest first.',
    query: z.object({
      in: place,
      cursor: z
        .string()
        .regex(/^\d{1,15}$/)
        .exactOptional(),
    }),
    answer: ({ path: { app }, query }) => kept.stepsOf(app, query.in, query.cursor),
  })

  api.add('GET /api/applications/:app/state', {
    summary: 'The state of an application after a step.',
    query: z.object({ in: place, at: z.coerce.number().int().min(0).exactOptional().describe('Number of the step.') }),
    answer: async ({ path: { app }, query: { in: where, at } }) => {
      const { persister } = await kept.find(app, where)
      const loaded = await readable(() => persister.load(app, at))
      if (!loaded) return refuse('server/unknown-application-step', { app, at: at ?? 0 })
      const { sequence, state } = loaded.head
      return { sequence, state }
    },
  })
}

function recordedName(project: ReadProject | undefined, name: string): string {
  return project?.machines.find((one) => one.name === name)?.machine.name ?? name
}

interface Standing {
  readonly head: Head
  readonly facts: ApplicationFacts
  readonly damage?: IssueRecord
}

/** Where it stands, and what a list says of it; of a damaged journal as far as it can be read. */
async function standing(persister: Persister, app: string): Promise<Standing> {
  try {
    const loaded = await persister.load(app)
    if (!loaded) return refuse('server/unknown-application', { app })
    const { head, number } = loaded
    const [first] = await persister.entries(app, { limit: 1 })
    const [last] = await persister.entries(app, { after: number - 1, limit: 1 })
    const atMs = first?.entry.atMs ?? 0
    return { head, facts: factsOf(app, head, atMs, last?.entry.atMs ?? atMs) }
  } catch (error) {
    if (!hasIssue(error, 'applications/damaged')) throw error
    const { entries, issue } = await readable(() => soundEntries(persister, app))
    const all = entries.map(({ entry }) => entry)
    const head = foldJournal(all)
    if (!head) throw error
    const facts = factsOf(app, head, all[0]!.atMs, all.at(-1)!.atMs)
    return { head, facts, ...(issue && { damage: toIssueRecord(issue) }) }
  }
}
