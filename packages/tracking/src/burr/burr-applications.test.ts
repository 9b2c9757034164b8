import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { foldJournal, forState, memoryPersister } from '@throughline/machine'
import { stepFixture } from '@throughline/machine/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { sqlitePersister } from '../applications/index.ts'
import { burrApplications, readBurrFolder } from './index.ts'

/** Written by Burr 0.40.2. */
const folder = fileURLToPath(new URL('./fixtures/logs/chat', import.meta.url))
const real = burrApplications(readBurrFolder(folder).files, { project: 'chat' })
const entriesOf = (app: string) => real.applications.find((one) => one.app === app)!.entries

describe('logs that Burr wrote', () => {
  test('become applications, parents first, with the state that Burr had at the end', () => {
    expect(real.damaged).toEqual([])
    expect(real.applications.map(({ app, steps }) => [app, steps])).toEqual([
      ['first', 8],
      ['forked', 3],
      ['child', 3],
    ])
    expect(foldJournal(entriesOf('first'))).toMatchObject({
      machine: 'chat',
      sequence: 8,
      last: 'check',
      next: 'refuse',
      attempts: 1,
      tags: { source: 'burr', partition: 'user-7' },
      state: {
        history: [
          { role: 'user', text: 'hi' },
          { role: 'assistant', text: 'Hello there friend' },
          { role: 'user', text: 'bad word' },
          { role: 'user', text: 'bad crash' },
        ],
        prompt: 'bad crash',
        safe: false,
        error: 'refused',
      },
    })
  })

  test('patches, spans with their attributes, streams, inputs and errors are where they belong', () => {
    const ends = entriesOf('first').filter(({ type }) => type === 'committed' || type === 'failed')
    expect(ends[0]).toMatchObject({
      sequence: 1,
      action: 'human',
      inputs: { text: 'hi' },
      patch: { set: { prompt: 'hi', history: [{ role: 'user', text: 'hi' }] } },
      next: 'check',
    })
    expect(ends[1]).toMatchObject({
      spans: [
        { name: 'classify', fields: { model: 'tiny', score: 0.25 } },
        { name: 'lookup', parent: 0 },
      ],
      patch: { set: { safe: true } },
    })
    expect(ends[1]).not.toHaveProperty('inputs')
    expect(ends[2]).toMatchObject({
      chunks: 3,
      patch: { append: { history: [{ role: 'assistant', text: 'Hello there friend' }] } },
      spans: [{ name: 'stream' }],
      logs: [{ message: 'result', fields: { result: { answer: 'Hello there friend' } } }],
    })
    // Burr handed the input to this step too, which does not take it.
    expect(ends[2]).not.toHaveProperty('inputs')
    expect(ends.at(-1)).toMatchObject({
      type: 'failed',
      sequence: 9,
      error: { name: 'ValueError', message: 'cannot refuse this', stack: expect.stringContaining('chat.py') },
    })
  })

  test('a fork goes on after its parent, and a child names the step that began it', () => {
    const fork = foldJournal(entriesOf('forked'))!
    expect(fork.parent).toMatchObject({ kind: 'fork', app: 'first', sequence: 3 })
    expect(fork.parent!.runId).toBe(foldJournal(entriesOf('first'))!.runId)
    expect(entriesOf('forked')[0]).toMatchObject({ sequence: 3, state: { prompt: 'hi', safe: true } })
    expect(fork.sequence).toBe(6)
    expect(foldJournal(entriesOf('child'))!.parent).toMatchObject({ kind: 'child', sequence: 2, key: 'child' })
  })

  const scratch = mkdtempSync(join(tmpdir(), 'burr-'))
  afterAll(() => rmSync(scratch, { recursive: true, force: true }))

  test('are applications like any other in a store: forked from, and made into tests', async () => {
    const persister = sqlitePersister({ dir: scratch, record: { project: 'chat', actor: 'ada' } })
    for (const { app, entries } of real.applications) await persister.append(app, 0, entries)
    const { applications } = await persister.list({ parent: 'first' })
    expect(applications.map(({ app }) => app).sort()).toEqual(['child', 'forked'])
    const fixture = await stepFixture(persister, 'first', 2)
    expect(fixture).toMatchObject({
      action: 'check',
      state: { prompt: 'hi' },
      recorded: { patch: { set: { safe: true } } },
    })
    const { action, machine } = forState<{ prompt: string; safe: boolean }>()
    const mended = machine({
      refuse: action({ reads: ['prompt'], writes: ['safe'] }, ({ state }) => ({ safe: state.prompt === 'bad crash' })),
    }).named('chat')
    const fork = await mended.open({ fork: { id: 'first' }, id: 'again', persister })
    expect(await fork.run()).toMatchObject({ status: 'completed', sequence: 9, state: { safe: true } })
    await fork.close()
    await persister.close?.()
  })
})

