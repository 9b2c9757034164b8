// Whatever bytes of a database are damaged: the store opens, nothing throws, and every value that it gives is right.
//
// THROUGHLINE_CASES sets fifty times the number of damaged databases, THROUGHLINE_SEED the seed.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { array, assert, asyncProperty, integer, nat, oneof, record } from 'fast-check'
import { expect, it } from 'vitest'
import { blobId } from './blobs/blob-id.ts'
import { isDamaged } from './blobs/blob-port.ts'
import { codec, valueOf } from './fixtures/history.ts'
import { openScratchStore } from './fixtures/open-scratch-store.ts'
import { openStore, type Store } from './open-store.ts'

const cases = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 1500) / 50)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 1)
const keys = Array.from({ length: 60 }, (_, n) => `key ${n}`)

function put(store: Store, key: string): string {
  const bytes = valueOf(key)
  const blob = store.blobs.put(codec, bytes)
  const about = { node: 'n', flow: 'f', dataVersion: key, madeByRun: undefined, madeAtMs: 1, durationMs: undefined }
  store.entries.put({ key, blob, sizeBytes: bytes.byteLength, ...about, facts: { key } })
  return blob
}

it('gives what was written or nothing, and works again', { timeout: 3_600_000 }, async () => {
  const { store: original, dir } = await openScratchStore()
  for (const key of keys) put(original, key)
  await original.close()
  const path = join(dir, 'local.db')
  const right = readFileSync(path)
  const damage = record({
    // The first page says what is where.
    at: oneof(nat({ max: 4095 }), nat({ max: right.length - 1 })),
    length: oneof(integer({ min: 1, max: 8 }), integer({ min: 1, max: 6000 })),
    to: nat({ max: 255 }),
  })
  let lost = 0

  await assert(
    asyncProperty(array(damage, { minLength: 1, maxLength: 4 }), nat({ max: 20 }), async (damages, cut) => {
      const bytes = Buffer.from(cut === 0 ? right.subarray(0, right.length / 2) : right)
      for (const { at, length, to } of damages)
        bytes.fill(to, Math.min(at, bytes.length), Math.min(at + length, bytes.length))
      for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true })
      writeFileSync(path, bytes)

      const store = await openStore({ dir })
      for (const key of keys) {
        const entry = store.entries.get(key)
        const found = store.blobs.get(blobId(codec, valueOf(key)))
        expect(entry === undefined || entry.key === key).toBe(true)
        if (isDamaged(found)) lost++
        else expect(Buffer.compare(found.bytes, valueOf(key))).toBe(0)
      }
      store.entries.latestOf('f', 'n', 100)
      store.evict({ maxBytes: 1e9 })
      for (const key of keys) put(store, key)
      store.flush()
      for (const key of keys) expect(isDamaged(store.blobs.get(blobId(codec, valueOf(key))))).toBe(false)
      await store.close()
    }),
    { numRuns: cases, seed },
  )
  expect(lost).toBeGreaterThan(0)
})
