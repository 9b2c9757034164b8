import type { ApplicationLease, LeaseHeld, Persister } from '@throughline/machine'
import type { Processes } from '@throughline/store'
import { expect, it, onTestFinished } from 'vitest'
import { newUrl, type DatabaseKind } from '../record/fixtures/databases.ts'
import { filePersister } from './file-persister.ts'
import { makeScratch } from './fixtures/scratch.ts'
import { postgresPersister } from './postgres-persister.ts'
import { sqlitePersister } from './sqlite-persister.ts'

type Open = (processes: Processes) => Persister

async function placeOf(kind: DatabaseKind | 'files'): Promise<Open> {
  if (kind === 'files') {
    const dir = `${makeScratch()}/.throughline`
    return (processes) => filePersister({ dir, processes })
  }
  const url = await newUrl(kind)
  if (kind === 'postgres') return (processes) => postgresPersister(url, { processes })
  return (processes) => sqlitePersister({ file: url.slice('sqlite:'.length), processes })
}

const isHeld = (answer: ApplicationLease | LeaseHeld): boolean => 'heldBy' in answer

it.each(['sqlite', 'postgres', 'files'] as const)(
  'the lease of a process that is gone is free at once (%s)',
  async (kind) => {
    const open = await placeOf(kind)
    const gone = new Set<number>()
    const processesOf = (pid: number): Processes => ({
      self: { host: 'here 1', pid, started: '' },
      isGone: (other) => gone.has(other.pid),
    })
    const [one, other] = [open(processesOf(1)), open(processesOf(2))]
    onTestFinished(async () => {
      await one.close?.()
      await other.close?.()
    })
    const lease = (await one.lease!('a', { ttlMs: 60_000 })) as ApplicationLease
    expect(await other.lease!('a', { ttlMs: 60_000 })).toMatchObject({
      heldBy: 'process 1 on here',
      where: 'this machine',
    })
    gone.add(1)
    expect(isHeld(await other.lease!('a', { ttlMs: 60_000 }))).toBe(false)
    expect(await lease.renew()).toBe(false)
  },
)

it.each(['sqlite', 'postgres', 'files'] as const)(
  'leases are given back when their persister is closed (%s)',
  async (kind) => {
    const open = await placeOf(kind)
    const processes: Processes = { self: { host: 'here', pid: 1, started: '' }, isGone: () => false }
    const [one, other] = [open(processes), open(processes)]
    onTestFinished(async () => other.close?.())
    const lease = (await one.lease!('a', { ttlMs: 60_000 })) as ApplicationLease
    expect(isHeld(await other.lease!('a', { ttlMs: 60_000 }))).toBe(true)
    await one.close?.()
    expect(await lease.renew()).toBe(false)
    await lease.release()
    expect(isHeld(await other.lease!('a', { ttlMs: 60_000 }))).toBe(false)
  },
)

it.each(['sqlite', 'postgres', 'files'] as const)(
  'a lease may be for any time, until it is given back (%s)',
  async (kind) => {
    const open = await placeOf(kind)
    const at = (pid: number): Persister => open({ self: { host: `web-${pid}`, pid, started: '' }, isGone: () => false })
    const [one, other] = [at(1), at(2)]
    onTestFinished(async () => {
      await one.close?.()
      await other.close?.()
    })
    for (const ttlMs of [100_000 / 3, 1e300, Infinity]) {
      const lease = (await one.lease!('a', { ttlMs })) as ApplicationLease
      expect(await lease.renew()).toBe(true)
      const { untilMs } = (await other.lease!('a', { ttlMs })) as LeaseHeld
      expect(new Date(untilMs!).getTime()).toBe(untilMs)
      await lease.release()
    }
  },
)

it.each(['sqlite', 'postgres', 'files'] as const)(
  'who has a lease is said as it is seen from here, and until when it holds (%s)',
  async (kind) => {
    const open = await placeOf(kind)
    const at = (host: string, pid: number): Persister =>
      open({ self: { host, pid, started: '7' }, isGone: () => false })
    const persisters = [at('web-1 boot', 1), at('web-1 boot', 1), at('web-1 boot', 2), at('web-2 boot', 1)]
    onTestFinished(async () => {
      for (const persister of persisters) await persister.close?.()
    })
    const before = Date.now()
    await persisters[0]!.lease!('a', { ttlMs: 60_000 })
    const held = await Promise.all(persisters.map(async (persister) => persister.lease!('a', { ttlMs: 1 })))
    expect(held.map((one) => 'heldBy' in one && one.where)).toEqual([
      'this process',
      'this process',
      'this machine',
      'elsewhere',
    ])
    for (const { heldBy, untilMs } of held as LeaseHeld[]) {
      expect(heldBy).toBe('process 1 on web-1')
      expect(untilMs).toBeGreaterThan(before + 30_000)
      expect(untilMs).toBeLessThan(Date.now() + 60_001)
    }
  },
)
