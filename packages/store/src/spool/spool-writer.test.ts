// What a writer promises: budgets, limits, and a run that goes on whatever the disk does.

import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failingFiles } from '../fixtures/failing-files.ts'
import { openStore } from '../open-store.ts'
import { nodeFiles } from '../files/node-files.ts'
import { makeSpool, readAll, seqs } from './fixtures/scratch-spool.ts'
import { verifySpool } from './verify-spool.ts'

const log = (message: unknown): { type: string; message: unknown } => ({ type: 'log', message })

describe('a writer', () => {
  it('makes no file before there is something to write', () => {
    const { open, dir } = makeSpool()
    open().close()
    expect(existsSync(dir)).toBe(false)
  })

  it('writes each event as a line with its head, and the fields as they are', () => {
    const { open, dir, names, bytesOf, clock } = makeSpool()
    const writer = open()
    expect(writer.append({ type: 'log', message: 'hi', rate: NaN } as never, { run: 'r1' })).toBe(1)
    expect(writer.append({ type: 'new kind', deep: { n: 1n } } as never)).toBe(2)
    expect(writer.flush()).toBe(true)
    const atMs = clock.nowMs()
    expect(readAll(dir).events).toEqual([
      { v: 1, writer: 'writer-01', seq: 1, atMs, run: 'r1', type: 'log', message: 'hi', rate: { $number: 'NaN' } },
      { v: 1, writer: 'writer-01', seq: 2, atMs, type: 'new kind', deep: { n: { $bigint: '1' } } },
    ])
    expect(names()).toEqual(['writer-01.000001.ndjson'])
    const [header, first] = bytesOf('writer-01.000001.ndjson').toString().split('\n')
    expect(JSON.parse(header!)).toMatchObject({ spool: 1, segment: 1, firstSeq: 1, previous: null, thread: 0 })
    expect(first).toMatch(
      /^\{"v":1,"writer":"writer-01","seq":1,"atMs":\d+,"run":"r1","type":"log",.*,"crc":"[0-9a-f]{8}"\}$/,
    )
  })

  it('lets events wait for each other, states for a shorter time', () => {
    const { open, dir, clock } = makeSpool()
    const writer = open()
    writer.append(log('a'))
    clock.advance(19)
    expect(writer.recordedSeq).toBe(0)
    clock.advance(1)
    expect(writer.recordedSeq).toBe(1)
    writer.append(log('b'))
    writer.append({ type: 'step.started' }, { isState: true })
    clock.advance(5)
    expect(writer.recordedSeq).toBe(3)
    expect(seqs(dir)).toEqual([1, 2, 3])
  })

  it('writes in time when the loop is blocked, so that no timer runs', () => {
    let nowMs = 1_000
    const { open } = makeSpool()
    const writer = open({ clock: { nowMs: () => nowMs, later: () => () => {} } })
    writer.append(log('a'))
    nowMs += 20
    writer.append(log('b'))
    expect(writer.recordedSeq).toBe(2)
    writer.append(log('c'))
    nowMs -= 3_600_000
    writer.append(log('d'))
    expect(writer.recordedSeq).toBe(4)
  })

  it('writes at once when much waits', () => {
    const { open } = makeSpool()
    const writer = open({ limits: { batchBytes: 2_000 } })
    for (let n = 0; n < 10; n++) writer.append(log('x'.repeat(200)))
    expect(writer.recordedSeq).toBeGreaterThan(5)
  })

  it('writes what waits when the process ends by itself', () => {
    const { open, dir, end } = makeSpool()
    open().append(log('last words'))
    end()
    expect(seqs(dir)).toEqual([1])
  })

  it('syncs every write when it is to survive a power cut', () => {
    const { open, told } = makeSpool()
    const files = failingFiles()
    files.fail(['sync'], 'EIO')
    const writer = open({ files, durability: 'sync' })
    writer.append(log('a'))
    expect(writer.flush()).toBe(false)
    expect(writer.recordedSeq).toBe(0)
    expect(told.map(({ code }) => code)).toEqual(['spool/not-recorded'])
    files.fail(['sync'], undefined)
    expect(writer.flush()).toBe(true)
  })

  it('leaves out fields that would stand for the head', () => {
    const { open, dir } = makeSpool()
    const writer = open()
    writer.append({ type: 'log', seq: 99, writer: 'another', crc: 'x', v: 7, atMs: 0, run: 'r9', kept: 1 } as never)
    writer.flush()
    expect(readAll(dir).events).toMatchObject([{ v: 1, seq: 1, writer: 'writer-01', kept: 1 }])
    expect(readAll(dir).events[0]).not.toHaveProperty('run')
  })

  it('seals segments by size and age, each with the hash of the one before', () => {
    const { open, dir, names, clock, bytesOf } = makeSpool()
    const writer = open({ limits: { segmentBytes: 1 } })
    for (let n = 0; n < 6; n++) {
      writer.append(log('x'.repeat(300)))
      writer.flush()
    }
    expect(names().length).toBe(6)
    clock.advance(10 * 60_000)
    expect(bytesOf(names().at(-1)!).toString()).toContain('"reason":"age"')
    writer.append(log('y'))
    writer.close()
    expect(bytesOf(names().at(-1)!).toString()).toContain('"reason":"closed"')
    expect(seqs(dir)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(verifySpool(dir)).toMatchObject({ isWhole: true, writers: [{ segments: 7, events: 7 }] })
  })

  it('moves large parts into blobs of the store, and leaves what is small', async () => {
    const { open, dir, clock } = makeSpool()
    const writer = open()
    const source = 'x'.repeat(100_000)
    const summary = { type: 'record-of-columns', value: Array.from({ length: 20_000 }, (_, n) => n) }
    const output = { version: 'data1:ab', type: 'Table', summary }
    writer.append({ type: 'step.ended', node: 'births', output, source } as never, { isState: true })
    writer.append({ type: 'log', message: 'é'.repeat(40_000) } as never)
    writer.flush()
    const [event, words] = readAll(dir).events as unknown as { [key: string]: any }[]
    expect(event).toMatchObject({
      node: 'births',
      source: { $blob: expect.stringMatching(/^[0-9a-f]{64}$/), sizeBytes: 100_002 },
      output: {
        version: 'data1:ab',
        type: 'Table',
        summary: { type: 'record-of-columns', value: { $blob: expect.anything() } },
      },
    })
    expect(words!['message']).toHaveProperty('$blob')
    const store = await openStore({ dir, clock })
    const blob = store.blobs.get(event!['output'].summary.value.$blob)
    expect(JSON.parse(Buffer.from((blob as { bytes: Uint8Array }).bytes).toString())).toEqual(summary.value)
    await store.close()
  })

  it('goes on without a part that cannot be kept', () => {
    const { open, dir } = makeSpool()
    const files = {
      ...nodeFiles,
      createFile: (path: string) => {
        if (path.includes('blobs')) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
        return nodeFiles.createFile(path)
      },
    }
    const writer = open({ files })
    writer.append(log('x'.repeat(100_000)))
    writer.flush()
    expect(readAll(dir).events).toMatchObject([{ type: 'log', message: { $cut: 'not kept', sizeBytes: 100_002 } }])
  })

  it('moves very many small fields into one blob', () => {
    const { open, dir } = makeSpool()
    const writer = open()
    const fields = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`field ${n}`, n]))
    writer.append({ type: 'odd', ...fields })
    writer.flush()
    expect(readAll(dir).events).toMatchObject([{ type: 'odd', rest: { $blob: expect.any(String) } }])
  })

  it('takes no event after it was closed', () => {
    const { open, dir } = makeSpool()
    const writer = open()
    writer.append(log('a'))
    expect(writer.close()).toBe(true)
    expect(writer.append(log('b'))).toBe(0)
    expect(writer.close()).toBe(true)
    expect(seqs(dir)).toEqual([1])
  })
})

