import type { Step } from '@throughline/server/api'
import { expect, it } from 'vitest'
import { seriesOf } from './history-figures.ts'

const step = (run: string, startedAtMs: number, more: Partial<Step>): Step => ({
  run,
  node: 'rows',
  status: 'succeeded',
  attempt: 1,
  inputs: {},
  startedAtMs,
  ...more,
})
const table = (rows: number) => ({
  type: 'Table',
  summary: { type: 'table', schemaVersion: 1, value: { rows, columns: {} } },
})

it('follows the time and the figure of a value from run to run, the oldest first', () => {
  const series = seriesOf([
    step('3', 30, { durationMs: 9, output: table(12) }),
    step('2', 20, { durationMs: 0, status: 'cached', output: table(10) }),
    step('1', 10, { durationMs: 7, status: 'failed' }),
  ])
  expect(series).toEqual([
    {
      title: 'Duration',
      points: [
        { run: '1', atMs: 10, status: 'failed', value: 7 },
        { run: '3', atMs: 30, status: 'succeeded', value: 9 },
      ],
    },
    {
      title: 'Rows',
      points: [
        { run: '2', atMs: 20, status: 'cached', value: 10 },
        { run: '3', atMs: 30, status: 'succeeded', value: 12 },
      ],
    },
  ])
})

it('leaves out items of a fan-out, and what has no time', () => {
  const { startedAtMs: _, ...timeless } = step('2', 0, { durationMs: 1 })
  expect(seriesOf([step('1', 1, { durationMs: 1, item: ['a'] }), timeless])).toEqual([])
})
