import { describe, expect, it } from 'vitest'
import { check, checked, dataflow } from '../index.ts'

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

  it('refuses what is neither a test nor a schema', () => {
    for (const wrong of [undefined, 'even', {}])
      expect(() => check('even', wrong as never)).toThrow('modifier/not-a-check')
  })
})
