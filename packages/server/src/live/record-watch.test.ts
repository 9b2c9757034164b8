// A record is watched, on both databases: what others write is heard once, and nobody is asked while nobody listens.

import { systemClock, type Clock } from '@throughline/store'
import { describe, expect, it, onTestFinished } from 'vitest'
import { newUrl, openAt, type DatabaseKind } from '../../../tracking/src/record/fixtures/databases.ts'
import { runId, Writer } from '../../../tracking/src/record/fixtures/history.ts'
import { watchRecord, type Heard } from './record-watch.ts'

const [first, second] = [runId(1), runId(2)]

/** Counts how often it looks. */
function countingClock(): Clock & { readonly calls: number } {
  let calls = 0
  return {
    get calls() {
      return calls
    },
    nowMs: () => Date.now(),
    later: (_, call, options) => {
      calls++
      return systemClock.later(5, call, options)
    },
  }
}

describe.each<DatabaseKind>(['sqlite', 'postgres'])('a watched record on %s', (kind) => {
  const open = async () => {
    const url = await newUrl(kind)
    const [record, others] = [await openAt(url), await openAt(url)]
    const clock = countingClock()
    const watch = watchRecord(record, clock)
    onTestFinished(() => watch.close())
    const heard: Heard[] = []
    const until = async (isSo: () => boolean): Promise<void> => {
      while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2))
    }
    const events = (): string[] =>
      heard.flatMap((one) => one.events.map(({ writer, seq, type }) => `${writer} ${seq} ${type}`))
    const listen = async (): Promise<() => void> => {
      const before = heard.length
      const stop = watch.listen((one) => heard.push(one))
      await until(() => heard.length > before)
      return stop
    }
    return { record, others, clock, watch, heard, until, events, listen }
  }

  it('tells what others write, each event once, in the order of its writer', async () => {
    const { others, heard, until, events, listen } = await open()
    const [one, two] = [new Writer('a'), new Writer('b')]
    await others.apply([one.start(first)])
    await listen()
    expect(heard).toEqual([{ events: [], isMore: true, isBeginning: true }])
    await others.apply([one.begin(first, 'rate'), two.start(second), one.finish(first, 'rate')])
    await until(() => events().length >= 3)
    await others.apply([two.end(second), one.say(undefined, { type: 'annotation', author: 'ada', text: 'x' })])
    await until(() => events().length >= 5)
    expect(events().toSorted()).toEqual([
      'a 2 step.started',
      'a 3 step.ended',
      'a 4 annotation',
      'b 1 run.started',
      'b 2 run.ended',
    ])
    expect(heard.slice(1).every(({ isMore }) => !isMore)).toBe(true)
  })

  it('says that more may have changed when runs are removed, and goes on', async () => {
    const { others, heard, until, events, listen } = await open()
    const writer = new Writer('a')
    await others.apply([writer.start(first), writer.end(first), writer.start(second)])
    await listen()
    await others.delete([first])
    await until(() => heard.some(({ isMore, isBeginning }) => isMore && !isBeginning))
    await others.apply([writer.end(second)])
    await until(() => events().includes('a 4 run.ended'))
    expect(heard.every(({ events: told }) => told.every(({ run }) => run !== first))).toBe(true)
  })

  it('asks nothing while nobody listens', async () => {
    const { others, clock, events, until, listen } = await open()
    expect(clock.calls).toBe(0)
    const stop = await listen()
    await until(() => clock.calls > 1)
    stop()
    const { calls } = clock
    const writer = new Writer('a')
    await others.apply([writer.start(first)])
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(clock.calls - calls).toBeLessThanOrEqual(1)
    await listen()
    await others.apply([writer.end(first)])
    await until(() => events().length > 0)
    expect(events()).toEqual(['a 2 run.ended'])
  })
})
