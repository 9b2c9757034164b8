// Applications as `throughline dev` shows them: those in the store and those in files, step by step, and live.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type {
  ApplicationList,
  ApplicationPageAnswer,
  ApplicationState,
  ApplicationSteps,
  LiveMessage,
  MachinePage,
} from '@throughline/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDev, type DevServer } from '../fixtures/dev-server.ts'
import { keepDice, runNode, writeDiceProject } from '../fixtures/dice-project.ts'
import { makeScratch } from '../fixtures/spawn-command.ts'

const SIGN = `import { END, forState, suspend } from '@throughline/machine'
import { filePersister } from '@throughline/tracking/applications'
import { z } from 'zod'
const { action, machine } = forState<{ text: string; note?: string; by: string }>()
const draft = action({ writes: ['text', 'note'] }, ({ ctx }) => {
  ctx.log('drafted')
  return { text: 'Dear all', note: 'short' }
})
const sign = action(
  {
    writes: ['by'],
    awaits: z.object({ by: z.string() }),
    resumed: ({ payload }) => ({ by: payload.by }),
  },
  () => suspend({ prompt: 'Who signs?' }),
)
export const letter = machine({ draft, sign }).named('letter').from('draft').otherwise('sign').from('sign').otherwise(END)
`
const WRITE = `import { filePersister } from '@throughline/tracking/applications'
import { letter } from './sign.ts'
const persister = filePersister()
const app = await letter.open({ id: 'a/b', entry: 'draft', state: { note: 'none', by: '' }, persister })
await app.run()
await app.close()
`
const CONFIG = `import { defineProject } from '@throughline/project'
import { dice } from './dice.ts'
import { letter } from './sign.ts'
export default defineProject({ name: 'games', flows: {}, machines: { dice, mail: letter } })
`

const folder = makeScratch()
let dev: DevServer
beforeAll(async () => {
  writeDiceProject(folder)
  for (const [name, text] of Object.entries({ 'sign.ts': SIGN, 'write.ts': WRITE, 'throughline.config.ts': CONFIG }))
    writeFileSync(join(folder, name), text)
  keepDice(folder, 'store', 'table 7')
  keepDice(folder, 'files', 'table 7')
  dev = await startDev(folder)
})
afterAll(async () => {
  dev.command.child.kill('SIGKILL')
  await dev.command.finished
})

test('those of all places are listed, page by page', async () => {
  const { applications } = await dev.ask<ApplicationList>('GET', '/applications')
  expect(applications).toMatchObject([
    { app: 'table 7', place: 'files', machine: 'dice', status: 'completed', sequence: 3 },
    { app: 'table 7', place: 'store', machine: 'dice', status: 'completed', sequence: 3 },
  ])
  const first = await dev.ask<ApplicationList>('GET', '/applications?limit=1&machine=dice&status=completed')
  expect(first.applications).toEqual([applications[0]])
  const rest = await dev.ask<ApplicationList>(
    'GET',
    `/applications?limit=1&cursor=${encodeURIComponent(first.cursor!)}`,
  )
  expect(rest).toEqual({ applications: [applications[1]], unreadable: [] })
})

test('one is told with its steps, what they changed, and its state after each', async () => {
  const path = `/applications/${encodeURIComponent('table 7')}`
  const page = await dev.ask<ApplicationPageAnswer>('GET', `${path}?in=store`)
  expect(page).toMatchObject({ application: { place: 'store' }, machine: { name: 'dice' }, children: [], hasRun: true })
  const { steps } = await dev.ask<ApplicationSteps>('GET', `${path}/steps?in=store`)
  expect(steps.map(({ action, status, sequence }) => [action, status, sequence])).toEqual([
    ['', 'opened', 0],
    ['roll', 'succeeded', 1],
    ['roll', 'succeeded', 2],
    ['roll', 'succeeded', 3],
  ])
  const { rolls } = page.state as { rolls: readonly number[] }
  const grown = { key: 'rolls', before: [], after: [rolls[1]], from: 1 }
  expect(steps[2]!.changes).toEqual([expect.objectContaining({ key: 'since' }), grown])
  const state = await dev.ask<ApplicationState>('GET', `${path}/state?in=store&at=2`)
  expect(state).toMatchObject({ sequence: 2, state: { rolls: rolls.slice(0, 2) } })
  await expect(dev.ask('GET', `${path}/state?at=9`)).rejects.toThrow('404')
  await expect(dev.ask('GET', '/applications/nobody')).rejects.toThrow('404 urn:throughline:server/unknown-application')
})

test('a new one is heard of, and says what it waits for', async () => {
  const heard = dev.listen<LiveMessage>((message) => message.type === 'applications')
  await heard.isOpen
  runNode(folder, 'write.ts')
  expect(await heard.first).toEqual({ type: 'applications', applications: ['a/b'] })
  const page = await dev.ask<ApplicationPageAnswer>('GET', `/applications/${encodeURIComponent('a/b')}`)
  expect(page).toMatchObject({ application: { status: 'suspended', place: 'files' }, hasRun: false })
  expect(page.suspension).toMatchObject({ action: 'sign', prompt: 'Who signs?', schema: { required: ['by'] } })
  const { steps } = await dev.ask<ApplicationSteps>('GET', `/applications/${encodeURIComponent('a/b')}/steps`)
  expect(steps[1]).toMatchObject({
    action: 'draft',
    logs: [{ message: 'drafted' }],
    changes: [
      { key: 'text', after: 'Dear all' },
      { key: 'note', before: 'none', after: 'short' },
    ],
  })
  const named = await dev.ask<ApplicationList>('GET', '/applications?machine=mail')
  expect(named.applications.map(({ app }) => app)).toEqual(['a/b'])
})

test('machines are told with what can follow what', async () => {
  const { edges } = await dev.ask<MachinePage>('GET', '/machines/dice')
  expect(edges).toMatchObject([
    { from: 'roll', to: 'roll', isError: false },
    { from: 'roll', to: '$end', isError: false },
  ])
})
