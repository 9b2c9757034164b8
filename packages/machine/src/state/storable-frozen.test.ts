import { createFreezer } from 'throughline/insides'
import { expect, test } from 'vitest'
import { Storable } from './storable.ts'

test('what was frozen in the state is kept without the methods that refuse changes', () => {
  const value = { at: new Date(5), tags: new Set([new Date(6)]), byKey: new Map([['a', new Map([['b', 1]])]]) }
  createFreezer()(value)
  const kept = new Storable([]).toStored(value, 'state') as typeof value
  expect(Object.keys(kept.at).length + Object.getOwnPropertyNames(kept.at).length).toBe(0)
  expect(
    [kept.at, ...kept.tags, kept.byKey, kept.byKey.get('a')].flatMap((one) => Object.getOwnPropertyNames(one)),
  ).toEqual([])
  expect(structuredClone(kept)).toEqual({
    at: new Date(5),
    tags: new Set([new Date(6)]),
    byKey: new Map([['a', new Map([['b', 1]])]]),
  })
})
