import { describe, expect, it } from 'vitest'
import { isThroughlineError } from 'throughline'
import { append, increment, unset } from './changes.ts'
import { applyPatch, toPatch, type WriteRule } from './patch.ts'
import { plainValues } from './values.ts'

const rule: WriteRule = { action: 'a', writes: new Set(['n', 'log', 'note']), required: ['n', 'log'] }
const optional: WriteRule = { ...rule, required: [] }

const codesOf = (returned: unknown, by = rule): string[] => {
  try {
    toPatch(returned, by)
  } catch (error) {
    if (isThroughlineError(error))
      return error.issues.map(({ code, facts }) => `${code} ${String(facts['name'] ?? facts['found'])}`)
  }
  return []
}

describe('what an action returned', () => {
  it('is sorted into what is set, appended, added and taken away', () => {
    const returned = { n: increment(2), log: append('a', 'b'), note: unset() }
    expect(toPatch(returned, rule)).toEqual({ increment: { n: 2 }, append: { log: ['a', 'b'] }, unset: ['note'] })
    expect(toPatch({ n: 1, log: [] }, rule)).toEqual({ set: { n: 1, log: [] } })
  })

  it('is refused with every key that is undeclared or missing', () => {
    expect(codesOf({ n: 1, other: 2, more: 3 })).toEqual([
      'app/undeclared-write other',
      'app/undeclared-write more',
      'app/missing-write log',
    ])
  })

  it('is refused when it is no patch', () => {
    expect(codesOf(undefined)).toEqual(['app/not-a-patch undefined'])
    expect(codesOf(null, optional)).toEqual(['app/not-a-patch null'])
    expect(codesOf([1], optional)).toEqual(['app/not-a-patch a list'])
    expect(codesOf('n', optional)).toEqual(['app/not-a-patch string'])
  })

  it('may be nothing when nothing has to be written', () => {
    expect(toPatch(undefined, optional)).toEqual({})
    expect(toPatch({}, optional)).toEqual({})
  })
})

describe('a patch', () => {
  it('makes another state, and leaves the one before as it was', () => {
    const before = { n: 1, log: ['a'], note: 'x' }
    const after = applyPatch(before, {
      set: { more: true },
      append: { log: ['b'] },
      increment: { n: 2 },
      unset: ['note'],
    })
    expect(plainValues(after)).toEqual({ n: 3, log: ['a', 'b'], more: true })
    expect(before).toEqual({ n: 1, log: ['a'], note: 'x' })
  })

  it('begins with a list and with zero where a key is absent', () => {
    expect(plainValues(applyPatch({}, { append: { log: ['a'] }, increment: { n: 5 } }))).toEqual({ log: ['a'], n: 5 })
  })

  it('refuses to append to what is no list and to add to what is no number', () => {
    expect(() => applyPatch({ log: 'text' }, { append: { log: ['a'] } })).toThrow('"log" cannot be appended to')
    expect(() => applyPatch({ n: '1' }, { increment: { n: 1 } })).toThrow('"n" cannot be incremented')
    expect(() => applyPatch({ n: true }, { increment: { n: 1 } })).toThrow('found: boolean')
  })

  it('takes away a key that is not there without a word', () => {
    expect(applyPatch({ n: 1 }, { unset: ['note'] })).toEqual({ n: 1 })
  })
})
