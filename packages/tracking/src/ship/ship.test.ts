// Shipping: in order, once, from where the sink is; ends for runs that cannot end themselves; nothing left behind.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { nodeFiles, openLocalStore, type SpoolEvent } from '@throughline/store'
import { describe, expect, it } from 'vitest'
import { ended, makeRecord, self, started } from './fixtures/scratch-record.ts'
import { memorySink } from './fixtures/memory-sink.ts'

const run = '019b76da-a800-7000-8000-000000000000'
const state = { run, isState: true }

function seqsOf(events: readonly SpoolEvent[], writer: string): number[] {
  return events.filter((event) => event.writer === writer).map(({ seq }) => seq)
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1)

describe('shipping', () => {
  it('brings all events, and then what is new', async () => {
    const { writer, shipper, sink } = makeRecord()
    const [one, two] = [writer(), writer()]
    const shipping = shipper({ batchEvents: 7 })
    for (let round = 1; round <= 3; round++) {
      for (let n = 0; n < 10; n++) {
        one.append({ type: 'log' }, { run })
        two.append({ type: 'log' }, { run })
      }
      one.flush()
      two.flush()
      expect((await shipping.pass()).events).toBe(20)
      expect(seqsOf(sink.events, 'writer-01')).toEqual(upTo(round * 10))
      expect(seqsOf(sink.events, 'writer-02')).toEqual(upTo(round * 10))
    }
    expect((await shipping.pass()).events).toBe(0)
  })

  it('goes on where the sink is, whoever shipped before', async () => {
    const { writer, shipper, sink, clock } = makeRecord()
    const one = writer()
    for (let n = 0; n < 10; n++) one.append({ type: 'log' })
    one.flush()
    const [first, second] = [shipper({ batchEvents: 3 }), shipper({ batchEvents: 4 })]
    await Promise.all([first.pass(), second.pass()])
    one.append({ type: 'log' })
    one.flush()
    await second.pass()
    await first.pass()
    expect(seqsOf(sink.events, 'writer-01')).toEqual(upTo(11))
    sink.restore(4)
    clock.advance(60_000)
    await second.pass()
    expect(seqsOf(sink.events, 'writer-01')).toEqual(upTo(11))
  })

  it('loses nothing when the sink fails', async () => {
    const { writer, shipper, sink } = makeRecord()
    const one = writer()
    const shipping = shipper({ batchEvents: 2 })
    for (let n = 0; n < 5; n++) one.append({ type: 'log' })
    one.flush()
    sink.fail(new Error('the disk of the sink is full'))
    await expect(shipping.pass()).rejects.toThrow('the disk of the sink is full')
    sink.fail(undefined)
    await shipping.pass()
    expect(seqsOf(sink.events, 'writer-01')).toEqual(upTo(5))
  })

  it('loses nothing when the sink fails in the middle', async () => {
    const { writer, shipper } = makeRecord()
    const one = writer()
    const sink = memorySink()
    const failing = {
      ...sink,
      apply: (events: Parameters<typeof sink.apply>[0]) => {
        if (sink.applied === 1) sink.fail(new Error('half way'))
        return sink.apply(events)
      },
    }
    const shipping = shipper({ batchEvents: 2, sink: failing })
    for (let n = 0; n < 5; n++) one.append({ type: 'log' })
    one.flush()
    await expect(shipping.pass()).rejects.toThrow('half way')
    sink.fail(undefined)
    await shipping.pass()
    expect(seqsOf(sink.events, 'writer-01')).toEqual(upTo(5))
  })

  it('is done by one at a time under a lease', async () => {
    const { dir, writer, shipper, sink } = makeRecord()
    const store = openLocalStore({ dir })
    const one = writer()
    one.append({ type: 'log' })
    one.flush()
    const lease = store.leases.acquire('ship the spool', { ttlMs: 60_000 })
    const shipping = shipper({ leases: store.leases })
    expect(await shipping.pass()).toMatchObject({ events: 0, heldBy: expect.stringContaining('process') })
    expect(sink.events).toEqual([])
    ;(lease as { release(): void }).release()
    store.flush()
    expect((await shipping.pass()).events).toBe(1)
    store.flush()
    expect((await shipping.pass()).heldBy).toBeUndefined()
    await store.close()
  })

  it('tells of damage once for each file, and goes on after it', async () => {
    const { writer, shipper, sink, told, pathOf } = makeRecord()
    const one = writer()
    for (let n = 0; n < 5; n++) one.append({ type: 'log', n } as never)
    one.flush()
    const path = pathOf('writer-01.000001.ndjson')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"n":2', '"n":x').replace('"n":3', '"n":y'))
    const { damages } = await shipper().pass()
    expect(damages).toHaveLength(2)
    expect(told.map(({ code, facts }) => [code, facts['line']])).toEqual([['spool/damaged', 4]])
    expect(seqsOf(sink.events, 'writer-01')).toEqual([1, 2, 5])
  })
})

