// Two processes with ten threads write one run, while two others bring it into a record: it is complete.

import { expect, it, onTestFinished } from 'vitest'
import { expectAllRight, reportedBy } from '../ship/fixtures/judge.ts'
import { makeScratch } from '../ship/fixtures/scratch-record.ts'
import { startProgram } from '../ship/fixtures/start-program.ts'
import { recordSink } from '../ship/record-choice.ts'
import { ship } from '../ship/ship.ts'
import { newUrl, openAt, type DatabaseKind } from './fixtures/databases.ts'
import { dump } from './fixtures/dump.ts'

const databases: readonly DatabaseKind[] = ['sqlite', 'postgres']
const run = '019b76da-a800-7000-8000-000000000001'
const EVENTS = 60

it.each(databases)('one run that many write is complete in a record on %s', async (kind) => {
  const dir = makeScratch()
  const url = await newUrl(kind)
  const sink = JSON.stringify(recordSink({ url, dir, store: dir }))
  const shippers = [0, 1].map(() => startProgram('shipping-process.ts', [dir, sink]))
  const recorders = [0, 1].map(() => startProgram('recording-process.ts', [dir, run, `${EVENTS}`, '5']))
  onTestFinished(() => [...shippers, ...recorders].forEach(({ child }) => void child.kill('SIGKILL')))
  const ends = await Promise.all(recorders.map(({ ended }) => ended))
  expect(ends).toEqual([0, 1].map(() => ({ code: 0, signal: null, errors: '' })))
  for (const { child, ended } of shippers) {
    child.kill('SIGKILL')
    expect((await ended).errors).toBe('')
  }
  const record = await openAt(url)
  await ship({ dir, sink: record })
  const reported = reportedBy(recorders)
  // Each process has a thread that begins and ends the run, and five others.
  expect(reported.size).toBe(2 * (EVENTS * 6 + 2))
  const events = record.query.selectFrom('event').select(['writer', 'seq', 'body as line'])
  expect(expectAllRight(await events.orderBy('writer').orderBy('seq').execute(), reported)).toBe(reported.size)
  expect(await record.query.selectFrom('run').select(['id', 'status']).execute()).toEqual([
    { id: run, status: 'succeeded' },
  ])
  const steps = await record.query
    .selectFrom('step')
    .select(['node', 'status'])
    .where('status', 'is not', null)
    .execute()
  // The last event of each thread begins one more.
  const expected = Array.from({ length: EVENTS / 3 + 1 }, (_, n) => `n${n} ${n < EVENTS / 3 ? 'succeeded' : 'running'}`)
  expect(steps.map(({ node, status }) => `${node} ${status}`).sort()).toEqual(expected.sort())
  const before = await dump(record)
  await record.rebuild()
  expect(await dump(record)).toEqual(before)
})
