// What is answered of a project has the shape that the document of the API says.

import { filePersister } from '@throughline/tracking/applications'
import type { Head, JournalEntry } from '@throughline/machine'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { ApiRoutes } from '../api/index.ts'
import { configOf, scratchProject, serveProject } from '../fixtures/scratch-project.ts'
import { answerShapes } from '../openapi/answer-shapes.ts'

const TILL = `import { forState } from '@throughline/machine'
import { z } from 'zod'
const { action, machine } = forState<{ sum: number }>()
/** Adds a price. */
const add = action({ writes: ['sum'], tags: ['money'], awaits: z.object({ ok: z.boolean() }), resumed: () => ({ sum: 1 }) }, () => ({ sum: 1 }))
export const till = machine({ add }).named('till').from('add').when(({ sum }) => sum > 1, 'add').otherwise('$end')
`
const SHOP = `import { byConfig, tagged } from 'throughline'
/**
 * What it costs.
 * @owner sales
 * @param price in euros
 * @returns euros
 * @example
 * total({ price: 2 }) // => 2
 */
export const total = tagged(({ price, count = 1 }: { price: number; count?: number }): number => price * count, { unit: 'EUR' })
export const tax = byConfig('region', { eu: ({ total }: { total: number }) => total * 0.2, us: () => 0 }, { default: 'eu' })
`

const RUN = '01a1fd97-aa6b-7cab-86cd-05665f1552d1'

/** An application with every kind of entry. */
async function keepApplication(dir: string): Promise<void> {
  const step = { action: 'add', attempt: 1, atMs: 20 }
  const error = { name: 'Error', message: 'no money', stack: 'Error: no money' }
  const spans = [{ name: 'ask', startedAtMs: 1, durationMs: 2, error }]
  const entries: JournalEntry[] = [
    {
      type: 'opened',
      atMs: 10,
      runId: RUN,
      machine: 'till',
      schema: 1,
      state: { sum: Number.NaN },
      next: 'add',
      sequence: 0,
    },
    { type: 'failed', ...step, sequence: 1, durationMs: 1, error, logs: [{ atMs: 1, message: 'tried' }], spans },
    {
      type: 'committed',
      ...step,
      sequence: 1,
      durationMs: 1,
      patch: { set: { sum: 1, at: new Date(0) } },
      next: 'add',
    },
    { type: 'edited', atMs: 30, sequence: 1, patch: { unset: ['at'] }, next: 'add' },
    {
      type: 'suspended',
      ...step,
      sequence: 2,
      prompt: 'How much?',
      expiresAtMs: 99,
      metrics: [{ name: 'tries', value: 1 }],
    },
  ]
  const persister = filePersister({ dir: join(dir, '.throughline') })
  await persister.append('till/7', 0, entries)
  const { head } = (await persister.load('till/7')) as { head: Head }
  const parent = { kind: 'fork', app: 'till/7', runId: RUN, sequence: 1 } as const
  const fork = {
    ...entries[0],
    runId: RUN.replace('0', '1'),
    parent,
    tags: { shop: 'north' },
    state: head.state,
  } as JournalEntry
  await persister.append('till/8', 0, [fork])
}

const ROUTES: readonly (readonly [keyof ApiRoutes, ...paths: string[]])[] = [
  ['GET /api/home', '/api/home'],
  ['GET /api/definitions', '/api/definitions'],
  ['GET /api/flows/:flow', '/api/flows/shop'],
  ['GET /api/flows/:flow/nodes/:node', '/api/flows/shop/nodes/total', '/api/flows/shop/nodes/tax'],
  ['GET /api/machines/:machine', '/api/machines/till'],
  ['GET /api/applications', '/api/applications', '/api/applications?limit=1&status=suspended'],
  ['GET /api/applications/:app', '/api/applications/till%2F7', '/api/applications/till%2F8?in=files'],
  ['GET /api/applications/:app/steps', '/api/applications/till%2F7/steps'],
  ['GET /api/applications/:app/state', '/api/applications/till%2F7/state?at=1'],
]

it('every answer has the shape that is said of it', async () => {
  const config = configOf(', machines: { till }').replace('import *', "import { till } from './src/till.ts'\nimport *")
  const dir = scratchProject({ 'throughline.config.ts': config, 'src/till.ts': TILL, 'src/shop.ts': SHOP })
  await keepApplication(dir)
  const { ask, failures } = await serveProject(dir)
  for (const [route, ...paths] of ROUTES)
    for (const path of paths) {
      const { status, json } = await ask(path)
      expect([path, status, status === 200 ? '' : json]).toEqual([path, 200, ''])
      const read = answerShapes[route].safeParse(json)
      expect([path, read.success ? [] : read.error.issues]).toEqual([path, []])
    }
  expect((await ask('/api/applications/till%2F7')).json).toMatchObject({
    children: [{ app: 'till/8', parent: { kind: 'fork' } }],
    suspension: { action: 'add', prompt: 'How much?', schema: { type: 'object' } },
  })
  expect((await ask('/api/flows/shop/nodes/total')).json.documentation).toBe(
    'What it costs.\n\n- `price`: in euros\n\n**Gives** euros\n\n```ts\ntotal({ price: 2 }) // => 2\n```',
  )
  expect(failures).toEqual([])
})
