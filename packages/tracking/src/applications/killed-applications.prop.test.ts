// Processes that compete for one application, and are killed while they run it: no step is lost that was reported, none is
// there twice, and the application goes on. Every other one takes no notice of the lease.
//
// THROUGHLINE_CASES sets fifty times the number of kills.

import { expect, it, onTestFinished } from 'vitest'
import { openRecord } from '../record/open-record.ts'
import { dump } from '../record/fixtures/dump.ts'
import { startProgram, type RunningProgram } from '../ship/fixtures/start-program.ts'
import { persisterOf, start, tokenMachine, type Kind, type Tokens } from './fixtures/competing-machine.ts'
import { makeScratch } from './fixtures/scratch.ts'

const kills = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 200) / 50)
const kinds: readonly Kind[] = ['sqlite', 'file']

it.each(kinds)(
  `no step of an application on %s is lost or done twice when processes are killed (${kills} kills)`,
  { timeout: 3_600_000 },
  async (kind) => {
    const dir = `${makeScratch()}/.throughline`
    const programs: RunningProgram[] = []
    const startOne = (): RunningProgram => {
      const lease = programs.length % 2 === 0 ? 'lease' : 'none'
      const program = startProgram('../../applications/fixtures/competing-process.ts', [kind, dir, lease])
      onTestFinished(() => void program.child.kill('SIGKILL'))
      programs.push(program)
      return program
    }
    const running = [startOne(), startOne()]
    for (let kill = 0; kill < kills; kill++) {
      const victim = running.shift()!
      await victim.spokeOnce
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 200))
      victim.child.kill('SIGKILL')
      expect(await victim.ended).toEqual({ code: null, signal: 'SIGKILL', errors: '' })
      running.push(startOne())
    }
    for (const { child, ended, spokeOnce } of running) {
      await spokeOnce
      child.kill('SIGKILL')
      await ended
    }
    const said = programs.flatMap(({ lines }) => lines)
    expect(said.filter((line) => line.startsWith('trouble'))).toEqual([])

    const persister = persisterOf(kind, dir)
    onTestFinished(() => persister.close?.())
    const { head } = (await persister.load('contested'))!
    const { tokens, n } = head.state as unknown as Tokens
    expect(tokens).toHaveLength(head.sequence)
    expect(n).toBe(head.sequence)
    expect(new Set(tokens).size).toBe(tokens.length)
    const reported = said.flatMap((line) => {
      const found = /^recorded (\d+) ([0-9a-f-]{36})$/.exec(line)
      return found ? [{ sequence: Number(found[1]), token: found[2] }] : []
    })
    expect(reported.length).toBeGreaterThan(0)
    expect(reported.filter(({ sequence, token }) => tokens[sequence - 1] !== token)).toEqual([])
    const entries = await persister.entries('contested')
    expect(entries.map(({ number }) => number)).toEqual(entries.map((_, index) => index + 1))
    const done = entries.flatMap(({ entry }) => (entry.type === 'committed' ? [entry.sequence] : []))
    expect(done).toEqual(tokens.map((_, index) => index + 1))

    if (kind === 'sqlite') await expectTold(dir, head.sequence)

    // It goes on.
    let made = 0
    const app = await tokenMachine(() => `mine ${++made}`).open({ resume: 'contested', ...start, persister })
    const outcome = await app.run({ maxSteps: 4 })
    expect(outcome).toMatchObject({ status: 'limit', steps: 4, sequence: head.sequence + 4 })
    expect(outcome.state.tokens).toEqual([...tokens, 'mine 1', 'mine 2', 'mine 3', 'mine 4'])
    await app.cancel()
    await app.close()
    if (kind === 'sqlite') await expectRecorded(dir, app.runId, head.sequence + 4)
  },
)

/** Whoever is about to read the record finds every step in it, though nobody came to tell it. */
async function expectTold(dir: string, steps: number): Promise<void> {
  const record = await openRecord({ url: `sqlite:${dir}/store.db` })
  onTestFinished(() => record.close())
  await record.tellLeftBehind()
  const rows = record.query.selectFrom('step').select('sequence').where('status', '=', 'succeeded')
  expect((await rows.orderBy('sequence').execute()).map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: steps }, (_, index) => index + 1),
  )
}

/** The record says of each step once that it was done, and is what its events say. */
async function expectRecorded(dir: string, run: string, steps: number): Promise<void> {
  const record = await openRecord({ url: `sqlite:${dir}/store.db` })
  onTestFinished(() => record.close())
  const events = record.query.selectFrom('event').select(['writer', 'seq', 'run', 'type']).orderBy('seq')
  const all = await events.execute()
  expect(new Set(all.map(({ writer }) => writer)).size).toBe(1)
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1))
  const ends = all.filter(({ type }) => type.startsWith('run.'))
  expect(ends.map((one) => [one.run, one.type])).toEqual([
    [run, 'run.started'],
    [run, 'run.ended'],
  ])
  const rows = record.query.selectFrom('step').select(['sequence', 'status']).orderBy('sequence')
  const succeeded = (await rows.execute()).filter(({ status }) => status === 'succeeded')
  expect(succeeded.map(({ sequence }) => sequence)).toEqual(Array.from({ length: steps }, (_, index) => index + 1))
  expect(await record.query.selectFrom('run').select(['id', 'kind', 'status']).execute()).toEqual([
    { id: run, kind: 'application', status: 'aborted' },
  ])
  const before = await dump(record)
  await record.rebuild()
  expect(await dump(record)).toEqual(before)
}
