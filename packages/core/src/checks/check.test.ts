import { describe, expect, it } from 'vitest'
import { checked, dataflow } from '../index.ts'
import { check, column } from './index.ts'

describe('check', () => {
  it('is a name and a test', () => {
    const even = check('even', (count: number) => count % 2 === 0 || `found ${count}`)
    expect(even.name).toBe('even')
    expect(even.test(3)).toBe('found 3')
    expect(even.test(4)).toBe(true)
  })

  it('may just answer false', async () => {
    const even = check('even', (count: number) => count % 2 === 0)
    const later = check('later', async () => false)
    await expect(dataflow({ count: checked(() => 3, [even, later]) }).execute(['count'])).rejects.toThrow(
      /even: found 3\n +later: found 3/,
    )
  })

  it('may be an object with more to it than these two', async () => {
    class AtMost {
      readonly name = 'at most'
      readonly limit: number
      constructor(limit: number) {
        this.limit = limit
      }
      test(value: number): boolean {
        return value <= this.limit
      }
    }
    const flow = dataflow({
      a: checked(() => ({ x: 3 }), [column('x', new AtMost(3))]),
      b: checked(() => 3, [new AtMost(2)]),
    })
    expect(await flow.execute(['a'])).toEqual({ a: { x: 3 } })
    await expect(flow.execute(['b'])).rejects.toThrow('at most: found 3')
  })

  it('refuses what is neither a test nor a schema', () => {
    for (const wrong of [undefined, 'even', {}])
      expect(() => check('even', wrong as never)).toThrow('modifier/not-a-check')
  })
})
