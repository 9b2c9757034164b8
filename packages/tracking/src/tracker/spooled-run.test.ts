// A run that is recorded on disk, and read back as any shipper does.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodePayload, readSpool } from '@throughline/store'
import { untypedFlow } from 'throughline/testing'
import { afterAll, expect, it } from 'vitest'
import { noHeart, openRecorder } from '../recorder/index.ts'
import { tracker } from './tracker.ts'

const scratch = mkdtempSync(join(tmpdir(), 'throughline-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const sales = {
  share: ({ part }: { part: number }) => part / 0,
  many: ({ share }: { share: number }) => Array.from({ length: 20_000 }, (_, at) => ({ at, name: `n${at}`, share })),
}

it('is complete when it has ended, in its order, whatever is in it', async () => {
  const dir = join(scratch, 'store')
  const recorder = openRecorder({ dir, heart: noHeart })
  const budget = { leastMs: Infinity, advanceMs: Infinity, inputsMs: Infinity }
  const hooks = [tracker({ project: 'a "project"\n', recorder, capture: 'sample', budget })]
  await untypedFlow(sales)
    .with({ hooks })
    .execute(['many'], { inputs: { part: 1 } })
  const events = [...readSpool({ folder: dir })].flatMap((batch) => batch.events.map(({ event }) => event))
  recorder.close()
  expect(events.map(({ type }) => type)).toEqual([
    'version',
    'version',
    'version',
    'run.started',
    'step.started',
    'step.ended',
    'step.started',
    'step.ended',
    'run.ended',
  ])
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1))
  const started = decodePayload(events[3]) as { readonly project: string }
  expect(started.project).toBe('a "project"\n')
})

it('goes on without a record when the folder is a file, and says so once', async () => {
  const dir = join(scratch, 'a-file')
  writeFileSync(dir, '')
  const codes: string[] = []
  const tracking = tracker({ project: 'shop', dir, onIssue: ({ code }) => void codes.push(code) })
  const flow = untypedFlow(sales).with({ hooks: [tracking] })
  expect(await flow.execute(['share'], { inputs: { part: 1 } })).toEqual({ share: Infinity })
  expect(await flow.execute(['share'], { inputs: { part: -1 } })).toEqual({ share: -Infinity })
  expect(tracking.flush()).toBe(false)
  await tracking.close()
  expect(new Set(codes).size).toBe(codes.length)
  expect(codes.length).toBeGreaterThan(0)
})
