import { array, assert, integer, nat, oneof, property, constant } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ReadyQueue } from './ready-queue.ts'

describe('the queue of ready steps', () => {
  it('gives the earliest of those that are in it', () => {
    const moves = array(oneof({ weight: 3, arbitrary: nat(1_000) }, constant('take' as const)), { size: 'large' })
    assert(
      property(moves, (all) => {
        const queue = new ReadyQueue()
        const model: number[] = []
        const taken: number[] = []
        const right: number[] = []
        for (const move of all) {
          if (move !== 'take') {
            queue.push(move)
            model.push(move)
          } else if (queue.size > 0) {
            taken.push(queue.take())
            right.push(model.sort((a, b) => a - b).shift()!)
          }
        }
        expect([taken, queue.size]).toEqual([right, model.length])
      }),
      { seed: 20_261_121 },
    )
  })

  it('sorts', () => {
    assert(
      property(array(integer({ min: 0, max: 50 }), { size: 'large' }), (steps) => {
        const queue = new ReadyQueue()
        for (const step of steps) queue.push(step)
        expect(steps.map(() => queue.take())).toEqual(steps.toSorted((a, b) => a - b))
      }),
      { seed: 20_261_121 },
    )
  })
})
