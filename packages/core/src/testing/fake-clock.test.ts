import { afterEach, describe, expect, it } from 'vitest'
import { dataflow, hasIssue, retry, timeout, type NodeContext } from '../index.ts'
import { fakeClock } from './fake-clock.ts'

const clock = fakeClock()
afterEach(() => clock.uninstall())

const hostTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a fake clock', () => {
  it('stands still until it is moved, and fires timers in the order of their moments', async () => {
    const time = fakeClock()
    const rang: string[] = []
    const ring = (name: string, afterMs: number): unknown =>
      time.setTimeout(() => rang.push(`${name} ${time.performance.now()}`), afterMs)
    ring('late', 30)
    ring('soon', 10)
    ring('soon too', 10)
    ring('never', 1_000)
    time.clearTimeout(ring('cancelled', 5))
    await time.advance(0)
    expect([rang, time.elapsedMs, time.waiting]).toEqual([[], 0, 4])
    await time.advance(9)
    expect(rang).toEqual([])
    await time.advance(21)
    expect(rang).toEqual(['soon 10', 'soon too 10', 'late 30'])
    expect([time.elapsedMs, time.waiting]).toEqual([30, 1])
  })

  it('does what a timer wakes up before the next timer', async () => {
    const time = fakeClock()
    const order: string[] = []
    const worker = async (): Promise<void> => {
      await time.sleep(10)
      for (let step = 0; step < 50; step++) await Promise.resolve()
      order.push(`worker after ${time.elapsedMs}`)
      await time.sleep(10)
      order.push(`worker after ${time.elapsedMs}`)
    }
    const done = worker()
    time.setTimeout(() => order.push('timer after 15'), 15)
    await time.advance('1s')
    await done
    expect(order).toEqual(['worker after 10', 'timer after 15', 'worker after 20'])
  })

  it('repeats intervals until they are stopped', async () => {
    const time = fakeClock()
    let count = 0
    const timer = time.setInterval(() => {
      if (++count === 3) time.clearInterval(timer)
    }, 10)
    await time.advance(1_000)
    expect([count, time.waiting]).toEqual([3, 0])
  })

  it('passes until a promise has settled, and no further', async () => {
    const time = fakeClock()
    time.setTimeout(() => {}, 60_000)
    const slow = time.sleep('5s').then(() => 'done')
    expect(await time.until(slow)).toBe('done')
    expect([time.elapsedMs, time.waiting]).toEqual([5_000, 1])
    await expect(time.until(Promise.reject(new Error('no')))).rejects.toThrow('no')
  })

  it('waits for the host when no timer is left, and goes on with the timers that come', async () => {
    const time = fakeClock()
    const fromHost = async (): Promise<string> => {
      for (let turns = 0; turns < 20; turns++) await hostTurn()
      await time.sleep('1h')
      return 'both'
    }
    expect(await time.until(fromHost())).toBe('both')
    expect(time.elapsedMs).toBe(3_600_000)
  })

  it('lets time pass for one caller after the other', async () => {
    const time = fakeClock()
    const seen: number[] = []
    for (const afterMs of [10, 20, 30]) time.setTimeout(() => seen.push(time.elapsedMs), afterMs)
    await Promise.all([time.advance(15), time.advance(15)])
    expect([seen, time.elapsedMs]).toEqual([[10, 20, 30], 30])
  })

  it('rejects with what a timer throws, and can go on', async () => {
    const time = fakeClock()
    time.setTimeout(() => {
      throw new Error('timer')
    }, 10)
    await expect(time.advance(20)).rejects.toThrow('timer')
    await time.advance(20)
    expect(time.elapsedMs).toBe(30)
  })

  it('says which day it is', async () => {
    const time = fakeClock({ at: '2026-03-01T12:00:00Z' })
    await time.advance('1d')
    expect(new Date(time.Date.now()).toISOString()).toBe('2026-03-02T12:00:00.000Z')
    expect(new Date(fakeClock().Date.now()).toISOString()).toBe('2000-01-01T00:00:00.000Z')
  })

  it('does not go back', async () => {
    const negative = fakeClock().advance(-5)
    await expect(negative).rejects.toSatisfy((error) => hasIssue(error, 'modifier/bad-duration'))
  })
})

