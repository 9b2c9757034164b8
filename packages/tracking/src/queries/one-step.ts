// One step with what belongs to it: its attempts, who read its value, and how the node went before.

import type { ErrorFacts } from '../events/event.ts'
import { compact, readJson } from './decoded.ts'
import type { Readable } from './readable.ts'
import { toStep, type Step } from './steps-of.ts'

export interface StepPlace {
  readonly node: string
  /** Keys of the item, in a fan-out. */
  readonly item?: readonly string[]
  /** In an application; without it the last one. */
  readonly sequence?: number
}

export interface Attempt {
  readonly attempt: number
  readonly status: string
  readonly startedAtMs?: number
  readonly endedAtMs?: number
  /** Until the next one, in milliseconds. */
  readonly delayMs?: number
  readonly error?: ErrorFacts
}

/** @returns undefined when it was no part of the run */
export async function stepOf({ query }: Readable, run: string, place: StepPlace): Promise<Step | undefined> {
  let steps = query
    .selectFrom('step')
    .selectAll()
    .where('run', '=', run)
    .where('node', '=', place.node)
    .where('item', '=', place.item ? JSON.stringify(place.item) : '')
    .where('status', 'is not', null)
  if (place.sequence !== undefined) steps = steps.where('sequence', '=', place.sequence)
  const row = await steps.orderBy('sequence', 'desc').limit(1).executeTakeFirst()
  return row && toStep(row)
}

/** Those that are recorded, the first first; of a step that was tried once the step says it. */
export async function attemptsOf({ query }: Readable, step: Step): Promise<readonly Attempt[]> {
  const rows = await query
    .selectFrom('attempt')
    .selectAll()
    .where('run', '=', step.run)
    .where('node', '=', step.node)
    .where('item', '=', step.item ? JSON.stringify(step.item) : '')
    .where('sequence', '=', step.sequence ?? -1)
    .orderBy('attempt')
    .execute()
  return rows.map((row) =>
    compact<Attempt>({
      attempt: row.attempt,
      status: row.status ?? 'running',
      startedAtMs: row.started_at_ms,
      endedAtMs: row.ended_at_ms,
      delayMs: row.delay_ms,
      error: readJson<ErrorFacts>(row.error),
    }),
  )
}

/** Nodes of a run that read the value of a node, by name. */
export async function readersOf({ query }: Readable, run: string, node: string): Promise<readonly string[]> {
  const rows = await query
    .selectFrom('step')
    .select(['node', 'inputs'])
    .where('run', '=', run)
    .where('item', '=', '')
    .where('inputs', 'is not', null)
    .execute()
  const readers = rows.filter(({ inputs }) =>
    Object.values(readJson<Step['inputs']>(inputs) ?? {}).some(({ from }) => from === node),
  )
  return [...new Set(readers.map((row) => row.node))].sort()
}

/** The step of the same node in the latest earlier run of the project that had it. */
export async function stepBefore(
  { query }: Readable,
  { run, node, item }: Pick<Step, 'run' | 'node' | 'item'>,
  project: string,
): Promise<Step | undefined> {
  const row = await query
    .selectFrom('step')
    .crossJoin('run')
    .whereRef('run.id', '=', 'step.run')
    .selectAll('step')
    .where('step.node', '=', node)
    .where('step.item', '=', item ? JSON.stringify(item) : '')
    .where('step.run', '<', run)
    .where('step.status', 'in', ['succeeded', 'cached'])
    .where('run.project', '=', project)
    .orderBy('step.run', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toStep(row)
}
