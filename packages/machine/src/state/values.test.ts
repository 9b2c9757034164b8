import { describe, expect, it } from 'vitest'
import { Growing } from './growing.ts'
import { plainValues, viewOf, wholeView } from './values.ts'

describe('what is seen of a state', () => {
  const values = { n: 1, log: Growing.of(['a'], ['b']), gone: undefined }

  it('has the keys that were asked for and are there', () => {
    expect(viewOf(values, ['n', 'nothing', 'gone'])).toEqual({ n: 1, gone: undefined })
    expect(Object.keys(viewOf(values, ['nothing']))).toEqual([])
  })

  it('shows lists that grow as lists', () => {
    expect({ ...viewOf(values, ['log']) }).toEqual({ log: ['a', 'b'] })
    expect(plainValues(values)).toEqual({ n: 1, log: ['a', 'b'], gone: undefined })
  })

  it('is frozen as a whole', () => {
    expect(Object.isFrozen(wholeView(values))).toBe(true)
  })
})