describe('an installed clock', () => {
  it('drives retries, limits, and the waiting of nodes, without waiting', async () => {
    clock.install()
    const attempts: number[] = []
    const flow = dataflow({
      flaky: retry(
        async ({}: {}, { attempt }: NodeContext) => {
          attempts.push(Date.now() - startedAt)
          await new Promise((resolve) => setTimeout(resolve, 500))
          if (attempt < 4) throw new Error(`attempt ${attempt}`)
          return attempt
        },
        { maxAttempts: 5, backoffMs: 10_000 },
      ),
      stuck: timeout(({}: {}, { signal }: NodeContext) => {
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))
      }, '10m'),
    })
    const startedAt = Date.now()
    expect(await clock.until(flow.execute(['flaky']))).toEqual({ flaky: 4 })
    expect(attempts).toEqual([0, 10_500, 31_000, 61_500])
    const { failures } = await clock.until(flow.settle(['stuck']))
    expect(hasIssue(failures[0], 'run/timeout')).toBe(true)
    expect(Date.now() - startedAt).toBe(62_000 + 600_000)
  })

  it('abandons what does not stop, after the time that was said', async () => {
    clock.install()
    const flow = dataflow({ stuck: () => new Promise<void>(() => {}) })
    const controller = new AbortController()
    const run = flow
      .execute(['stuck'], { signal: controller.signal, abandonAfterMs: 7_000 })
      .catch((error: unknown) => error)
    const before = clock.elapsedMs
    controller.abort(new Error('enough'))
    expect(await clock.until(run)).toMatchObject({ abandoned: ['stuck'] })
    expect(clock.elapsedMs - before).toBe(7_000)
  })

  it('tells its own time to hooks', async () => {
    const time = fakeClock({ at: '2026-01-01T00:00:00Z' })
    time.install()
    try {
      const told: unknown[] = []
      const flow = dataflow({ slow: () => time.sleep('2s') }).with({
        hooks: [
          {
            onRunStart: ({ startedAtMs }) => void told.push(new Date(startedAtMs).toISOString()),
            onStepEnd: ({ durationMs }) => void told.push(durationMs),
          },
        ],
      })
      await time.until(flow.execute(['slow']))
      expect(told).toEqual(['2026-01-01T00:00:00.000Z', 2_000])
    } finally {
      time.uninstall()
    }
  })

  it('is what code sees of time: timers with arguments, intervals, dates', async () => {
    const real = { setTimeout, clearTimeout, setInterval, clearInterval, Date }
    const hostTimer = setTimeout(() => expect.unreachable(), 60_000)
    clock.install()
    const day = new Date()
    expect([day instanceof Date, day instanceof real.Date, day.getTime()]).toEqual([true, true, Date.now()])
    expect(new Date(5).getTime()).toBe(5)
    expect(new Date(2020, 1, 2)).toEqual(new real.Date(2020, 1, 2))
    expect(Date()).toBe(new real.Date(Date.now()).toString())
    expect(Date.UTC(2020)).toBe(real.Date.UTC(2020))
    class Day extends Date {
      readonly isDay = true
    }
    expect([new Day().getTime(), new Day().isDay]).toEqual([Date.now(), true])
    const got: unknown[] = []
    setTimeout((a: number, b: string) => got.push(a, b), 10, 1, 'x').unref()
    const interval = setInterval(() => got.push('tick'), 4)
    await clock.advance(10)
    clearInterval(interval)
    clearTimeout(hostTimer)
    clearTimeout(undefined)
    expect(got).toEqual(['tick', 'tick', 1, 'x'])
    const started = performance.now()
    await clock.advance('1m')
    expect(performance.now() - started).toBe(60_000)
    clock.uninstall()
    expect({ setTimeout, clearTimeout, setInterval, clearInterval, Date }).toEqual(real)
    expect(Object.hasOwn(performance, 'now')).toBe(false)
  })

  it('is the only one', () => {
    clock.install()
    expect(() => fakeClock().install()).toThrow('fake clock')
    clock.uninstall()
    clock.uninstall()
    const other = fakeClock()
    other.install()
    other.uninstall()
  })
})
