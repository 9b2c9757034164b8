import { expect, test } from 'vitest'
import { describeRun } from './earlier-run.ts'

test('a run is named by its id and the minute, as the clock on the wall shows it', () => {
  const atMs = new Date(2026, 1, 3, 4, 5, 59).getTime()
  expect(describeRun({ runId: 'r1', atMs })).toBe('run r1 of 2026-02-03 04:05')
})
