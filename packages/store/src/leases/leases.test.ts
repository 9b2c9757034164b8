// Leases in the database of a store, also after their holders were killed.

import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { fakeClock } from '../fixtures/fake-clock.ts'
import { describeLeaseStorage } from '../fixtures/lease-storage-suite.ts'
import { openScratchStore } from '../fixtures/open-scratch-store.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { nodeProcesses, type Processes } from '../processes/processes.ts'
import { isHeld } from './lease-port.ts'
import type { StoreLease } from './leases.ts'

const run = promisify(execFile)

describeLeaseStorage('a store', async () => {
  const clock = fakeClock()
  const { store, dir } = await openScratchStore({ clock })
  const { store: other } = await openScratchStore({ dir, clock })
  return { first: store.leases, second: other.leases, clock }
})

it('takes over at once from a process that is gone', async () => {
  const clock = fakeClock()
  const gone = new Set<number>()
  const processesOf = (pid: number): Processes => ({
    self: { host: 'here', pid, started: '' },
    isGone: ({ pid: other }) => gone.has(other),
  })
  const { store, dir } = await openScratchStore({ clock, processes: processesOf(1) })
  const { store: other } = await openScratchStore({ dir, clock, processes: processesOf(2) })
  const first = store.leases.acquire('a', { ttlMs: 1e9 }) as StoreLease
  expect(other.leases.acquire('a', { ttlMs: 1000 })).toEqual({ heldBy: 'process 1 on here', untilMs: first.untilMs })
  gone.add(1)
  await other.leases.waitFor('a')
  const next = other.leases.acquire('a', { ttlMs: 1000 }) as StoreLease
  expect(next.fence).toBeGreaterThan(first.fence)
  expect(first.renew()).toBe(false)
})

it('is given back together with what was written under it', async () => {
  const clock = fakeClock()
  const { store, dir } = await openScratchStore({ clock })
  const { store: other } = await openScratchStore({ dir, clock })
  const lease = store.leases.acquire('a', { ttlMs: 1000 }) as StoreLease
  const id = store.blobs.put('raw/1', new Uint8Array(3))
  lease.release()
  expect(isHeld(other.leases.acquire('a', { ttlMs: 1000 }))).toBe(true)
  expect(other.blobs.has(id)).toBe(false)
  clock.advance(25)
  expect(other.blobs.has(id)).toBe(true)
  expect(isHeld(other.leases.acquire('a', { ttlMs: 1000 }))).toBe(false)
})

it('can be taken again by the one who just gave it back', async () => {
  const { store } = await openScratchStore({ clock: fakeClock() })
  for (let round = 0; round < 3; round++) {
    const lease = store.leases.acquire('a', { ttlMs: 1000 })
    expect(isHeld(lease)).toBe(false)
    ;(lease as StoreLease).release()
  }
})

it('goes on counting when the database was damaged and begun anew', async () => {
  const { store } = await openScratchStore({ processes: nodeProcesses() })
  const { fence } = store.leases.acquire('a', { ttlMs: 1000 }) as StoreLease
  expect(fence).toBeGreaterThan(Date.UTC(2020, 0, 1))
})

it('is granted to everybody when nothing can be written', async () => {
  const { store, dir } = await openScratchStore()
  store.leases.acquire('a', { ttlMs: 1e6 })
  const { store: reader } = await openScratchStore({ dir, access: 'read-only' })
  const lease = reader.leases.acquire('a', { ttlMs: 1000 }) as StoreLease
  expect(lease.fence).toBe(0)
  expect(lease.renew()).toBe(true)
  lease.release()
})

it('is held by one process at a time, and every process gets it', async () => {
  const folder = makeScratch()
  const [dir, file] = [join(folder, '.throughline'), join(folder, 'count')]
  writeFileSync(file, '0')
  const program = join(import.meta.dirname, '..', 'fixtures', 'counting-process.ts')
  const counting = Array.from({ length: 4 }, () =>
    run(process.execPath, ['--conditions=@throughline/source', program, dir, file, '25']),
  )
  await Promise.all(counting)
  expect(readFileSync(file, 'utf8')).toBe('100')
})
