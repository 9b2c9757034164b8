import type { JournalEntry, Numbered } from '@throughline/machine'
import { describe, expect, it } from 'vitest'
import { stepsOfEntries, wholeSteps } from './application-steps.ts'

const opened: JournalEntry = {
  type: 'opened',
  atMs: 100,
  runId: 'r',
  machine: 'chat',
  schema: 1,
  state: { turns: ['hello'], count: 1, mood: 'calm' },
  next: 'answer',
  sequence: 0,
}
const step = (sequence: number, attempt = 1) => ({ sequence, action: 'answer', attempt, atMs: 200 })
const committed = (sequence: number, rest: object): JournalEntry =>
  ({ type: 'committed', ...step(sequence), durationMs: 50, patch: {}, next: 'answer', ...rest }) as JournalEntry

describe('the steps of a journal', () => {
  it('say what each changed: set, grown, counted, and taken away', () => {
    const patch = { set: { mood: 'glad' }, append: { turns: ['hi', 'ho'] }, increment: { count: 2 }, unset: ['draft'] }
    const [first, second, third] = stepsOfEntries([
      opened,
      committed(1, { patch: { set: { draft: 'h' } } }),
      committed(2, { patch, inputs: { prompt: 'hi?' } }),
    ])
    expect(first).toMatchObject({ status: 'opened', action: '', sequence: 0 })
    expect(first!.changes.map(({ key }) => key)).toEqual(['turns', 'count', 'mood'])
    expect(second).toMatchObject({
      status: 'succeeded',
      atMs: 150,
      durationMs: 50,
      changes: [{ key: 'draft', after: 'h' }],
    })
    expect(third!.inputs).toEqual({ prompt: 'hi?' })
    expect(third!.changes).toEqual([
      { key: 'mood', before: 'calm', after: 'glad' },
      { key: 'turns', before: [], after: ['hi', 'ho'], from: 1 },
      { key: 'count', before: 1, after: 3 },
      { key: 'draft', before: 'h' },
    ])
  })

  it('make one of all attempts, and the last one says how it came out', () => {
    const error = { name: 'Error', message: 'busy' }
    const failed: JournalEntry = { type: 'failed', ...step(1), durationMs: 5, error }
    const [, tried] = stepsOfEntries([opened, { type: 'begun', ...step(1) }, failed])
    expect(tried).toMatchObject({ status: 'failed', attempts: 1, error })
    const [, again] = stepsOfEntries([opened, failed, { type: 'begun', ...step(1, 2) }])
    expect(again).toMatchObject({ status: 'running', attempts: 2 })
    const [, done, ...rest] = stepsOfEntries([opened, failed, committed(1, { attempt: 2 })])
    expect([done, rest]).toMatchObject([{ status: 'succeeded', attempts: 2 }, []])
    expect(done).not.toHaveProperty('error')
    const [, caught] = stepsOfEntries([opened, committed(1, { error })])
    expect(caught).toMatchObject({ status: 'failed', error })
  })

  it('go on behind a page with the state of then', () => {
    const entries = [
      opened,
      committed(1, { patch: { append: { turns: ['a'] } } }),
      committed(2, { patch: { append: { turns: ['b'] } } }),
    ]
    const head = {
      runId: 'r',
      machine: 'chat',
      schema: 1,
      sequence: 1,
      last: 'answer',
      next: 'answer',
      status: 'open',
      attempts: 0,
    } as const
    const [second] = stepsOfEntries(entries.slice(2), { ...head, state: { turns: ['hello', 'a'] } })
    expect(second!.changes).toEqual([{ key: 'turns', before: [], after: ['b'], from: 2 }])
  })

  it('have what was done from outside between them', () => {
    const steps = stepsOfEntries([
      opened,
      { type: 'suspended', ...step(1), prompt: 'Sure?' },
      { type: 'edited', atMs: 300, sequence: 0, patch: { set: { mood: 'new' } }, next: 'answer' },
      committed(1, {}),
      { type: 'cancelled', atMs: 400, sequence: 1, reason: 'enough' },
    ])
    expect(steps.map(({ status }) => status)).toEqual(['opened', 'suspended', 'edited', 'succeeded', 'cancelled'])
  })
})

it('a page ends with a step that is done, so that the next one begins with another', () => {
  const entries = [opened, committed(1, {}), { type: 'begun', ...step(2) } as JournalEntry].map(
    (entry, index): Numbered => ({ number: index + 1, entry }),
  )
  expect(wholeSteps(entries, true)).toHaveLength(2)
  expect(wholeSteps(entries, false)).toHaveLength(3)
})
