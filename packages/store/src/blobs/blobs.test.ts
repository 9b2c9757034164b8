// The blobs of a store: rows and files, many writers, damage of every kind.

import { existsSync, readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeBlobStorage } from '../fixtures/blob-storage-suite.ts'
import { failingFiles } from '../fixtures/failing-files.ts'
import { fakeClock } from '../fixtures/fake-clock.ts'
import { openScratchStore } from '../fixtures/open-scratch-store.ts'
import { blobId } from './blob-id.ts'
import { isDamaged, type Damaged } from './blob-port.ts'
import type { BlobReader } from './blob-reader.ts'
import { rowLimitBytes, useIntervalMs } from './blobs.ts'

const large = (fill: number, size = 200_000): Uint8Array => new Uint8Array(size).fill(fill)
const small = (text: string): Uint8Array => new TextEncoder().encode(text)
const pathOf = (dir: string, id: string): string => join(dir, 'blobs', id.slice(0, 2), id.slice(2))
const leftovers = (dir: string): string[] => readdirSync(join(dir, 'blobs')).filter((name) => name.endsWith('.tmp'))

function bytesOf(reader: BlobReader | Damaged): Buffer {
  if (isDamaged(reader)) throw new Error(reader.damaged)
  return Buffer.concat([...reader.pieces()])
}

describeBlobStorage('a store', async () => (await openScratchStore()).store.blobs)
describeBlobStorage(
  'a store that survives power cuts',
  async () => (await openScratchStore({ durability: 'sync' })).store.blobs,
)

describe('the place of a blob', () => {
  it('is a row below 64 KiB, and a file named by its id from there on', async () => {
    const { store, dir } = await openScratchStore()
    const row = store.blobs.put('raw/1', large(1, rowLimitBytes - 1))
    const file = store.blobs.put('raw/1', large(1, rowLimitBytes))
    store.flush()
    expect(existsSync(pathOf(dir, row))).toBe(false)
    expect(statSync(pathOf(dir, file)).size).toBe(192 + rowLimitBytes)
    const inFile = store.database.prepare('SELECT in_file FROM blob WHERE id = ?')
    expect([row, file].map((id) => inFile.get(id)?.['in_file'])).toEqual([0, 1])
  })

  it('is seen by others when it was flushed, and by its writer at once', async () => {
    const { store, dir } = await openScratchStore()
    const { store: other } = await openScratchStore({ dir })
    const id = store.blobs.put('raw/1', small('a'))
    expect(store.blobs.get(id)).toMatchObject({ bytes: small('a') })
    expect(other.blobs.get(id)).toEqual({ damaged: 'missing' })
    store.flush()
    expect(other.blobs.get(id)).toMatchObject({ bytes: small('a') })
  })

  it('is found again by another process after the first has closed', async () => {
    const { store, dir } = await openScratchStore()
    const ids = [store.blobs.put('raw/1', small('a')), store.blobs.put('raw/1', large(2))]
    await store.close()
    const { store: later } = await openScratchStore({ dir })
    expect(ids.map((id) => later.blobs.has(id))).toEqual([true, true])
    expect(await later.blobs.read(ids[1]!)).toMatchObject({ codec: 'raw/1', bytes: large(2) })
    expect(readdirSync(dir).sort()).toEqual(
      ['.gitignore', 'blobs', 'format.json', 'local.db', 'local.db-shm', 'local.db-wal'].sort(),
    )
  })

  it('is not lost with the database when it is a file', async () => {
    const { store, dir } = await openScratchStore()
    const id = store.blobs.put('raw/1', large(3))
    await store.close()
    writeFileSync(join(dir, 'local.db'), 'garbage '.repeat(1000))
    const { store: later, told } = await openScratchStore({ dir })
    expect(later.blobs.get(id)).toMatchObject({ bytes: large(3) })
    expect([...later.blobs.list()]).toEqual([{ id, codec: 'raw/1', sizeBytes: 200_000 }])
    expect(told.map(({ code }) => code)).toEqual(['store/database-damaged'])
  })
})

