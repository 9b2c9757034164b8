// Processes that record and ship at once, and are killed while they do: nothing that was reported is lost, nothing comes
// twice, the order of each writer holds, and each run that was killed is ended once.
//
// THROUGHLINE_CASES sets fifty times the number of kills.

import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { expectAllRight, reportedBy, runEvents } from './fixtures/judge.ts'
import { makeScratch } from './fixtures/scratch-record.ts'
import { openSqliteSink, sqliteSink } from './fixtures/sqlite-sink.ts'
import { startProgram, type RunningProgram } from './fixtures/start-program.ts'
import { ship } from './ship.ts'

const kills = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 200) / 50)

it('two processes of ten threads write one run while it is shipped: it is complete', async () => {
  const dir = makeScratch()
  const sinkFile = join(makeScratch(), 'sink.db')
  const shippers = [0, 1].map(() => startProgram('shipping-process.ts', [dir, sqliteSink(sinkFile)]))
  onTestFinished(() => shippers.forEach(({ child }) => void child.kill('SIGKILL')))
  const recorders = [0, 1].map(() => startProgram('recording-process.ts', [dir, 'one run', '300', '5']))
  const ends = await Promise.all(recorders.map(({ ended }) => ended))
  expect(ends).toEqual([0, 1].map(() => ({ code: 0, signal: null, errors: '' })))
  for (const { child, ended } of shippers) {
    child.kill('SIGKILL')
    expect((await ended).errors).toBe('')
  }
  const sink = openSqliteSink(sinkFile)
  onTestFinished(() => void sink.close?.())
  await ship({ dir, sink })
  const reported = reportedBy(recorders)
  expect(reported.size).toBe(2 * (300 * 6 + 2))
  expect(expectAllRight(sink.all(), reported)).toBe(reported.size)
  const types = runEvents(sink.all()).get('one run') ?? []
  expect([...types].sort()).toEqual(['run.ended', 'run.ended', 'run.started', 'run.started'])
})

it(`nothing that was reported is lost when processes are killed (${kills} kills)`, { timeout: 3_600_000 }, async () => {
  const dir = makeScratch()
  const sinkFile = join(makeScratch(), 'sink.db')
  const all: { readonly run?: string; readonly program: RunningProgram }[] = []
  const startRecorder = (n: number): RunningProgram => {
    const run = `run ${n}`
    const program = startProgram('recording-process.ts', [dir, run, '1000000000', n % 3 === 0 ? '2' : '0'])
    all.push({ run, program })
    return program
  }
  const startShipper = (): RunningProgram => {
    const program = startProgram('shipping-process.ts', [dir, sqliteSink(sinkFile)])
    all.push({ program })
    return program
  }
  const running = [startRecorder(0), startShipper(), startRecorder(1), startShipper()]
  onTestFinished(() => running.forEach(({ child }) => void child.kill('SIGKILL')))
  for (let kill = 0; kill < kills; kill++) {
    const victim = running.shift()!
    await victim.spokeOnce
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 300))
    victim.child.kill('SIGKILL')
    expect(await victim.ended).toEqual({ code: null, signal: 'SIGKILL', errors: '' })
    running.push(kill % 2 === 0 ? startRecorder(kill + 2) : startShipper())
  }
  for (const { child, ended, spokeOnce } of running) {
    await spokeOnce
    child.kill('SIGKILL')
    await ended
  }
  const sink = openSqliteSink(sinkFile)
  onTestFinished(() => void sink.close?.())
  await ship({ dir, sink })
  await ship({ dir, sink })
  const programs = all.map(({ program }) => program)
  expect(programs.flatMap(({ lines }) => lines).filter((line) => line.startsWith('trouble'))).toEqual([])
  const applied = sink.all()
  expectAllRight(applied, reportedBy(programs))
  const byRun = runEvents(applied)
  for (const { run } of all) {
    if (run !== undefined) expect(byRun.get(run)).toEqual(['run.started', 'run.ended'])
  }
})
