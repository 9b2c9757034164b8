import { expect, test } from 'vitest'
import { unusualDays } from './days.ts'

/** Ten weeks from a Monday on; each weekday has its own usual share, from which every week is off by a little. */
const usual = [0.1, 0.2, 0.15, 0.2, 0.3, 0.1, 0.25]
const monday = Date.UTC(2001, 0, 1) / 86_400_000
const late = Float64Array.from({ length: 70 }, (_, day) => usual[day % 7]! + ((Math.floor(day / 7) * 7) % 10) / 1000)

const daysWith = (changes: Readonly<Record<number, number>>): Parameters<typeof unusualDays>[0]['byDay'] => ({
  day: { type: 'Date', length: 70, values: Int32Array.from({ length: 70 }, (_, day) => monday + day) },
  flights: new Int32Array(70).fill(1000),
  late: late.map((share, day) => changes[day] ?? share),
})

test('a day is compared with the same weekday: what is usual on a Friday is not on a Monday', () => {
  expect(unusualDays({ byDay: daysWith({}) })).toEqual([])
  const [found, ...others] = unusualDays({ byDay: daysWith({ 14: 0.3 }) })
  expect(others).toEqual([])
  expect(found).toMatchObject({ day: '2001-01-15', late: 0.3 })
  expect(found!.usual).toBeCloseTo(0.1055, 6)
})

test('days that are more punctual than usual are not told', () => {
  expect(unusualDays({ byDay: daysWith({ 18: 0 }) })).toEqual([])
})
