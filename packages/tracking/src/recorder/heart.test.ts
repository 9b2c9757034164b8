// The heart is in a thread: it beats while the loop is blocked, stops when the process is killed, and holds nothing up.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { readSpool, type SpoolEvent } from '@throughline/store'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeScratch } from '../ship/fixtures/scratch-record.ts'
import { ship } from '../ship/ship.ts'
import { memorySink } from '../ship/fixtures/memory-sink.ts'
import { createHeart } from './heart.ts'

const run = '019b76da-a800-7000-8000-000000000000'
const source = '--conditions=@throughline/source'

function beatsIn(dir: string, of = run): SpoolEvent[] {
  return [...readSpool({ folder: dir })]
    .flatMap(({ events }) => events.map(({ event }) => event))
    .filter((event) => event.type === 'run.beat' && event.run === of)
}

async function until(isSo: () => boolean): Promise<void> {
  const limit = AbortSignal.timeout(30_000)
  while (!isSo()) {
    limit.throwIfAborted()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

describe('the heart', () => {
  it('beats while a node blocks the loop, and no more when the process is killed', async () => {
    const dir = makeScratch()
    const program = join(import.meta.dirname, 'fixtures', 'blocking-process.ts')
    const child = spawn(process.execPath, [source, program, dir, run, '20'], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child.stdout, 'data')
    await until(() => beatsIn(dir).length >= 3)
    const sink = memorySink()
    expect((await ship({ dir, sink })).abandoned).toEqual([])
    child.kill('SIGKILL')
    await once(child, 'close')
    const count = beatsIn(dir).length
    expect((await ship({ dir, sink: memorySink() })).abandoned).toEqual([run])
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(beatsIn(dir)).toHaveLength(count)
  })

  it('lets a process end that has a live run', async () => {
    const dir = makeScratch()
    const program = `
      import { openRecorder } from ${JSON.stringify(join(import.meta.dirname, 'recorder.ts'))}
      import { started } from ${JSON.stringify(join(import.meta.dirname, 'fixtures', 'run-started.ts'))}
      openRecorder({ dir: ${JSON.stringify(dir)} }).beginRun('${run}', started())`
    const child = spawn(process.execPath, [source, '--input-type=module', '--eval', program], { stdio: 'inherit' })
    onTestFinished(() => void child.kill('SIGKILL'))
    expect(await once(child, 'close')).toEqual([0, null])
    expect([...readSpool({ folder: dir })].flatMap(({ events }) => events.map(({ event }) => event.type))).toEqual([
      'run.started',
    ])
  })

  it('beats for several runs in several folders, until each of them ends', async () => {
    const [one, two] = [makeScratch(), makeScratch()]
    const heart = createHeart({ intervalMs: 15 })
    const ends = [
      heart.beginRun({ dir: one, run: 'a', onTrouble: () => {} }),
      heart.beginRun({ dir: one, run: 'b', onTrouble: () => {} }),
      heart.beginRun({ dir: two, run: 'c', onTrouble: () => {} }),
    ]
    onTestFinished(() => ends.forEach((end) => end()))
    await until(() => beatsIn(one, 'a').length > 1 && beatsIn(one, 'b').length > 1 && beatsIn(two, 'c').length > 1)
    ends[0]!()
    // A beat may be under way: after the next two of the other, it has ended.
    const after = async (): Promise<number> => {
      const others = beatsIn(one, 'b').length
      await until(() => beatsIn(one, 'b').length >= others + 2)
      return beatsIn(one, 'a').length
    }
    await after()
    expect(await after()).toBe(await after())
  })

  it('beats in the loop where no thread can be started', async () => {
    const dir = makeScratch()
    const heart = createHeart({ intervalMs: 15, program: new URL('./no-such-program.ts', import.meta.url) })
    const end = heart.beginRun({ dir, run, onTrouble: () => {} })
    onTestFinished(() => end())
    await until(() => beatsIn(dir).length >= 2)
    expect(beatsIn(dir)[0]).toMatchObject({ seq: 1, run })
  })
})
