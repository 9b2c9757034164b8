// What nothing leads to any more is removed, but nothing that is pinned or that another process may need.

import { expect, it } from 'vitest'
import { fakeClock } from '../fixtures/fake-clock.ts'
import { openScratchStore } from '../fixtures/open-scratch-store.ts'
import type { Store } from '../open-store.ts'

const rowSize = 1_000
const fileSize = 100_000

/** @returns the id of the blob */
function put(store: Store, key: string, sizeBytes: number): string {
  const blob = store.blobs.put('raw/1', new Uint8Array(sizeBytes).fill(key.charCodeAt(0)))
  const about = { key, node: key, flow: 'f', dataVersion: 'data1:0', madeByRun: undefined, madeAtMs: 1, sizeBytes }
  store.entries.put({ ...about, blob, durationMs: undefined, facts: {} })
  store.flush()
  return blob
}

it('removes rows and files whose entries were removed, also when they were used just now', async () => {
  const { store } = await openScratchStore()
  const ids = [put(store, 'a', rowSize), put(store, 'b', fileSize), put(store, 'c', rowSize)]
  expect(store.keptBytes()).toBe(2 * rowSize + fileSize)
  store.entries.delete(['a', 'b'])
  expect(store.removeUnreferenced()).toEqual({
    blobs: 2,
    bytes: rowSize + fileSize,
    entries: 0,
    keptBytes: rowSize,
  })
  expect(ids.map((id) => store.blobs.has(id))).toEqual([false, false, true])
})

it('leaves a blob that is pinned, and one to which another entry leads', async () => {
  const { store } = await openScratchStore()
  const pinned = put(store, 'a', rowSize)
  const shared = put(store, 'b', rowSize)
  store.blobs.pin(pinned, 'a run')
  const same = { key: 'b2', node: 'b', flow: 'f', dataVersion: 'data1:0', blob: shared, madeByRun: undefined }
  store.entries.put({ ...same, madeAtMs: 1, sizeBytes: rowSize, durationMs: undefined, facts: {} })
  store.entries.delete(['a', 'b'])
  expect(store.removeUnreferenced().blobs).toBe(0)
  expect([pinned, shared].map((id) => store.blobs.has(id))).toEqual([true, true])
})

it('leaves what was used since another process opened the store, until that has ended', async () => {
  const clock = fakeClock(Date.now())
  const { store, dir } = await openScratchStore({ clock })
  const before = put(store, 'a', rowSize)
  clock.advance(1_000)
  const { store: other } = await openScratchStore({ dir, clock })
  clock.advance(1_000)
  const since = put(store, 'b', rowSize)
  store.entries.delete({ flow: 'f' })
  expect(store.removeUnreferenced().blobs).toBe(1)
  expect([before, since].map((id) => store.blobs.has(id))).toEqual([false, true])
  await other.close()
  expect(store.removeUnreferenced()).toMatchObject({ blobs: 1, keptBytes: 0 })
})
