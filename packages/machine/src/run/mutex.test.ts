import { expect, it } from 'vitest'
import { gate } from '../fixtures/gates.ts'
import { Mutex } from './mutex.ts'

it('work is done one after the other, in the order of asking, also behind work that failed', async () => {
  const mutex = new Mutex()
  const order: string[] = []
  const first = gate()
  const done = [
    mutex.run(async () => {
      order.push('first begins')
      await first.opened
      order.push('first ends')
      throw new Error('no')
    }),
    mutex.run(async () => void order.push('second')),
    mutex.run(async () => void order.push('third')),
  ]
  expect([order, mutex.isTaken]).toEqual([['first begins'], true])
  first.open()
  expect((await Promise.allSettled(done)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect([order, mutex.isTaken]).toEqual([['first begins', 'first ends', 'second', 'third'], false])
})
