// Processes that record, and processes that bring it into a record, are killed while they do: nothing that was reported is
// lost, nothing comes twice, what is over stays over, and the record is what its events say.
//
// THROUGHLINE_CASES sets fifty times the number of kills.

import { expect, it, onTestFinished } from 'vitest'
import { expectAllRight, reportedBy } from '../ship/fixtures/judge.ts'
import { makeScratch } from '../ship/fixtures/scratch-record.ts'
import { startProgram, type RunningProgram } from '../ship/fixtures/start-program.ts'
import { recordSink } from '../ship/record-choice.ts'
import { ship } from '../ship/ship.ts'
import { newUrl, openAt, type DatabaseKind } from './fixtures/databases.ts'
import { dump } from './fixtures/dump.ts'
import { recordWatch } from './fixtures/record-watch.ts'

const kills = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 200) / 50)
const databases: readonly DatabaseKind[] = ['sqlite', 'postgres']

it.each(databases)(
  `nothing that was reported is lost on the way into %s when processes are killed (${kills} kills)`,
  { timeout: 3_600_000 },
  async (kind) => {
    const dir = makeScratch()
    const url = await newUrl(kind)
    const sink = JSON.stringify(recordSink({ url, dir, store: dir }))
    const runs: string[] = []
    const programs: RunningProgram[] = []
    const start = (name: string, args: readonly string[]): RunningProgram => {
      const program = startProgram(name, [dir, ...args])
      onTestFinished(() => void program.child.kill('SIGKILL'))
      programs.push(program)
      return program
    }
    const startRecorder = (): RunningProgram => {
      const number = runs.length
      const run = `019b76da-a800-7000-8000-${String(number).padStart(12, '0')}`
      runs.push(run)
      return start('recording-process.ts', [run, '1000000000', number % 3 === 0 ? '2' : '0', '50'])
    }
    const startShipper = (): RunningProgram => start('shipping-process.ts', [sink])
    const running = [startRecorder(), startShipper(), startRecorder(), startShipper()]
    const record = await openAt(url)
    const watch = recordWatch(record)
    for (let kill = 0; kill < kills; kill++) {
      const victim = running.shift()!
      await victim.spokeOnce
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 300))
      victim.child.kill('SIGKILL')
      expect(await victim.ended).toEqual({ code: null, signal: 'SIGKILL', errors: '' })
      await watch.look()
      running.push(kill % 2 === 0 ? startRecorder() : startShipper())
    }
    for (const { child, ended, spokeOnce } of running) {
      await spokeOnce
      child.kill('SIGKILL')
      await ended
    }
    await ship({ dir, sink: record })
    await ship({ dir, sink: record })
    await watch.look()
    expect(programs.flatMap(({ lines }) => lines).filter((line) => line.startsWith('trouble'))).toEqual([])
    const events = record.query.selectFrom('event').select(['writer', 'seq', 'body as line'])
    const reported = reportedBy(programs)
    expect(reported.size).toBeGreaterThan(0)
    expectAllRight(await events.orderBy('writer').orderBy('seq').execute(), reported)
    const ends = record.query
      .selectFrom('event')
      .select(['run', 'type'])
      .where('type', 'in', ['run.started', 'run.ended'])
    expect((await ends.orderBy('run').orderBy('type', 'desc').execute()).map(({ run, type }) => [run, type])).toEqual(
      runs.flatMap((run) => [
        [run, 'run.started'],
        [run, 'run.ended'],
      ]),
    )
    expect(await record.query.selectFrom('run').select(['id', 'status']).orderBy('id').execute()).toEqual(
      runs.map((id) => ({ id, status: 'abandoned' })),
    )
    const before = await dump(record)
    await record.rebuild()
    expect(await dump(record)).toEqual(before)
  },
)
