// Entries by key: seen at once, written with their blobs, never half.

import { expect, it } from 'vitest'
import { useIntervalMs } from '../blobs/blobs.ts'
import { fakeClock } from '../fixtures/fake-clock.ts'
import { openScratchStore } from '../fixtures/open-scratch-store.ts'
import type { NewCacheEntry } from './cache-entries.ts'

const entry = (key: string, changes: Partial<NewCacheEntry> = {}): NewCacheEntry => ({
  key,
  node: 'sum',
  flow: 'main',
  dataVersion: 'data1:00',
  blob: undefined,
  madeByRun: 'run-1',
  madeAtMs: 1000,
  sizeBytes: 3,
  durationMs: 1.5,
  facts: { logs: ['a'], nested: { n: null } },
  ...changes,
})

it('gives back an entry before and after it is written, to its writer and to others', async () => {
  const clock = fakeClock()
  const { store, dir } = await openScratchStore({ clock })
  const { store: other } = await openScratchStore({ dir, clock })
  const facts: { logs: string[] } = { logs: ['a'] }
  store.entries.put(entry('k', { facts }))
  facts.logs.push('later')
  const expected = { ...entry('k', { facts: { logs: ['a'] } }), usedAtMs: clock.nowMs() }
  expect(store.entries.get('k')).toEqual(expected)
  expect(other.entries.get('k')).toBeUndefined()
  store.flush()
  expect(store.entries.get('k')).toEqual(expected)
  expect(other.entries.get('k')).toEqual(expected)
  expect(other.entries.get('K')).toBeUndefined()
})

it('keeps what is optional as it is', async () => {
  const { store } = await openScratchStore()
  const bare = entry('k', { madeByRun: undefined, durationMs: undefined, facts: undefined })
  store.entries.put(bare)
  store.flush()
  expect(store.entries.get('k')).toMatchObject({ ...bare, facts: null })
})

it('puts an entry in the place of one with the same key', async () => {
  const { store } = await openScratchStore()
  store.entries.put(entry('k', { madeAtMs: 1 }))
  store.flush()
  store.entries.put(entry('k', { madeAtMs: 2 }))
  store.entries.put(entry('k', { madeAtMs: 3 }))
  store.flush()
  expect(store.entries.list()).toMatchObject([{ madeAtMs: 3 }])
})

it('writes the blob and its entry together', async () => {
  const clock = fakeClock()
  const { store, dir } = await openScratchStore({ clock })
  const { store: other } = await openScratchStore({ dir, clock })
  const blob = store.blobs.put('raw/1', new Uint8Array(3))
  store.entries.put(entry('k', { blob }))
  clock.advance(24)
  expect(other.entries.get('k')).toBeUndefined()
  clock.advance(1)
  expect(other.entries.get('k')).toMatchObject({ blob })
  expect(other.blobs.has(blob)).toBe(true)
})

it('finds the newest of a node, and lists and removes by what is asked', async () => {
  const { store } = await openScratchStore()
  const keys = (entries: readonly { key: string }[]): string => entries.map(({ key }) => key).join(' ')
  store.entries.put(entry('a', { madeAtMs: 1 }))
  store.entries.put(entry('b', { madeAtMs: 3 }))
  store.entries.put(entry('c', { madeAtMs: 2, node: 'mean' }))
  store.entries.put(entry('d', { madeAtMs: 4, flow: 'other' }))
  expect(keys(store.entries.latestOf('main', 'sum'))).toBe('b')
  expect(keys(store.entries.latestOf('main', 'sum', 9))).toBe('b a')
  expect(keys(store.entries.latestOf('main', 'nothing'))).toBe('')
  expect(keys(store.entries.list())).toBe('d b c a')
  expect(keys(store.entries.list({ flow: 'main', limit: 2 }))).toBe('b c')
  expect(keys(store.entries.list({ flow: 'main', node: 'sum', madeBeforeMs: 3 }))).toBe('a')
  expect(store.entries.delete(['a', 'nothing'])).toBe(1)
  expect(store.entries.delete({ flow: 'main' })).toBe(2)
  expect(keys(store.entries.list())).toBe('d')
  expect(store.entries.delete({})).toBe(1)
})

it('writes the use of an entry and its blob at most once an hour', async () => {
  const clock = fakeClock()
  const { store } = await openScratchStore({ clock })
  const used = (): unknown[] =>
    store.database
      .prepare('SELECT used_at_ms FROM cache_entry UNION ALL SELECT used_at_ms FROM blob')
      .all()
      .map((row) => row['used_at_ms'])
  const blob = store.blobs.put('raw/1', new Uint8Array(3))
  store.entries.put(entry('k', { blob }))
  store.flush()
  const madeAtMs = clock.nowMs()
  clock.advance(useIntervalMs)
  store.entries.get('k')
  store.flush()
  expect(used()).toEqual([madeAtMs, madeAtMs])
  clock.advance(1)
  store.entries.get('k')
  store.flush()
  expect(used()).toEqual([clock.nowMs(), clock.nowMs()])
})

it('does not give a row that was damaged', async () => {
  const { store } = await openScratchStore()
  store.entries.put(entry('k'))
  store.flush()
  store.database.exec("UPDATE cache_entry SET facts = '{'")
  expect(store.entries.get('k')).toBeUndefined()
  expect(store.entries.list()).toEqual([])
})

it('refuses facts that JSON cannot say, where they are put', async () => {
  const { store } = await openScratchStore()
  expect(() => store.entries.put(entry('k', { facts: { n: 1n } }))).toThrow(TypeError)
  expect(store.entries.get('k')).toBeUndefined()
})

it('says what is kept of each node', async () => {
  const clock = fakeClock(5_000)
  const { store } = await openScratchStore({ clock })
  store.entries.put(entry('1', { madeAtMs: 1, sizeBytes: 10 }))
  store.entries.put(entry('2', { madeAtMs: 7, sizeBytes: 5, durationMs: undefined }))
  store.entries.put(entry('3', { node: 'mean' }))
  store.entries.put(entry('4', { flow: 'other' }))
  expect(store.entries.summarise({ flow: 'main' })).toEqual([
    { flow: 'main', node: 'mean', entries: 1, sizeBytes: 3, durationMs: 1.5, madeAtMs: 1000, usedAtMs: 5_000 },
    { flow: 'main', node: 'sum', entries: 2, sizeBytes: 15, durationMs: 1.5, madeAtMs: 7, usedAtMs: 5_000 },
  ])
  expect(store.entries.summarise().map(({ flow }) => flow)).toEqual(['main', 'main', 'other'])
  expect(store.entries.summarise({ node: 'nothing' })).toEqual([])
})
