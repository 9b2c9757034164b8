// Spools written by every released version are read for ever: the folders in fixtures are never changed.
//
// THROUGHLINE_WRITE_SPOOL names a folder into which this version writes the same history, for a new format.

import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createHash } from 'node:crypto'
import { openStore } from '../open-store.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { makeSpool, readAll } from './fixtures/scratch-spool.ts'
import { decodePayload } from './payload.ts'
import { verifySpool } from './verify-spool.ts'

const golden = join(import.meta.dirname, '..', '..', 'fixtures', 'spool-1')
const run = '019b76da-a800-7000-8000-000000000000'
const torn = 'writer-02.000001.ndjson'

/** Everything that the format knows. */
function writeHistory(): { readonly dir: string } {
  const { open, clock, dir, pathOf, bytesOf } = makeSpool()
  const writer = open({ limits: { segmentBytes: 400 } })
  const started = {
    type: 'run.started',
    project: 'births',
    subject: 'main',
    outputs: ['forecast'],
    tags: { 'a "b"': 'é\n' },
  }
  writer.append(started as never, { run, isState: true })
  writer.flush()
  const values = {
    numbers: [NaN, Infinity, -Infinity, -0, 0.1, 1e300],
    bigint: 2n ** 64n,
    bytes: new Uint8Array([0, 127, 255]),
    floats: new Float64Array([1.5, -0]),
    date: new Date(Date.UTC(2026, 0, 1)),
    map: new Map<unknown, unknown>([['k', new Set([1])]]),
    $date: 'not a date',
    text: '\ud800 \u2028 \u{1f600}',
  }
  writer.append({ type: 'attribute', name: 'values', values } as never, { run })
  clock.advance(60_000)
  writer.append(
    { type: 'step.ended', node: 'forecast', output: { type: 'array', summary: 'x'.repeat(70_000) } } as never,
    { run, isState: true },
  )
  writer.flush()
  writer.append({ type: 'of a later version', future: { $unknown: [1] } } as never)
  writer.append({ type: 'run.ended', status: 'succeeded' } as never, { run, isState: true })
  writer.close()
  const other = open({ thread: 3 })
  for (let n = 0; n < 3; n++) other.append({ type: 'log', message: `line ${n}` } as never, { run })
  other.flush()
  // The process was killed while it wrote, and a disk turned a bit.
  writeFileSync(pathOf(torn), Buffer.from(bytesOf(torn).subarray(0, -30).toString().replace('line 0', 'lime 0')))
  return { dir }
}

describe('a spool of format 1', () => {
  const copy = (): string => {
    const dir = join(makeScratch(), '.throughline')
    cpSync(golden, dir, { recursive: true })
    return dir
  }

  it('gives its events, and says what is damaged', () => {
    const { events, damages } = readAll(golden)
    expect(events.map(({ writer, seq, type }) => `${writer} ${seq} ${type}`)).toEqual([
      'writer-01 1 run.started',
      'writer-01 2 attribute',
      'writer-01 3 step.ended',
      'writer-01 4 of a later version',
      'writer-01 5 run.ended',
      'writer-02 2 log',
    ])
    expect(events[0]).toEqual({
      v: 1,
      writer: 'writer-01',
      seq: 1,
      atMs: Date.UTC(2030, 0, 1),
      run,
      type: 'run.started',
      project: 'births',
      subject: 'main',
      outputs: ['forecast'],
      tags: { 'a "b"': 'é\n' },
    })
    expect(decodePayload(events[1]!['values'])).toEqual({
      numbers: [NaN, Infinity, -Infinity, -0, 0.1, 1e300],
      bigint: 18_446_744_073_709_551_616n,
      bytes: new Uint8Array([0, 127, 255]),
      floats: new Float64Array([1.5, -0]),
      date: new Date(Date.UTC(2026, 0, 1)),
      map: new Map([['k', new Set([1])]]),
      $date: 'not a date',
      text: '\ud800 \u2028 \u{1f600}',
    })
    expect(events[3]!['future']).toEqual({ $$unknown: [1] })
    expect(damages).toEqual([
      {
        reason: 'wrong checksum',
        writer: 'writer-02',
        path: join(golden, 'spool', torn),
        line: 2,
        offset: expect.any(Number),
      },
    ])
  })

  it('gives the parts of its events that are blobs', async () => {
    const dir = copy()
    const summary = (readAll(dir).events[2]!['output'] as { summary: { $blob: string } }).summary
    expect(summary).toEqual({ $blob: expect.any(String), sizeBytes: 70_002 })
    const store = await openStore({ dir })
    const found = store.blobs.get(summary.$blob)
    expect(found).toMatchObject({ codec: 'json-1' })
    expect(JSON.parse(Buffer.from((found as { bytes: Uint8Array }).bytes).toString())).toBe('x'.repeat(70_000))
    await store.close()
  })

  it('is whole but for what is damaged', () => {
    const { writers } = verifySpool(golden)
    expect(
      writers.map(({ writer, problems }) => [writer, problems.map(({ line, problem }) => `${line} ${problem}`)]),
    ).toEqual([
      ['writer-01', []],
      ['writer-02', ['2 wrong checksum']],
    ])
    expect(writers[0]!.segments).toBe(4)
    expect(writers[0]!.head).toBe(sha256(join(golden, 'spool', 'writer-01.000004.ndjson')))
  })

  it('is what this version writes, byte for byte', () => {
    const { dir } = writeHistory()
    const target = process.env['THROUGHLINE_WRITE_SPOOL']
    if (target !== undefined) renameSync(dir, target)
    const written = join(target ?? dir, 'spool')
    expect(readdirSync(written).sort()).toEqual(readdirSync(join(golden, 'spool')).sort())
    for (const name of readdirSync(written))
      expect(readFileSync(join(written, name), 'utf8')).toBe(readFileSync(join(golden, 'spool', name), 'utf8'))
  })
})

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
