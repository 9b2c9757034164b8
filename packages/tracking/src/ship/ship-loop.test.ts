// Shipping again and again: what failed is tried later, told once, and nobody waits twice at the same time.

import type { Issue } from 'throughline'
import { describe, expect, it } from 'vitest'
import { makeRecord, type ScratchRecord } from './fixtures/scratch-record.ts'
import { startShipLoop, type ShipLoop } from './ship-loop.ts'

function start({ clock, told, shipper }: ScratchRecord): ShipLoop {
  const onTrouble = (issue: Issue): void => void told.push(issue)
  return startShipLoop(shipper(), { clock, intervalMs: 500, to: 'the store', onTrouble })
}

const settled = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 5))

describe('a shipper that goes on', () => {
  it('ships what comes, from time to time', async () => {
    const record = makeRecord()
    start(record)
    const one = record.writer()
    for (let n = 1; n <= 3; n++) {
      one.append({ type: 'log' })
      one.flush()
      await settled()
      record.clock.advance(500)
      await settled()
      expect(record.sink.events).toHaveLength(n)
    }
  })

  it('tells a failure once until it works again, and waits longer each time', async () => {
    const record = makeRecord()
    const one = record.writer()
    one.append({ type: 'log' })
    one.flush()
    record.sink.fail(new Error('locked'))
    const loop = start(record)
    for (let n = 0; n < 20; n++) {
      await settled()
      record.clock.advance(500)
    }
    expect(record.told.map(({ code, facts }) => [code, facts['reason']])).toEqual([['ship/failed', 'locked']])
    expect(await loop.flush()).toBe(false)
    record.sink.fail(undefined)
    expect(await loop.flush()).toBe(true)
    expect(record.sink.events).toHaveLength(1)
    record.sink.fail(new Error('locked again'))
    one.append({ type: 'log' })
    one.flush()
    expect(await loop.flush()).toBe(false)
    expect(record.told).toHaveLength(2)
  })

  it('ships all that is there when it is stopped, and then no more', async () => {
    const record = makeRecord()
    const loop = start(record)
    const one = record.writer()
    one.append({ type: 'log' })
    one.flush()
    expect(await loop.stop()).toBe(true)
    expect(record.sink.events).toHaveLength(1)
    one.append({ type: 'log' })
    one.flush()
    record.clock.advance(100_000)
    await settled()
    expect(record.sink.events).toHaveLength(1)
  })
})