describe('a blob in pieces', () => {
  it('is the blob that one piece would be, whatever the pieces are', async () => {
    const { store, dir } = await openScratchStore()
    const sizes = fc.array(fc.nat({ max: 90_000 }), { maxLength: 6 })
    fc.assert(
      fc.property(sizes, (lengths) => {
        const pieces = lengths.map((length, index) => large(index + length, length))
        const writer = store.blobs.openWriter('raw/1')
        for (const piece of pieces) {
          const scratch = piece.slice()
          writer.write(scratch)
          scratch.fill(0)
        }
        const whole = Buffer.concat(pieces)
        expect(writer.finish()).toEqual({
          id: blobId('raw/1', whole),
          codec: 'raw/1',
          sizeBytes: whole.byteLength,
        })
        expect(bytesOf(store.blobs.openReader(blobId('raw/1', whole))).equals(whole)).toBe(true)
      }),
      { seed: 3, numRuns: 40 },
    )
    expect(leftovers(dir)).toEqual([])
  })

  it('leaves nothing when it is given up', async () => {
    const { store, dir } = await openScratchStore()
    const writer = store.blobs.openWriter('raw/1')
    writer.write(large(1))
    expect(leftovers(dir)).toHaveLength(1)
    writer.abort()
    writer.abort()
    expect(leftovers(dir)).toEqual([])
    expect([...store.blobs.list()]).toEqual([])
    expect(() => writer.write(large(1))).toThrow('finished')
  })

  it('is read to its end when it is evicted meanwhile, and closed when the reader stops early', async () => {
    const { store, dir } = await openScratchStore()
    const id = store.blobs.put('raw/1', large(5, 1_000_000))
    const [reader, another] = [store.blobs.openReader(id), store.blobs.openReader(id)] as [BlobReader, BlobReader]
    store.blobs.delete([id])
    expect(existsSync(pathOf(dir, id))).toBe(false)
    expect(bytesOf(reader).equals(large(5, 1_000_000))).toBe(true)
    for (const piece of another.pieces()) {
      expect(piece.byteLength).toBeLessThan(1_000_000)
      break
    }
    another.close()
  })

  it('takes the same memory however long it is', async () => {
    const { store } = await openScratchStore()
    const piece = large(9, 1 << 20)
    const writer = store.blobs.openWriter('raw/1')
    const before = process.memoryUsage().arrayBuffers
    let most = 0
    for (let written = 0; written < 64; written++) {
      writer.write(piece)
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }
    const { id, sizeBytes } = writer.finish()
    expect(sizeBytes).toBe(64 << 20)
    expect(most).toBeLessThan(16 << 20)
    const reader = store.blobs.openReader(id) as BlobReader
    let read = 0
    for (const bytes of reader.pieces()) read += bytes.byteLength
    expect(read).toBe(sizeBytes)
  })
})