const begin = (id: number, action: string, time: string) =>
  JSON.stringify({ type: 'begin_entry', start_time: time, action, inputs: {}, sequence_id: id })
const end = (id: number, action: string, time: string, state: object, exception: string | null = null) =>
  JSON.stringify({ type: 'end_entry', end_time: time, action, result: null, exception, state, sequence_id: id })
const T = (second: number): string => `2026-03-01T10:00:0${second}.000000`

function imported(log: readonly string[], more: object = {}) {
  return burrApplications([{ app: 'a', log: log.join('\n'), ...more }], { project: 'p', offsetMinutes: 0 })
}

test('lines that are damaged are told by file and number, and the others are taken', () => {
  const { applications, damaged } = imported([
    begin(0, 'count', T(0)),
    '{"type": "end_ent',
    end(0, 'count', T(1), { n: 1 }),
    '[1]',
  ])
  expect(applications[0]!.steps).toBe(1)
  expect(damaged).toMatchObject([
    { file: 'a/log.jsonl', line: 2 },
    { file: 'a/log.jsonl', line: 4, reason: 'it is no object' },
  ])
})

test('a step whose end is missing is an attempt that was interrupted, and its number is used again', () => {
  const { entries } = imported([
    begin(0, 'count', T(0)),
    end(0, 'count', T(1), { n: 1 }),
    begin(1, 'count', T(2)),
    begin(2, 'count', T(3)),
    end(2, 'count', T(4), { n: 2 }),
  ]).applications[0]!
  expect(entries.map((entry) => `${entry.type} ${entry.sequence}.${'attempt' in entry ? entry.attempt : 0}`)).toEqual([
    'opened 0.0',
    'begun 1.1',
    'committed 1.1',
    'begun 2.1',
    'begun 2.2',
    'committed 2.2',
  ])
})

test('numbers that repeat, because an application began again under its id, go on', () => {
  const { entries, steps } = imported([
    begin(0, 'count', T(0)),
    end(0, 'count', T(1), { n: 1 }),
    begin(0, 'count', T(2)),
    end(0, 'count', T(3), { n: 5 }),
  ]).applications[0]!
  expect(steps).toBe(2)
  expect(foldJournal(entries)).toMatchObject({ sequence: 2, state: { n: 5 } })
})

test('local times are led to UTC by a UTC time beside them', () => {
  const { entries } = burrApplications(
    [
      {
        app: 'a',
        log: [
          begin(0, 'say', '2026-03-01T12:00:00.000000'),
          '{"type":"begin_stream","action_sequence_id":0,"stream_init_time":"2026-03-01T10:00:00.100000Z"}',
          end(0, 'say', '2026-03-01T12:00:01.000000', {}),
        ].join('\n'),
      },
    ],
    { project: 'p' },
  ).applications[0]!
  expect(entries.map(({ atMs }) => new Date(atMs).toISOString())).toEqual([
    '2026-03-01T10:00:00.000Z',
    '2026-03-01T10:00:00.000Z',
    '2026-03-01T10:00:01.000Z',
  ])
})

test('numbers that JSON does not know, and private keys, are read as Burr meant them', () => {
  const { entries } = imported([
    begin(0, 'count', T(0)),
    `{"type":"end_entry","end_time":"${T(1)}","action":"count","exception":null,"sequence_id":0,"state":{"loss":NaN,"text":"NaN","most":-Infinity,"__PRIOR_STEP":"count"}}`,
  ]).applications[0]!
  expect(foldJournal(entries)!.state).toEqual({ loss: Number.NaN, text: 'NaN', most: Number.NEGATIVE_INFINITY })
})

test('where the graph is known, what comes after the last step follows its conditions', () => {
  const graph = JSON.stringify({
    entrypoint: 'a',
    actions: [],
    transitions: [
      { from_: 'a', to: 'b', condition: 'done=True, n=2' },
      { from_: 'a', to: 'c', condition: 'default' },
    ],
  })
  const nextOf = (state: object): unknown =>
    foldJournal(imported([begin(0, 'a', T(0)), end(0, 'a', T(1), state)], { graph }).applications[0]!.entries)!.next
  expect([nextOf({ done: true, n: 2 }), nextOf({ done: false, n: 2 })]).toEqual(['b', 'c'])
})

test('importing the same log gives the same runs', async () => {
  const again = burrApplications(readBurrFolder(folder).files, { project: 'chat' })
  expect(again).toEqual(real)
  const persister = memoryPersister()
  await persister.append('first', 0, entriesOf('first'))
  expect(await persister.load('first', 3)).toMatchObject({ head: { sequence: 3, last: 'answer' } })
})
