// Eviction: least recently used first, never what is pinned or may be needed.

import { existsSync, readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { useIntervalMs } from '../blobs/blobs.ts'
import { fakeClock, type FakeClock } from '../fixtures/fake-clock.ts'
import { openScratchStore, type ScratchStore } from '../fixtures/open-scratch-store.ts'
import type { Store } from '../open-store.ts'

const hourMs = useIntervalMs
const bytesOf = (fill: number, size: number): Uint8Array => new Uint8Array(size).fill(fill)

function putWithEntry(store: Store, key: string, bytes: Uint8Array): string {
  const blob = store.blobs.put('raw/1', bytes)
  store.entries.put({
    key,
    node: 'n',
    flow: 'f',
    dataVersion: 'data1:0',
    blob,
    madeByRun: undefined,
    madeAtMs: 1,
    sizeBytes: bytes.byteLength,
    durationMs: undefined,
    facts: {},
  })
  return blob
}

/** Blobs of an earlier process, an hour of use apart; then a new process opens the store. */
async function storeWithHistory(sizes: readonly number[]): Promise<ScratchStore & { ids: string[]; clock: FakeClock }> {
  const clock = fakeClock(Date.now())
  const { store: earlier, dir } = await openScratchStore({ clock })
  const ids = sizes.map((size, index) => {
    clock.advance(hourMs)
    const id = putWithEntry(earlier, `key ${index}`, bytesOf(index, size))
    earlier.flush()
    const path = join(dir, 'blobs', id.slice(0, 2), id.slice(2))
    if (existsSync(path)) utimesSync(path, clock.nowMs() / 1000, clock.nowMs() / 1000)
    return id
  })
  await earlier.close()
  clock.advance(2 * hourMs)
  return { ...(await openScratchStore({ dir, clock })), ids, clock }
}

it('removes what was not used for longest, rows and files alike, with their entries', async () => {
  const { store, ids, dir } = await storeWithHistory([1000, 100_000, 2000, 100_000])
  expect(store.evict({ maxBytes: 102_500 })).toEqual({ blobs: 2, bytes: 101_000, entries: 2, keptBytes: 102_000 })
  expect(ids.map((id) => store.blobs.has(id))).toEqual([false, false, true, true])
  expect([0, 1, 2, 3].map((key) => store.entries.get(`key ${key}`) !== undefined)).toEqual([false, false, true, true])
  const files = readdirSync(join(dir, 'blobs'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.length > 60,
  )
  expect(files).toHaveLength(1)
  expect(store.evict({ maxBytes: 102_500 })).toEqual({ blobs: 0, bytes: 0, entries: 0, keptBytes: 102_000 })
})

it('removes what was not used for too long', async () => {
  const { store, ids } = await storeWithHistory([10, 20, 30, 40])
  expect(store.evict({ maxAgeMs: 3.5 * hourMs })).toMatchObject({ blobs: 2, bytes: 30 })
  expect(ids.map((id) => store.blobs.has(id))).toEqual([false, false, true, true])
  expect(store.evict({})).toMatchObject({ blobs: 0, keptBytes: 70 })
})

it('removes nothing that is pinned', async () => {
  const { store, ids } = await storeWithHistory([10, 100_000, 30])
  store.blobs.pin(ids[0]!, 'run 1')
  store.blobs.pin(ids[1]!, 'run 1')
  expect(store.evict({ maxBytes: 0 })).toEqual({ blobs: 1, bytes: 30, entries: 1, keptBytes: 100_010 })
  expect(ids.map((id) => store.blobs.has(id))).toEqual([true, true, false])
  store.blobs.unpin('run 1')
  expect(store.evict({ maxBytes: 0 })).toMatchObject({ blobs: 2, keptBytes: 0 })
})

it('removes nothing that was used since the oldest running process began', async () => {
  const { store, ids, clock, dir } = await storeWithHistory([10, 20, 100_000])
  store.entries.get('key 0')
  store.blobs.get(ids[2]!)
  const { store: other } = await openScratchStore({ dir, clock })
  clock.advance(50 * hourMs)
  store.flush()
  expect(other.evict({ maxBytes: 0 })).toMatchObject({ blobs: 1, bytes: 20 })
  expect(ids.map((id) => other.blobs.has(id))).toEqual([true, false, true])
  await store.close()
  await other.close()
  const { store: later } = await openScratchStore({ dir, clock })
  clock.advance(2 * hourMs)
  expect(later.evict({ maxBytes: 0 })).toMatchObject({ blobs: 2, keptBytes: 0 })
})

it('removes nothing that a process has used without having written it down', async () => {
  const { store, ids, clock, dir } = await storeWithHistory([10])
  store.blobs.get(ids[0]!)
  store.flush()
  await store.close()
  clock.advance(hourMs - 1)
  const { store: reader } = await openScratchStore({ dir, clock })
  expect(reader.blobs.get(ids[0]!)).toMatchObject({ codec: 'raw/1' })
  clock.advance(10 * hourMs)
  const { store: other } = await openScratchStore({ dir, clock })
  expect(other.evict({ maxBytes: 0 })).toMatchObject({ blobs: 0 })
})

it('does not wait for the session of a process that was killed', async () => {
  const clock = fakeClock(Date.now())
  const gone = new Set<number>()
  const processes = (pid: number) => ({
    self: { host: 'here', pid, started: '' },
    isGone: (other: { pid: number }) => gone.has(other.pid),
  })
  const { store: killed, dir } = await openScratchStore({ clock, processes: processes(1) })
  putWithEntry(killed, 'k', bytesOf(1, 10))
  killed.flush()
  clock.advance(5 * hourMs)
  const { store } = await openScratchStore({ dir, clock, processes: processes(2) })
  expect(store.evict({ maxBytes: 0 })).toMatchObject({ blobs: 0 })
  gone.add(1)
  expect(store.evict({ maxBytes: 0 })).toMatchObject({ blobs: 1 })
})

it('ends a silent session of another machine, and believes one that speaks', async () => {
  const clock = fakeClock(Date.now())
  const processes = (host: string) => ({ self: { host, pid: 1, started: '' }, isGone: () => false })
  const { dir } = await openScratchStore({ clock, processes: processes('there') })
  const { store } = await openScratchStore({ dir, clock, processes: processes('here') })
  clock.advance(5 * hourMs)
  expect(store.sessions.live().map(({ host }) => host)).toEqual(expect.arrayContaining(['there', 'here']))
  store.database.exec("UPDATE session SET beat_at_ms = beat_at_ms - 3600000 WHERE host = 'there'")
  expect(store.sessions.live().map(({ host }) => host)).toEqual(['here'])
})

it('keeps a file that was put again a moment ago by somebody whose row still waits', async () => {
  const { store, ids, clock, dir } = await storeWithHistory([100_000])
  const { store: writer } = await openScratchStore({ dir, clock })
  putWithEntry(writer, 'again', bytesOf(0, 100_000))
  expect(store.evict({ maxBytes: 0 })).toMatchObject({ blobs: 0 })
  writer.flush()
  expect(writer.blobs.get(ids[0]!)).toMatchObject({ codec: 'raw/1' })
})

it('counts and removes files that the table does not know', async () => {
  const { store, ids, dir, clock } = await storeWithHistory([100_000, 10])
  store.database.exec('DELETE FROM blob WHERE in_file = 1')
  expect(store.evict({})).toMatchObject({ keptBytes: 100_010 })
  expect(store.evict({ maxBytes: 10 })).toMatchObject({ blobs: 1 })
  expect(existsSync(join(dir, 'blobs', ids[0]!.slice(0, 2), ids[0]!.slice(2)))).toBe(false)
  expect(clock.nowMs()).toBeGreaterThan(0)
})

it('gives the space of rows back', async () => {
  const { store } = await storeWithHistory(Array.from({ length: 100 }, () => 50_000))
  const pages = (): number => Number(store.database.prepare('PRAGMA page_count').get()?.['page_count'])
  const before = pages()
  store.evict({ maxBytes: 0 })
  expect(pages()).toBeLessThan(before / 10)
})

it('keeps to the limit and evicts in order, whatever is there', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      fc.nat({ max: 1500 }),
      async (sizes, pinned, maxBytes) => {
        const { store, ids } = await storeWithHistory(sizes)
        ids.forEach((id, index) => pinned[index] && store.blobs.pin(id, 'run'))
        const kept = new Set(ids)
        let bytes = sizes.reduce((sum, size) => sum + size, 0)
        ids.forEach((id, index) => {
          if (bytes <= maxBytes || pinned[index]) return
          kept.delete(id)
          bytes -= sizes[index]!
        })
        expect(store.evict({ maxBytes }).keptBytes).toBe(bytes)
        expect(ids.filter((id) => store.blobs.has(id))).toEqual([...kept])
        await store.close()
      },
    ),
    { seed: 6, numRuns: 25 },
  )
})