describe('a damaged blob', () => {
  const damages: readonly [string, (path: string) => void, string][] = [
    ['torn', (path) => truncateSync(path, 5000), 'too short'],
    ['torn in its header', (path) => truncateSync(path, 50), 'too short'],
    ['empty', (path) => truncateSync(path, 0), 'too short'],
    ['too long', (path) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from('x')])), 'too long'],
    ['zeros', (path) => writeFileSync(path, Buffer.alloc(200_192)), 'no header'],
    ['changed in one bit', (path) => writeFileSync(path, readFileSync(path).fill(6, 9999, 10_000)), 'wrong checksum'],
    ['of another codec', (path) => writeFileSync(path, readFileSync(path).fill('9', 25, 26)), 'wrong checksum'],
  ]
  const readers = ['get', 'read', 'openReader'] as const

  it.each(damages)('that is %s is never given, and written again', async (_, damage, reason) => {
    for (const read of readers) {
      const { store, dir, told } = await openScratchStore()
      const id = store.blobs.put('raw/1', large(7))
      store.flush()
      damage(pathOf(dir, id))
      expect(await store.blobs[read](id)).toEqual({ damaged: reason })
      expect(store.blobs.has(id)).toBe(false)
      expect(store.blobs.put('raw/1', large(7))).toBe(id)
      expect(store.blobs.get(id)).toMatchObject({ bytes: large(7) })
      expect(told).toEqual([])
    }
  })

  it('that is another blob under its name is never given', async () => {
    const { store, dir } = await openScratchStore()
    const [one, two] = [store.blobs.put('raw/1', large(1)), store.blobs.put('raw/1', large(2))]
    writeFileSync(pathOf(dir, one), readFileSync(pathOf(dir, two)))
    expect(store.blobs.get(one)).toEqual({ damaged: 'wrong checksum' })
    expect(isDamaged(store.blobs.get(two))).toBe(false)
  })

  it('of a newer program is not given, and left alone', async () => {
    const { store, dir } = await openScratchStore()
    const id = store.blobs.put('raw/1', large(1))
    writeFileSync(pathOf(dir, id), readFileSync(pathOf(dir, id)).fill(2, 8, 9))
    expect(store.blobs.get(id)).toEqual({ damaged: 'unknown format' })
    expect(existsSync(pathOf(dir, id))).toBe(true)
  })

  it('that is a row is never given, and written again', async () => {
    const { store } = await openScratchStore()
    const changes = [
      "UPDATE blob SET bytes = CAST('[2]' AS BLOB)",
      "UPDATE blob SET codec = 'raw/1'",
      "UPDATE blob SET bytes = '[1]'",
      "UPDATE blob SET codec = x'00'",
      'UPDATE blob SET bytes = NULL',
    ]
    for (const change of changes) {
      const id = store.blobs.put('json/1', small('[1]'))
      store.flush()
      store.database.exec(change)
      expect(store.blobs.get(id)).toEqual({ damaged: 'wrong checksum' })
      expect(store.blobs.get(id)).toEqual({ damaged: 'missing' })
    }
  })

  it('that the disk cannot read is a miss, and stays', async () => {
    const files = failingFiles()
    const { store } = await openScratchStore({ files })
    const id = store.blobs.put('raw/1', large(1))
    files.fail(['read', 'readLater', 'openFile'], 'EIO')
    for (const read of readers) expect(await store.blobs[read](id)).toEqual({ damaged: 'unreadable' })
    files.fail(['read', 'readLater', 'openFile'], undefined)
    expect(isDamaged(store.blobs.get(id))).toBe(false)
  })

  it('is never given as another value, whatever bytes were changed', async () => {
    const { store, dir } = await openScratchStore()
    const id = store.blobs.put('raw/1', large(7, 70_000))
    const right = readFileSync(pathOf(dir, id))
    const change = fc.record({ at: fc.nat({ max: right.byteLength - 1 }), to: fc.nat({ max: 255 }) })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), fc.nat({ max: 300 }), (changes, cut) => {
        const bytes = Buffer.from(right.subarray(0, right.byteLength - (cut < 250 ? 0 : cut)))
        for (const { at, to } of changes) if (at < bytes.byteLength) bytes[at] = to
        writeFileSync(pathOf(dir, id), bytes)
        const found = store.blobs.get(id)
        // What is reserved in the header is not looked at, so a changed file may still be right.
        const isRight = isDamaged(found) ? !bytes.equals(right) : Buffer.compare(found.bytes, large(7, 70_000)) === 0
        expect(isRight).toBe(true)
      }),
      { seed: 8, numRuns: 200 },
    )
  })
})

