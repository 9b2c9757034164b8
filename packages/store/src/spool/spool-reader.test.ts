// Reading while others write: from where the reader was, torn ends later, damage with its place.

import { appendFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { makeSpool, readAll, seqs, type ScratchSpool } from './fixtures/scratch-spool.ts'
import { toLine } from './line.ts'
import { openSpoolReader, type SpoolReader } from './spool-reader.ts'

const first = 'writer-01.000001.ndjson'

function writeEvents({ open }: ScratchSpool, count: number, segmentBytes = 16e6): void {
  const writer = open({ limits: { segmentBytes } })
  for (let n = 1; n <= count; n++) {
    writer.append({ type: 'step.ended', n } as never, { run: 'r1', isState: true })
    writer.flush()
  }
}

function readNow(reader: SpoolReader): number[] {
  reader.look()
  return reader.read().events.map(({ event }) => event.seq)
}

describe('a reader', () => {
  it('gives nothing where nothing is', () => {
    expect(readAll('/no/such/folder')).toEqual({ events: [], damages: [] })
  })

  it('gives what is new since it was asked last', () => {
    const { dir, open } = makeSpool()
    const writer = open()
    const reader = openSpoolReader({ folder: dir })
    expect(readNow(reader)).toEqual([])
    for (const expected of [[1, 2], [3, 4], []]) {
      for (const _ of expected) writer.append({ type: 'a' })
      writer.flush()
      expect(readNow(reader)).toEqual(expected)
    }
  })

  it('gives events in batches, all writers, each in its order', () => {
    const spool = makeSpool()
    writeEvents(spool, 7, 1)
    writeEvents(spool, 5)
    const reader = openSpoolReader({ folder: spool.dir })
    expect(reader.look()).toEqual(['writer-01', 'writer-02'])
    const batches = [1, 2, 3, 4].map(() =>
      reader.read({ maxEvents: 4 }).events.map(({ event }) => [event.writer, event.seq]),
    )
    expect(batches.map((batch) => batch.length)).toEqual([4, 4, 4, 0])
    expect(
      batches
        .flat()
        .filter(([writer]) => writer === 'writer-01')
        .map(([, seq]) => seq),
    ).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(
      batches
        .flat()
        .filter(([writer]) => writer === 'writer-02')
        .map(([, seq]) => seq),
    ).toEqual([1, 2, 3, 4, 5])
  })

  it.each([0, 1, 3, 6, 7])('goes on after event %i, which another reader gave', (after) => {
    const spool = makeSpool()
    writeEvents(spool, 7, 1)
    expect(readAll(spool.dir, new Map([['writer-01', after]])).events.map(({ seq }) => seq)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].slice(after),
    )
    const reader = openSpoolReader({ folder: spool.dir })
    readNow(reader)
    reader.moveTo('writer-01', after)
    expect(readNow(reader)).toEqual([1, 2, 3, 4, 5, 6, 7].slice(after))
  })

  it('leaves a torn end for later, wherever it is torn', () => {
    const spool = makeSpool()
    writeEvents(spool, 2)
    const bytes = spool.bytesOf(first)
    const begin = bytes.lastIndexOf('\n', bytes.length - 2) + 1
    for (let end = begin; end < bytes.length; end++) {
      writeFileSync(spool.pathOf(first), bytes.subarray(0, end))
      const reader = openSpoolReader({ folder: spool.dir })
      expect(readNow(reader)).toEqual([1])
      expect(reader.read()).toEqual({ events: [], damages: [] })
      appendFileSync(spool.pathOf(first), bytes.subarray(end))
      expect(readNow(reader)).toEqual([2])
    }
  })

  it('says where a line is damaged, and goes on after it', () => {
    const spool = makeSpool()
    writeEvents(spool, 3)
    const lines = spool.bytesOf(first).toString().split('\n')
    lines[2] = lines[2]!.replace('"n":2', '"n":7')
    writeFileSync(spool.pathOf(first), lines.join('\n'))
    const { events, damages } = readAll(spool.dir)
    expect(events.map(({ n }) => n)).toEqual([1, 3])
    expect(damages).toEqual([
      {
        reason: 'wrong checksum',
        writer: 'writer-01',
        path: spool.pathOf(first),
        line: 3,
        offset: lines[0]!.length + lines[1]!.length + 2,
      },
    ])
  })

  it('says that events are missing, when a segment is gone or was cut', () => {
    const spool = makeSpool()
    writeEvents(spool, 6, 1)
    truncateSync(spool.pathOf('writer-01.000002.ndjson'), spool.bytesOf('writer-01.000002.ndjson').indexOf('"n":') + 2)
    rmSync(spool.pathOf('writer-01.000004.ndjson'))
    const { events, damages } = readAll(spool.dir)
    expect(events.map(({ seq }) => seq)).not.toContain(2)
    expect(damages.map(({ reason, path }) => [reason, path.slice(-13)])).toEqual([
      ['events missing', '000003.ndjson'],
      ['events missing', '000005.ndjson'],
    ])
  })

  it('does not miss what was removed before it came', () => {
    const spool = makeSpool()
    writeEvents(spool, 6, 1)
    rmSync(spool.pathOf(first))
    expect(readAll(spool.dir).damages).toEqual([])
  })

  it('takes no line of another writer, and nothing that is no event', () => {
    const spool = makeSpool()
    writeEvents(spool, 1)
    writeEvents(spool, 2)
    const other = spool.bytesOf('writer-02.000001.ndjson').toString().split('\n')[2]!
    appendFileSync(spool.pathOf(first), `${other}\n${toLine('{"v":1,"writer":"writer-01","seq":-1')}${toLine('{"v":')}`)
    const { damages } = readAll(spool.dir)
    expect(damages.map(({ reason }) => reason)).toEqual(['another writer', 'not an event', 'not an event'])
    renameSync(spool.pathOf('writer-02.000001.ndjson'), spool.pathOf('writer-03.000001.ndjson'))
    expect(readAll(spool.dir).events.map(({ writer }) => writer)).toEqual(['writer-01'])
  })

  it('keeps fields and kinds of events that it does not know', () => {
    const spool = makeSpool()
    writeEvents(spool, 1)
    const line = toLine('{"v":7,"writer":"writer-01","seq":2,"atMs":1.5,"type":"from the future","x":{"$new":[1]}')
    appendFileSync(spool.pathOf(first), line)
    const reader = openSpoolReader({ folder: spool.dir })
    reader.look()
    expect(reader.read().events[1]).toEqual({
      event: { v: 7, writer: 'writer-01', seq: 2, atMs: 1.5, type: 'from the future', x: { $new: [1] } },
      line: line.trim(),
    })
  })

  it('leaves a segment of a newer format alone, and reads the others', () => {
    const spool = makeSpool()
    writeEvents(spool, 1)
    writeEvents(spool, 1)
    const rest = readFileSync(spool.pathOf(first), 'utf8').split('\n').slice(1).join('\n')
    writeFileSync(spool.pathOf(first), `${toLine('{"spool":2,"writer":"writer-01"')}${rest}`)
    const { events, damages } = readAll(spool.dir)
    expect(events.map(({ writer }) => writer)).toEqual(['writer-02'])
    expect(damages.map(({ reason }) => reason)).toEqual(['newer format'])
  })

  it('passes over a line without an end in constant memory', () => {
    const spool = makeSpool()
    writeEvents(spool, 1)
    const tail = spool.bytesOf(first)
    writeFileSync(spool.pathOf(first), Buffer.concat([tail, Buffer.alloc(9 << 20, 'x'), Buffer.from('\n')]))
    appendFileSync(spool.pathOf(first), toLine('{"v":1,"writer":"writer-01","seq":2,"atMs":1,"type":"a"'))
    const { events, damages } = readAll(spool.dir)
    expect(events.map(({ seq }) => seq)).toEqual([1, 2])
    expect(damages).toMatchObject([{ reason: 'too long', line: 3, offset: tail.byteLength }])
  })

  it('takes no other file for a segment', () => {
    const spool = makeSpool()
    writeEvents(spool, 1)
    for (const name of ['notes.txt', 'writer-01.1.ndjson', '../x.000001.ndjson', 'Writer-01.000001.ndjson'])
      writeFileSync(spool.pathOf(name), spool.bytesOf(first))
    expect(seqs(spool.dir)).toEqual([1])
  })
})
