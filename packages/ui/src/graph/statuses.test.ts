import { describe, expect, it } from 'vitest'
import { statusesOf } from './statuses.ts'

const group = { name: 'load', id: 'module:load', members: ['a', 'b', 'c', 'd'], isOpen: false }
const read = (statuses: Record<string, string>) => statusesOf(new Map(Object.entries(statuses)), [group])

describe('the status of a closed group', () => {
  it.each([
    [{}, undefined],
    [{ a: 'succeeded' }, 'succeeded'],
    [{ a: 'succeeded', b: 'succeeded', c: 'cached', d: 'skipped' }, 'succeeded'],
    [{ a: 'cached', b: 'cached', c: 'cached', d: 'cached' }, 'cached'],
    [{ a: 'succeeded', b: 'failed', c: 'running' }, 'failed'],
    [{ a: 'succeeded', b: 'running', c: 'succeeded', d: 'succeeded' }, 'running'],
  ])('of %j is %j', (statuses, expected) => {
    expect(read(statuses).of('module:load')).toBe(expected)
  })

  it('has a share for each colour, the worst first', () => {
    const statuses = read({ a: 'succeeded', b: 'failed', c: 'succeeded' })
    expect(statuses.shares(group)).toEqual([
      ['failed', 1],
      ['succeeded', 2],
    ])
    expect(statuses.of('a')).toBe('succeeded')
    expect(statuses.of('nobody')).toBeUndefined()
  })
})
