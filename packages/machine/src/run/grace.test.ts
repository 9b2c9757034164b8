// A run that is stopped while its action goes on: how long it waits, and what becomes of the step.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { fakeClock } from 'throughline/testing'
import { forState, memoryPersister } from '../index.ts'
import { attemptsOf, gate } from '../fixtures/gates.ts'

const { action, machine } = forState<{ n: number }>()
const done = action({}, () => {})

const clock = fakeClock()
afterEach(() => clock.uninstall())

describe('a run that is stopped', () => {
  it('leaves an action behind that does not end within the grace', async () => {
    clock.install()
    const leave = gate()
    const deaf = action({ writes: ['n'] }, async () => (await leave.opened, { n: 99 }))
    const controller = new AbortController()
    const app = await machine({ deaf }).open({ entry: 'deaf', graceMs: 1_000 })
    const run = app.run({ signal: controller.signal })
    await clock.advance(10)
    controller.abort('stop')
    expect(await clock.until(run)).toMatchObject({ status: 'cancelled', sequence: 0, next: 'deaf' })
    expect(clock.elapsedMs).toBe(1_010)
    leave.open()
    await clock.advance(0)
    expect(app.state).toEqual({})
  })

  it('keeps the work of an action that ends within the grace, and goes on after it', async () => {
    clock.install()
    const persister = memoryPersister()
    const leave = gate()
    const late = action({ writes: ['n'] }, async () => (await leave.opened, { n: 99 }))
    const controller = new AbortController()
    const app = await machine({ late, done }).from('late').to('done').open({ id: 'a', entry: 'late', persister })
    const run = app.run({ signal: controller.signal })
    await clock.advance(10)
    controller.abort('stop')
    await clock.advance(4_000)
    leave.open()
    expect(await clock.until(run)).toMatchObject({ status: 'cancelled', state: { n: 99 }, sequence: 1, next: 'done' })
    expect(await attemptsOf(persister, 'a')).toEqual(['opened', 'begun 1/1', 'committed 1/1'])
    expect(await app.run()).toMatchObject({ status: 'completed', steps: 1 })
  })

  it('leaves a step behind that has begun: the next run does it again, as another attempt', async () => {
    clock.install()
    const persister = memoryPersister()
    const forgotten = gate()
    const deaf = action({ writes: ['n'] }, async ({ ctx }) => {
      if (ctx.attempt === 1) await forgotten.opened
      return { n: ctx.attempt }
    })
    const controller = new AbortController()
    const app = await machine({ deaf }).open({ id: 'a', entry: 'deaf', persister, graceMs: 1_000 })
    const run = app.run({ signal: controller.signal })
    await clock.advance(10)
    controller.abort('stop')
    expect(await clock.until(run)).toMatchObject({ status: 'cancelled', sequence: 0, next: 'deaf' })
    expect(await attemptsOf(persister, 'a')).toEqual(['opened', 'begun 1/1'])
    await app.close()

    const again = await machine({ deaf }).open({ resume: 'a', persister })
    expect(await again.run()).toMatchObject({ status: 'completed', state: { n: 2 } })
    forgotten.open()
    await clock.advance(0)
    expect(again.state).toEqual({ n: 2 })
    expect(await attemptsOf(persister, 'a')).toEqual(['opened', 'begun 1/1', 'begun 1/2', 'committed 1/2'])
  })

  it('tells its outcome and lets the process end, when an action never returns', async () => {
    const program = fileURLToPath(new URL('../fixtures/deaf-process.ts', import.meta.url))
    const run = promisify(execFile)(process.execPath, ['--conditions=@throughline/source', program])
    expect(await run).toMatchObject({ stdout: 'cancelled: enough; next is deaf\n' })
  })
})