describe('the limit of the spool', () => {
  const limits = { spoolBytes: 20_000 }
  const describeDropped = (kind: string, count: number): never => ({ type: 'dropped', kind, count }) as never

  it('drops what is no state, never a state, and says in the record how many', () => {
    const { open, dir, told, clock } = makeSpool()
    const writer = open({ limits, describeDropped })
    const other = open({ limits, describeDropped })
    for (let n = 0; n < 100; n++) {
      writer.append(log('x'.repeat(500)), { run: 'r1' })
      other.append({ type: 'metric' }, { run: 'r1' })
      writer.append({ type: 'step.ended', n } as never, { run: 'r1', isState: true })
      writer.flush()
      clock.advance(1_000)
    }
    writer.close()
    other.close()
    const { events, damages } = readAll(dir)
    expect(damages).toEqual([])
    expect(events.filter(({ type }) => type === 'step.ended').map(({ n }) => n)).toEqual([...Array(100).keys()])
    const count = (kind: string): number =>
      events
        .filter((one) => one.type === 'dropped' && one['kind'] === kind)
        .reduce((sum, one) => sum + Number(one['count']), 0)
    const logs = events.filter(({ type }) => type === 'log').length
    expect(logs).toBeGreaterThan(10)
    expect(logs).toBeLessThan(50)
    expect(count('log')).toBe(100 - logs)
    expect(count('metric')).toBe(100 - events.filter(({ type }) => type === 'metric').length)
    expect(told.map(({ code }) => code)).toEqual(['spool/over-limit', 'spool/over-limit'])
  })
})

