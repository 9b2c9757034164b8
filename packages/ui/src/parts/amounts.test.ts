import { expect, it } from 'vitest'
import { agoText, countText, durationText, sizeText, tickTexts } from './amounts.ts'

it.each([
  [0, '0 ms'],
  [0.42, '0.4 ms'],
  [12.4, '12 ms'],
  [999, '999 ms'],
  [1234, '1.23 s'],
  [15_300, '15.3 s'],
  [250_000, '4 min 10 s'],
  [7_500_000, '2 h 5 min'],
  [273_600_000, '3 d 4 h'],
  [Number.NaN, '–'],
])('%d ms is %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1500, '1.50 kB'],
  [12_345_678, '12.3 MB'],
])('%d bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text)
})

it('counts things', () => {
  expect([0, 1, 1200].map((count) => countText(count, 'run'))).toEqual(['0 runs', '1 run', '1,200 runs'])
})

it('says how long ago something was', () => {
  const now = Date.UTC(2026, 10, 21, 12)
  const ago = (seconds: number): string => agoText(now - seconds * 1000, now)
  expect([3, 42, 240, 7200, 100_000, 3 * 86_400, 40 * 86_400].map(ago)).toEqual([
    'just now',
    '42 s ago',
    '4 min ago',
    '2 h ago',
    'yesterday',
    '3 days ago',
    '12 Oct 2026',
  ])
})

it('writes the ticks of an axis as fine as they stand, and each day once', () => {
  const at = (text: string): number => new Date(text).getTime()
  const minutes = [at('2026-11-21T16:37'), at('2026-11-21T16:38'), at('2026-11-22T00:00')]
  expect(tickTexts(minutes, 60_000)).toEqual(['16:37\n2026-11-21', '16:38', '00:00\n2026-11-22'])
  expect(tickTexts([at('2026-11-21T16:37:05')], 5000)).toEqual(['16:37:05\n2026-11-21'])
  expect(tickTexts([at('2026-11-21T00:00')], 86_400_000)).toEqual(['2026-11-21'])
})
