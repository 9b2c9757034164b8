import { expect, it } from 'vitest'
import { keepTold } from './left-behind.ts'

it('asks at the start and after each pause, also when the record was away, until it is closed', async () => {
  const waiting: (() => void)[] = []
  const clock = {
    nowMs: () => 0,
    later: (_: number, call: () => void) => {
      waiting.push(call)
      return () => void waiting.splice(0)
    },
  }
  let asked = 0
  const record = {
    tellLeftBehind: async () => {
      if (++asked === 2) throw new Error('away')
      return []
    },
  }
  const kept = keepTold(record, clock)
  for (const times of [1, 2, 3]) {
    await expect.poll(() => waiting.length).toBe(1)
    expect(asked).toBe(times)
    if (times < 3) waiting.shift()!()
  }
  await kept.close()
  expect(waiting).toEqual([])
  expect(asked).toBe(3)
})
