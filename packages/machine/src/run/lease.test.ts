import { describe, expect, it } from 'vitest'
import { fakeClock } from 'throughline/testing'
import { memoryPersister } from '../journal/memory-persister.ts'
import type { ApplicationLease, Persister } from '../journal/persister.ts'
import { keepLease } from './lease.ts'

function leasing(renew: ApplicationLease['renew']): { persister: Persister; renewals: number[]; released: number[] } {
  const [renewals, released]: [number[], number[]] = [[], []]
  const lease: ApplicationLease = {
    renew: () => (renewals.push(clock.elapsedMs), renew()),
    release: () => void released.push(clock.elapsedMs),
  }
  return { persister: { ...memoryPersister(), lease: () => lease }, renewals, released }
}
let clock = fakeClock()

/** Of delays beyond 31 bits hosts make a millisecond. */
function asHostsDo(run: () => void, delayMs: number): unknown {
  return clock.setTimeout(run, delayMs > 2 ** 31 - 1 ? 1 : delayMs)
}

describe('a lease', () => {
  it('is renewed when a third of its time is over, until it is released', async () => {
    clock = fakeClock()
    const { persister, renewals, released } = leasing(() => true)
    const lease = (await keepLease(persister, 'a', 30_000, clock))!
    await clock.advance('25s')
    await lease.release()
    await clock.advance('1m')
    expect([renewals, released, clock.waiting]).toEqual([[10_000, 20_000], [25_000], 0])
  })

  it.each([1e14, Infinity])('of %s milliseconds is renewed no more often than a shorter one', async (ttlMs) => {
    clock = fakeClock()
    const { persister, renewals } = leasing(() => true)
    const lease = (await keepLease(persister, 'a', ttlMs, { ...clock, setTimeout: asHostsDo }))!
    await clock.advance('1d')
    await lease.release()
    expect([renewals, clock.waiting]).toEqual([[], 0])
  })

  it('is tried again when renewing fails', async () => {
    clock = fakeClock()
    const { persister, renewals } = leasing(async () => Promise.reject(new Error('no connection')))
    const lease = (await keepLease(persister, 'a', 3_000, clock))!
    await clock.advance(2_500)
    expect(renewals).toEqual([1_000, 2_000])
    await lease.release()
  })

  it('is tried again also when renewing throws at once', async () => {
    clock = fakeClock()
    const { persister, renewals } = leasing(() => {
      throw new Error('the file is locked')
    })
    const lease = (await keepLease(persister, 'a', 3_000, clock))!
    await clock.advance(2_500)
    expect(renewals).toEqual([1_000, 2_000])
    await lease.release()
  })

  it('is nothing where a persister has none', async () => {
    expect(await keepLease(memoryPersister(), 'a', 1_000, fakeClock())).toBeUndefined()
  })
})
