import { encodePayload } from '@throughline/store'
import { expect, it } from 'vitest'
import { readJson } from './read-json.ts'

it('reads numbers that JSON does not have, and names with a dollar, as they were', () => {
  const value = { loss: [Number.NaN, -0, Number.POSITIVE_INFINITY, 1], $number: 'x', plain: { $$odd: 1 } }
  expect(readJson(JSON.stringify(encodePayload(value)))).toStrictEqual(value)
})

it('leaves other tags to whoever shows the value', () => {
  expect(readJson(JSON.stringify(encodePayload({ big: 12n, at: new Date(5) })))).toEqual({
    big: { $bigint: '12' },
    at: { $date: 5 },
  })
})