describe('a disk that fails', () => {
  it('is told once, keeps states in memory, and everything is written when it works again', () => {
    const { open, dir, told, clock, names } = makeSpool()
    const files = failingFiles()
    const writer = open({ files })
    writer.append({ type: 'run.started' }, { isState: true })
    writer.flush()
    files.fail(['write', 'createFile'], 'ENOSPC')
    for (let n = 0; n < 50; n++) {
      writer.append({ type: 'step.ended', n } as never, { isState: true })
      clock.advance(700)
    }
    expect(writer.flush()).toBe(false)
    expect(writer.isRecording).toBe(false)
    expect(writer.append(log('dropped'))).toBe(0)
    expect(told.map(({ code }) => code)).toEqual(['spool/not-recorded'])
    files.fail(['write', 'createFile'], undefined)
    clock.advance(30_000)
    expect(writer.isRecording).toBe(true)
    writer.append({ type: 'run.ended' }, { isState: true })
    expect(writer.close()).toBe(true)
    expect(seqs(dir)).toEqual(Array.from({ length: 52 }, (_, n) => n + 1))
    expect(verifySpool(dir).isWhole).toBe(true)
    expect(names()).toEqual(['writer-01.000001.ndjson', 'writer-01.000002.ndjson'])
    expect(told).toHaveLength(1)
  })

  it('may take a part of a write: nothing is lost and nothing comes twice', () => {
    const { open, dir } = makeSpool()
    let budget = Number.POSITIVE_INFINITY
    const files = {
      ...nodeFiles,
      createFile: (path: string) => {
        const file = nodeFiles.createFile(path)
        return {
          ...file,
          write: (bytes: Uint8Array) => {
            file.write(bytes.subarray(0, Math.min(bytes.byteLength, budget)))
            if (bytes.byteLength > budget) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
          },
        }
      },
    }
    const writer = open({ files })
    writer.append({ type: 'a' }, { isState: true })
    writer.flush()
    for (const part of [1, 90, 200, 300, 301]) {
      for (let n = 0; n < 5; n++) writer.append({ type: 'b' }, { isState: true })
      budget = part
      expect(writer.flush()).toBe(false)
      budget = Number.POSITIVE_INFINITY
      expect(writer.flush()).toBe(true)
    }
    writer.close()
    expect(readAll(dir)).toMatchObject({ damages: [] })
    expect(seqs(dir)).toEqual(Array.from({ length: 26 }, (_, n) => n + 1))
    expect(verifySpool(dir).isWhole).toBe(true)
  })

  it('that never works again loses what memory cannot hold, and says how much', () => {
    const { open, told, dir } = makeSpool()
    const files = failingFiles()
    files.fail(['makeFolder', 'createFile', 'write'], 'EROFS')
    const writer = open({ files, limits: { waitingBytes: 2_000 } })
    for (let n = 0; n < 100; n++) {
      writer.append({ type: 'step.ended', n } as never, { isState: true })
      writer.flush()
    }
    expect(writer.close()).toBe(false)
    expect(told.map(({ code }) => code)).toEqual(['spool/not-recorded', 'spool/states-lost'])
    expect(told[1]!.facts).toMatchObject({ count: 100 })
    expect(existsSync(dir)).toBe(false)
  })

  it('and a listener that throws: the run goes on', () => {
    const { open } = makeSpool()
    const files = failingFiles()
    files.fail(['makeFolder'], 'EACCES')
    const writer = open({
      files,
      onTrouble: () => {
        throw new Error('nobody listens')
      },
    })
    writer.append({ type: 'a' }, { isState: true })
    expect(writer.flush()).toBe(false)
  })

  it('or has the folder taken away: the record goes on in a new one', () => {
    const { open, dir, told, clock } = makeSpool()
    const writer = open()
    writer.append({ type: 'a' }, { isState: true })
    writer.flush()
    rmSync(dir, { recursive: true })
    clock.advance(1_000)
    writer.append({ type: 'b' }, { isState: true })
    expect(writer.flush()).toBe(true)
    expect(seqs(dir)).toEqual([2])
    expect(told.map(({ code, facts }) => [code, facts['fromSeq'], facts['toSeq']])).toEqual([['spool/removed', 1, 1]])
    expect(existsSync(join(dir, 'format.json'))).toBe(true)
    writer.close()
    expect(verifySpool(dir).writers).toMatchObject([{ events: 1 }])
  })

  it('holds a store of a newer program: nothing is touched', () => {
    const { open, dir, told } = makeSpool()
    nodeFiles.makeFolder(dir, { parents: true })
    const file = nodeFiles.createFile(join(dir, 'format.json'))
    file.write(Buffer.from('99\n'))
    file.close()
    const writer = open()
    writer.append({ type: 'a' }, { isState: true })
    expect(writer.flush()).toBe(false)
    expect(existsSync(join(dir, 'spool'))).toBe(false)
    expect(told[0]!.details.join()).toContain('newer Throughline')
  })
})
