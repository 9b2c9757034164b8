import { expect, it } from 'vitest'
import { jsonDifference } from './json-difference.ts'

it('names the least places that differ', () => {
  const before = { n: 1, messages: [{ text: 'a' }, { text: 'b' }], gone: true, same: { deep: [1, 2] } }
  const after = { n: 2, messages: [{ text: 'a' }, { text: 'c' }, { text: 'd' }], same: { deep: [1, 2] } }
  expect(jsonDifference(before, after)).toEqual([
    { place: 'n', kind: 'changed', before: 1, after: 2 },
    { place: 'messages[1].text', kind: 'changed', before: 'b', after: 'c' },
    { place: 'messages[2]', kind: 'added', after: { text: 'd' } },
    { place: 'gone', kind: 'removed', before: true },
  ])
})

it('tells a list from an object, and nothing from null', () => {
  expect(jsonDifference([], {})).toEqual([{ place: '', kind: 'changed', before: [], after: {} }])
  expect(jsonDifference({ a: null }, {})).toEqual([{ place: 'a', kind: 'removed', before: null }])
  expect(jsonDifference({ a: 1 }, { a: 1 })).toEqual([])
})

it('stops at the most that is asked for', () => {
  expect(jsonDifference({}, { a: 1, b: 2, c: 3 }, 2)).toHaveLength(2)
})