describe('a run whose process is gone', () => {
  it('is ended as abandoned, once, after all that it wrote', async () => {
    const { writer, shipper, sink, kill, clock } = makeRecord()
    const one = writer(7)
    one.append(started({ ...self, pid: 7 }), state)
    one.append({ type: 'step.started' }, state)
    one.flush()
    const shipping = shipper()
    expect((await shipping.pass()).abandoned).toEqual([])
    clock.advance(3_600_000)
    expect((await shipping.pass()).abandoned).toEqual([])
    one.append({ type: 'step.ended' }, state)
    one.flush()
    kill(7)
    const [first] = await Promise.all([shipping.pass(), shipper().pass()])
    expect(first.abandoned).toEqual([run])
    await shipper().pass()
    expect(sink.events.map(({ type, status }) => status ?? type)).toEqual([
      'run.started',
      'step.started',
      'step.ended',
      'abandoned',
    ])
    const { writer: author, ...rest } = sink.events[3]!
    expect(author).toMatch(/^[0-9a-f]{32}$/)
    expect(rest).toMatchObject({ v: 1, seq: 1, run, durationMs: 3_600_000 })
  })

  it('is not, when its end is in the spool', async () => {
    const { writer, shipper, sink, kill } = makeRecord()
    const one = writer(7)
    const shipping = shipper()
    one.append(started({ ...self, pid: 7 }), state)
    one.flush()
    await shipping.pass()
    one.append(ended, state)
    one.flush()
    kill(7)
    expect((await shipping.pass()).abandoned).toEqual([])
    expect(sink.events.map(({ type }) => type)).toEqual(['run.started', 'run.ended'])
  })

  it('is found when the end comes before the beginning, from another thread', async () => {
    const { writer, shipper, sink, kill } = makeRecord()
    const [one, two] = [writer(7), writer(7)]
    one.append(ended, state)
    two.append(started({ ...self, pid: 7 }), state)
    one.flush()
    two.flush()
    kill(7)
    expect((await shipper().pass()).abandoned).toEqual([])
    expect(sink.events).toHaveLength(2)
  })

  it('on another machine is abandoned after a minute without a beat', async () => {
    const { writer, shipper, clock } = makeRecord()
    const one = writer(7, 'there')
    one.append(started({ host: 'there', pid: 7, started: '1' }), state)
    one.flush()
    const shipping = shipper()
    await shipping.pass()
    clock.advance(50_000)
    one.append({ type: 'run.beat' }, state)
    one.flush()
    clock.advance(50_000)
    expect((await shipping.pass()).abandoned).toEqual([])
    clock.advance(10_001)
    expect((await shipping.pass()).abandoned).toEqual([run])
  })

  it('is one that the sink knows, when its events were shipped long ago', async () => {
    const { shipper, sink, kill } = makeRecord()
    kill(7)
    const known = { run, startedAtMs: 1, lastSeenMs: 5, process: { ...self, pid: 7 } }
    const all = {
      ...sink,
      get events() {
        return sink.events
      },
      openRuns: () => (sink.events.length ? [] : [known]),
    }
    const shipping = shipper({ sink: all })
    expect((await shipping.pass()).abandoned).toEqual([run])
    expect((await shipping.pass()).abandoned).toEqual([])
    expect(sink.events).toMatchObject([{ type: 'run.ended', status: 'abandoned', durationMs: 4 }])
  })

  it('is ended again when a shipper was killed while it wrote the end', async () => {
    const { writer, shipper, sink, kill, names, pathOf } = makeRecord()
    const one = writer(7)
    one.append(started({ ...self, pid: 7 }), state)
    one.flush()
    kill(7)
    await shipper().pass()
    const [name] = names().filter((found) => !found.startsWith('writer'))
    const whole = readFileSync(pathOf(name!))
    for (const length of [0, 10, whole.indexOf('\n') + 1, whole.indexOf('\n') + 9]) {
      writeFileSync(pathOf(name!), whole.subarray(0, length))
      sink.restore(0)
      expect((await shipper().pass()).abandoned).toEqual([run])
      expect(sink.events.map(({ type }) => type)).toEqual(['run.started', 'run.ended'])
    }
  })
})

