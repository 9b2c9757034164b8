import type { Step } from '@throughline/tracking/queries'
import { expect, it } from 'vitest'
import { cacheReason } from './cache-reason.ts'

const step = (run: string, inputs: Step['inputs']): Step => ({
  run,
  node: 'report.saved',
  status: 'succeeded',
  attempt: 1,
  code: 'code1:a',
  inputs,
})

it('names the node whose value is written, though its writer reads it by no name', () => {
  const before = step('r1', { '&': { from: 'report', version: 'data1:a' } })
  const now = step('r2', { '&': { from: 'report', version: 'data1:b' } })
  expect(cacheReason(now, before).reason).toBe('Since the run r1: the value of "report" changed.')
})

it('names what is read under the name by which it is read', () => {
  const before = step('r1', { rows: { from: 'orders', version: 'data1:a' }, least: { from: 'least' } })
  const now = step('r2', { rows: { from: 'orders', version: 'data1:b' }, most: { from: 'most' } })
  expect(cacheReason(now, before).reason).toBe(
    'Since the run r1: it reads "least" no more; it reads "most" now; the value of "rows" changed.',
  )
})
