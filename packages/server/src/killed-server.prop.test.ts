// A server that is killed again and again while runs are recorded: nothing that was reported is lost, nothing comes twice, and
// the next server has all of it.
//
// THROUGHLINE_CASES sets two hundred times the number of kills.

import { join } from 'node:path'
import { parseEventLine } from '@throughline/store'
import { openRecord } from '@throughline/tracking/record'
import { expect, it, onTestFinished } from 'vitest'
import { dump } from '../../tracking/src/record/fixtures/dump.ts'
import { expectAllRight, reportedBy, runEvents } from '../../tracking/src/ship/fixtures/judge.ts'
import { startProgram, type RunningProgram } from '../../tracking/src/ship/fixtures/start-program.ts'
import { scratchFolder } from './fixtures/scratch-server.ts'

const kills = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 600) / 200)
const serve = '../../../../server/src/fixtures/serve.ts'

it(`a server that is killed loses nothing and doubles nothing (${kills} kills)`, { timeout: 3_600_000 }, async () => {
  const dir = scratchFolder()
  const store = join(dir, '.throughline')
  const all: RunningProgram[] = []
  const start = (name: string, args: readonly string[]): RunningProgram => {
    const program = startProgram(name, args)
    all.push(program)
    return program
  }
  onTestFinished(() => all.forEach(({ child }) => void child.kill('SIGKILL')))
  const startRecorder = (run: string, events: number): RunningProgram =>
    start('recording-process.ts', [store, run, String(events), '1', '80'])

  const endless = [startRecorder('run 1', 1e9), startRecorder('run 2', 1e9)]
  let counted = 0
  for (let kill = 0; kill < kills; kill++) {
    const server = start(serve, [dir, '0'])
    await server.spokeOnce
    counted = await expectNoFewer(server, counted)
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 400))
    server.child.kill('SIGKILL')
    expect(await server.ended).toEqual({ code: null, signal: 'SIGKILL', errors: '' })
  }
  for (const { child, ended } of endless) {
    child.kill('SIGKILL')
    await ended
  }
  const last = startRecorder('run 3', 200)
  expect(await last.ended).toEqual({ code: 0, signal: null, errors: '' })

  // The last one is told to stop, and brings what is left before it does.
  const server = start(serve, [dir, '0'])
  await server.spokeOnce
  server.child.kill('SIGTERM')
  expect(await server.ended).toEqual({ code: 0, signal: null, errors: '' })

  const record = await openRecord({ url: 'sqlite:.throughline/store.db', dir })
  onTestFinished(() => record.close())
  const rows = await record.query
    .selectFrom('event')
    .select(['writer', 'seq', 'body as line'])
    .orderBy('writer')
    .orderBy('seq')
    .execute()
  expectAllRight(rows, reportedBy(all))
  expect(runEvents(rows).get('run 3')?.toSorted()).toEqual(['run.ended', 'run.started'])
  const logs = rows.filter(({ line }) => (parseEventLine(line) as { type: string }).type === 'log')
  const { count } = await record.query
    .selectFrom('log')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  expect(count).toBe(logs.length)
  const before = await dump(record)
  await record.rebuild()
  expect(await dump(record)).toEqual(before)
})

/** What one server has told, the next one tells too. @returns how many logs it knows now */
async function expectNoFewer({ lines }: RunningProgram, counted: number): Promise<number> {
  const [url, token] = lines[0]!.split('/#token=') as [string, string]
  const ask = async (path: string): Promise<any> =>
    (await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })).json()
  const { runs } = await ask('/api/runs')
  let logs = 0
  for (const { id } of runs) logs += (await ask(`/api/runs/${encodeURIComponent(id)}`)).counts.logs
  expect(logs).toBeGreaterThanOrEqual(counted)
  return logs
}