describe('two shippers that end a run at the same instant', () => {
  it('say nothing, and it ends once', async () => {
    const { writer, shipper, sink, kill, told, clock } = makeRecord()
    const one = writer(7)
    one.append(started({ ...self, pid: 7 }), state)
    one.flush()
    kill(7)
    let isFirst = true
    const second = shipper({
      files: {
        ...nodeFiles,
        createFile: (path) => {
          if (isFirst && path.includes('spool')) nodeFiles.createFile(path).close()
          isFirst = !path.includes('spool') && isFirst
          return nodeFiles.createFile(path)
        },
      },
    })
    await second.pass()
    expect(told).toEqual([])
    clock.advance(60_000)
    await second.pass()
    expect(told).toEqual([])
    expect(sink.events.map(({ type }) => type)).toEqual(['run.started', 'run.ended'])
  })
})

describe('segments that were shipped', () => {
  const graceMs = 10 * 60_000

  it('are removed after a grace, but for the one that is written', async () => {
    const { writer, shipper, clock, names, kill, sink } = makeRecord()
    const one = writer(7)
    const shipping = shipper()
    for (let n = 0; n < 3; n++) {
      one.append({ type: 'log' })
      one.flush()
      clock.advance(graceMs)
    }
    one.append({ type: 'log' })
    one.flush()
    expect((await shipping.pass()).removed).toBe(3)
    expect(names()).toEqual(['writer-01.000004.ndjson'])
    kill(7)
    expect((await shipping.pass()).removed).toBe(1)
    expect(names()).toEqual([])
    expect(sink.events).toHaveLength(4)
    expect((await shipper().pass()).events).toBe(0)
  })

  it('stay until all of their events are applied', async () => {
    const { writer, shipper, clock, names, sink, kill } = makeRecord()
    const one = writer(7)
    one.append({ type: 'log' })
    one.close()
    kill(7)
    clock.advance(2 * graceMs)
    sink.fail(new Error('no'))
    const shipping = shipper()
    await expect(shipping.pass()).rejects.toThrow('no')
    expect(names()).toHaveLength(1)
    sink.fail(undefined)
    expect((await shipping.pass()).removed).toBe(1)
  })

  it('with damage are set aside, to be looked at', async () => {
    const { writer, shipper, clock, names, pathOf } = makeRecord()
    const one = writer()
    one.append({ type: 'log', n: 1 } as never)
    one.append({ type: 'log', n: 2 } as never)
    one.close()
    const name = 'writer-01.000001.ndjson'
    writeFileSync(pathOf(name), readFileSync(pathOf(name), 'utf8').replace('"n":1', '"n":7'))
    clock.advance(2 * graceMs)
    await shipper().pass()
    expect(names()).toEqual(['set-aside'])
    expect(readFileSync(pathOf(`set-aside/${name}`), 'utf8')).toContain('"n":7')
  })

  it('are not missed by a shipper that did not ship them', async () => {
    const { writer, shipper, clock, sink, told, names } = makeRecord()
    const one = writer()
    const [first, second] = [shipper(), shipper()]
    for (let n = 0; n < 3; n++) {
      one.append({ type: 'log' })
      one.flush()
      if (n === 0) await first.pass()
      clock.advance(graceMs)
    }
    expect((await second.pass()).removed).toBe(2)
    expect(names()).toHaveLength(1)
    clock.advance(-3 * graceMs)
    one.append({ type: 'log' })
    one.flush()
    expect((await first.pass()).damages).toEqual([])
    expect(sink.events).toHaveLength(4)
    expect(told).toEqual([])
  })

  it('of a writer that was removed by somebody else are no trouble', async () => {
    const { writer, shipper, pathOf, told } = makeRecord()
    const one = writer()
    one.append({ type: 'log' })
    one.flush()
    const shipping = shipper()
    await shipping.pass()
    rmSync(pathOf(''), { recursive: true })
    expect(await shipping.pass()).toMatchObject({ events: 0, removed: 0 })
    expect(told).toEqual([])
  })
})