describe('a disk that fails', () => {
  it.each(['createFile', 'write', 'rename'] as const)('at %s is told once, and nobody else notices', async (call) => {
    const files = failingFiles()
    const { store, dir, told } = await openScratchStore({ files })
    const before = store.blobs.put('raw/1', large(1))
    files.fail([call], 'ENOSPC')
    const id = store.blobs.put('raw/1', large(2))
    expect(id).toBe(blobId('raw/1', large(2)))
    expect(store.blobs.put('raw/1', large(3))).toBe(blobId('raw/1', large(3)))
    const writer = store.blobs.openWriter('raw/1')
    writer.write(large(4))
    expect(writer.finish().id).toBe(blobId('raw/1', large(4)))
    expect(store.blobs.put('raw/1', small('x'))).toBe(blobId('raw/1', small('x')))
    store.flush()
    expect(told).toMatchObject([{ code: 'store/disk-full', severity: 'warning', facts: { path: dir } }])
    expect(store.isStoring).toBe(false)
    expect(store.blobs.get(id)).toEqual({ damaged: 'missing' })
    expect(store.blobs.get(before)).toMatchObject({ bytes: large(1) })
    expect(leftovers(dir)).toEqual([])
  })

  it('in the middle of a blob in pieces is told, and the rest is counted all the same', async () => {
    const files = failingFiles()
    const { store, dir, told } = await openScratchStore({ files })
    const writer = store.blobs.openWriter('raw/1')
    writer.write(large(1))
    files.fail(['write'], 'EIO')
    writer.write(large(2))
    writer.write(large(3))
    const whole = Buffer.concat([large(1), large(2), large(3)])
    expect(writer.finish()).toMatchObject({ id: blobId('raw/1', whole), sizeBytes: 600_000 })
    expect(told).toMatchObject([{ code: 'store/disk-failed' }])
    expect(leftovers(dir)).toEqual([])
  })
})

describe('the files of killed writers', () => {
  it('are removed when their process is gone or they are a day old, and no sooner', async () => {
    const clock = fakeClock(Date.now())
    const { store, dir } = await openScratchStore({ clock })
    store.blobs.openWriter('raw/1').write(large(1))
    const [mine = ''] = leftovers(dir)
    const [, started = '', host = ''] = mine.split('-')
    writeFileSync(join(dir, 'blobs', `999999999-${started}-${host}-a.tmp`), '')
    writeFileSync(join(dir, 'blobs', `999999999-${started}-elsewhere-b.tmp`), '')
    writeFileSync(join(dir, 'blobs', `999999999-${started}-elsewhere-c.tmp`), '')
    const twoDaysAgo = Date.now() / 1000 - 2 * 86_400
    utimesSync(join(dir, 'blobs', `999999999-${started}-elsewhere-c.tmp`), twoDaysAgo, twoDaysAgo)
    await openScratchStore({ dir, clock })
    expect(leftovers(dir).sort()).toEqual([mine, `999999999-${started}-elsewhere-b.tmp`].sort())
  })
})

describe('the use of a blob', () => {
  it('is written at most once an hour', async () => {
    const clock = fakeClock()
    const { store } = await openScratchStore({ clock })
    const usedAtMs = (id: string): unknown =>
      store.database.prepare('SELECT used_at_ms FROM blob WHERE id = ?').get(id)?.['used_at_ms']
    const madeAtMs = clock.nowMs()
    const ids = [store.blobs.put('raw/1', small('a')), store.blobs.put('raw/1', large(1))]
    store.flush()
    clock.advance(useIntervalMs)
    for (const id of ids) store.blobs.get(id)
    store.flush()
    expect(ids.map(usedAtMs)).toEqual([madeAtMs, madeAtMs])
    clock.advance(1)
    for (const id of ids) store.blobs.get(id)
    store.flush()
    expect(ids.map(usedAtMs)).toEqual([clock.nowMs(), clock.nowMs()])
  })
})

describe('a pin', () => {
  it('holds a blob that is there, for each holder', async () => {
    const { store } = await openScratchStore()
    const id = store.blobs.put('raw/1', small('a'))
    expect(store.blobs.pin(id, 'run 2')).toBe(true)
    expect(store.blobs.pin(id, 'run 1')).toBe(true)
    expect(store.blobs.pin(id, 'run 1')).toBe(true)
    expect(store.blobs.pin('0'.repeat(64), 'run 1')).toBe(false)
    expect(store.blobs.pinsOf(id)).toEqual(['run 1', 'run 2'])
    store.blobs.delete([id])
    expect(store.blobs.has(id)).toBe(true)
    store.blobs.unpin('run 2', id)
    store.blobs.unpin('run 1')
    expect(store.blobs.pinsOf(id)).toEqual([])
    store.blobs.delete([id])
    expect(store.blobs.has(id)).toBe(false)
  })
})
