// One run: what is said about it, how its steps stand, what is new.

import { z } from 'zod'
import {
  eventPlace,
  getRun,
  listRuns,
  runCounts,
  runBefore,
  stepStates,
  stepsOf,
  versionBody,
  type RunDetails,
} from '@throughline/tracking/queries'
import { refuse } from '../answers/problem-answer.ts'
import type { RunPageAnswer, StepState } from '../api/index.ts'
import type { Api } from '../http/api.ts'
import { limitField, placeField, textField } from '../http/query-fields.ts'
import { fromCursor, toCursor } from '../live/place-cursor.ts'
import { mostItems, tellRun } from '../live/run-live.ts'
import type { ServerParts } from '../server-parts.ts'
import { requestOf } from '../started-runs/index.ts'

/** Children that a page of a run names. */
const mostChildren = 100

export function addRun(api: Api, parts: ServerParts): void {
  const { record, watch, streams } = parts

  api.add('GET /api/runs/:run', {
    summary: 'One run, with what was pinned when it began.',
    answer: async ({ path: { run } }) => toPage(parts, await knownRun(parts, run)),
  })

  api.add('GET /api/runs/:run/states', {
    summary: 'How all steps of a run stand, in short.',
    answer: async ({ path: { run } }) => {
      const { status } = await knownRun(parts, run)
      // First: what comes meanwhile is told again, and nothing is left out.
      const cursor = toCursor(await eventPlace(record, run))
      const told = await stepStates(record, run, { mostItems })
      const steps = status === 'running' ? told : told.map(asLeft)
      const leftOut = steps.length < mostItems ? 0 : (await runCounts(record, run)).steps - steps.length
      return { steps, ...(leftOut > 0 && { leftOut }), cursor }
    },
  })

  api.add('GET /api/runs/:run/steps', {
    summary: 'The steps of a run, with what they read and gave.',
    query: z.object({
      node: textField.describe('Only of this node.'),
      order: z
        .enum(['name', 'start', 'duration'])
        .default('start')
        .describe('`duration`: those that took longest first.'),
      items: z.enum(['true', 'false']).default('true').describe('Whether those of single items are among them.'),
      cursor: placeField('string', 'string', 'number'),
      limit: limitField(1_000, 200),
    }),
    answer: async ({ path: { run }, query: { node, order, items, cursor, limit } }) => {
      await knownRun(parts, run)
      return stepsOf(record, run, {
        withoutItems: items === 'false',
        order,
        limit,
        ...(node !== undefined && { node }),
        ...(cursor !== undefined && { cursor }),
      })
    },
  })

  api.app.get('/api/runs/:run/live', async (c) => {
    const run = c.req.param('run')
    await knownRun(parts, run)
    // A browser that comes back says where it was, whatever the address says.
    const cursor = c.req.header('last-event-id') ?? c.req.query('cursor')
    const place = cursor === undefined || cursor === '' ? undefined : fromCursor(cursor)
    if (cursor && !place)
      refuse('server/bad-request', { where: 'cursor', expected: 'a cursor that this server has given' })
    return streams.open((signal) => tellRun({ record, watch, run, place }, signal))
  })
}

/** A step of a run that has ended goes on no more, whatever was told of it last. */
function asLeft(step: StepState): StepState {
  return step.status === 'running' || step.status === 'retrying' ? { ...step, status: 'abandoned' } : step
}

/** @throws {server/unknown-run} */
export async function knownRun({ record }: Pick<ServerParts, 'record'>, run: string): Promise<RunDetails> {
  return (await getRun(record, run)) ?? refuse('server/unknown-run', { run })
}

async function toPage({ record, project }: ServerParts, run: RunDetails): Promise<RunPageAnswer> {
  const { config, git, runtime } = run.versions
  const [previous, { runs: children }, counts, ...bodies] = await Promise.all([
    runBefore(record, run),
    listRuns(record, { parent: run.id, limit: mostChildren }),
    runCounts(record, run.id),
    config === undefined ? undefined : versionBody(record, 'config', config),
    git === undefined ? undefined : versionBody(record, 'git', git),
    runtime === undefined ? undefined : versionBody(record, 'runtime', runtime),
  ])
  const request = requestOf(run.triggerFacts)
  return {
    run,
    can: project?.can(run) ?? { cancel: false, rerun: false },
    children,
    counts,
    ...(previous && { previous }),
    ...(request && { request }),
    ...(bodies[0] !== undefined && { config: bodies[0] }),
    ...(bodies[1] !== undefined && { git: bodies[1] }),
    ...(bodies[2] !== undefined && { runtime: bodies[2] }),
  }
}
