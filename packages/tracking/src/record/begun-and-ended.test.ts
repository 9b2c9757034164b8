// An event that says of a step that it began and that it ended means what two events mean.

import { describe, expect, it } from 'vitest'
import { openLineageTranslator } from '../openlineage/translator.ts'
import type { Event } from '../events/event.ts'
import { newUrl, openAt } from './fixtures/databases.ts'
import { dump } from './fixtures/dump.ts'
import { runId, Writer } from './fixtures/history.ts'

const run = runId(1)
const TABLES = ['run', 'step', 'attempt', 'catalog', 'project'] as const

/** Ranks say which event it was, and there are fewer of them. */
const withoutRanks = (rows: readonly string[]): unknown =>
  rows.map((row) => (JSON.parse(row) as unknown[]).filter((cell) => !String(cell).includes('.two ')))

describe.each(['sqlite', 'postgres'] as const)('a step that began and ended in one event (%s)', (kind) => {
  it.each([1, 2])('is the same in all tables as one of two events (attempt %i)', async (attempt) => {
    const [one, other] = [await openAt(await newUrl(kind)), await openAt(await newUrl(kind))]
    const [single, double] = [new Writer('two 1'), new Writer('two 2')]
    for (const writer of [single, double]) writer.start(run)
    const ended = { attempt, code: 'code1:1', output: { type: 'number' } }
    double.begin(run, 'rate', { attempt })
    single.say(run, { type: 'run.beat' })
    double.finish(run, 'rate', ended)
    single.finish(run, 'rate', { ...ended, startedAtMs: double.events[1]!.event.atMs })
    await one.apply(single.events)
    await other.apply(double.events)
    const [mine, theirs] = [await dump(one, [...TABLES]), await dump(other, [...TABLES])]
    for (const table of TABLES)
      expect([table, withoutRanks(mine[table]!)]).toEqual([table, withoutRanks(theirs[table]!)])
    expect(mine['step']).toHaveLength(1)
    expect(mine['attempt']).toHaveLength(attempt - 1)
    const before = await dump(one)
    await one.rebuild()
    expect(await dump(one)).toEqual(before)
  })
})

it('is a START and a COMPLETE of OpenLineage, at their times', () => {
  const writer = new Writer('w')
  writer.start(run)
  writer.finish(run, 'rate', { sequence: 1, startedAtMs: 5 })
  const translator = openLineageTranslator()
  const told = writer.events.flatMap(({ event }) => translator.translate(event as unknown as Event))
  expect(told.map(({ eventType, eventTime, job }) => [eventType, job.name, eventTime])).toEqual([
    ['START', 'daily', new Date(1_010).toISOString()],
    ['START', 'daily.rate', new Date(5).toISOString()],
    ['COMPLETE', 'daily.rate', new Date(1_020).toISOString()],
  ])
})
