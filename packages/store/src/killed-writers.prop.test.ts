// Processes that write at once, and processes that are killed while they do: the store opens, and all in it is right.
//
// THROUGHLINE_CASES sets fifty times the number of kills.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { blobId } from './blobs/blob-id.ts'
import { isDamaged } from './blobs/blob-port.ts'
import { codec, valueOf } from './fixtures/history.ts'
import { openScratchStore } from './fixtures/open-scratch-store.ts'
import { makeScratch } from './fixtures/scratch.ts'
import { startWriter, type RunningWriter } from './fixtures/start-writer.ts'
import type { Store } from './open-store.ts'

const kills = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 150) / 50)

function wroteIn(writers: readonly RunningWriter[]): Set<string> {
  const lines = writers.flatMap((writer) => writer.lines)
  return new Set(lines.filter((line) => line.startsWith('wrote ')).map((line) => line.slice('wrote '.length)))
}

function expectAllRight(store: Store, reported: ReadonlySet<string>): void {
  const entries = store.entries.list()
  for (const { key, blob, facts } of entries) {
    expect(facts).toEqual({ key })
    expect(blob).toBe(blobId(codec, valueOf(key)))
    const found = store.blobs.get(blob!)
    expect(isDamaged(found)).toBe(false)
    expect(Buffer.compare((found as { bytes: Uint8Array }).bytes, valueOf(key))).toBe(0)
  }
  const present = new Set(entries.map(({ key }) => key))
  expect([...reported].filter((key) => !present.has(key))).toEqual([])
  expect(store.database.prepare('PRAGMA integrity_check').get()?.['integrity_check']).toBe('ok')
}

it('four processes write the same and different blobs at once', async () => {
  const dir = join(makeScratch(), '.throughline')
  const writers = [30, 30, 400, 400].map((different, n) =>
    startWriter({ dir, name: `writer ${n}`, count: 150, different }),
  )
  const ends = await Promise.all(writers.map((writer) => writer.ended))
  expect(ends.map(({ errors }) => errors)).toEqual(['', '', '', ''])
  expect(writers.map(({ lines }) => lines.at(-1))).toEqual(['done', 'done', 'done', 'done'])
  const { store, told } = await openScratchStore({ dir })
  const reported = wroteIn(writers)
  expect(reported.size).toBeGreaterThan(100)
  expectAllRight(store, reported)
  expect(store.database.prepare('SELECT count(*) AS n FROM lease').get()?.['n']).toBe(0)
  expect(told).toEqual([])
})

it(`nothing that was reported is lost when processes are killed (${kills} kills)`, { timeout: 3_600_000 }, async () => {
  const dir = join(makeScratch(), '.throughline')
  const all: RunningWriter[] = []
  const start = (n: number): RunningWriter => {
    const writer = startWriter({ dir, name: `writer ${n}`, count: 1e9, different: 300 })
    all.push(writer)
    return writer
  }
  const running = [start(0), start(1)]
  try {
    for (let kill = 0; kill < kills; kill++) {
      const victim = running.shift()!
      await Promise.race([victim.wroteOnce, victim.ended])
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 200))
      victim.child.kill('SIGKILL')
      expect(await victim.ended).toEqual({ signal: 'SIGKILL', errors: '' })
      const { store, told } = await openScratchStore({ dir })
      expectAllRight(store, wroteIn([victim]))
      expect(told).toEqual([])
      await store.close()
      running.push(start(kill + 2))
    }
  } finally {
    for (const { child } of running) child.kill('SIGKILL')
    await Promise.all(running.map(({ ended }) => ended))
  }
  const { store } = await openScratchStore({ dir })
  expectAllRight(store, wroteIn(all))
  expect(wroteIn(all).size).toBeGreaterThan(0)
  expect(all.flatMap(({ lines }) => lines).filter((line) => line.startsWith('trouble'))).toEqual([])
  expect(readdirSync(join(dir, 'blobs')).filter((name) => name.endsWith('.tmp'))).toEqual([])
  // The leases of the killed are free at once.
  for (let n = 0; n < 300; n++) await store.leases.waitFor(`key ${n}`, AbortSignal.timeout(10_000))
  expect(store.sessions.live()).toHaveLength(1)
})
