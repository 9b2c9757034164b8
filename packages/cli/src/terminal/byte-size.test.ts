import { expect, test } from 'vitest'
import { formatBytes, parseBytes } from './byte-size.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [9_949, '9.9 kB'],
  [9_951, '10 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [12_345_678, '12 MB'],
  [2_500_000_000, '2.5 GB'],
  [7e15, '7000 TB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

test.each([
  ['0', 0],
  ['1000', 1_000],
  ['500B', 500],
  ['1.5k', 1_500],
  ['2GB', 2_000_000_000],
  ['2 gb', 2_000_000_000],
  ['1GiB', 1_073_741_824],
  ['3Mi', 3_145_728],
])('%s is %d bytes', (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes)
})

test.each(['', 'GB', '-1', '2 GBs', '1e3', 'a lot'])('"%s" is no size', (text) => {
  expect(parseBytes(text)).toBeUndefined()
})
