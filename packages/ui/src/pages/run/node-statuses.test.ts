import type { StepState } from '@throughline/server/api'
import { expect, it } from 'vitest'
import { nodeStatuses } from './node-statuses.ts'

const step = (node: string, status: StepState['status'], more: Partial<StepState> = {}): StepState => {
  return { node, status, attempt: 1, ...more }
}

it('takes the word of the step of a node before that of its items', () => {
  const steps = [step('a', 'succeeded'), step('a', 'failed', { item: ['x'] }), step('a', 'cached', { item: ['y'] })]
  expect([...nodeStatuses(steps)]).toEqual([['a', 'succeeded']])
})

it('shows the most urgent of items without a step of their node', () => {
  const steps = [step('a', 'succeeded', { item: ['x'] }), step('a', 'running', { item: ['y'] })]
  expect(nodeStatuses(steps).get('a')).toBe('running')
})

it('shows the last round of an action', () => {
  const steps = [step('a', 'running', { sequence: 5 }), step('a', 'failed', { sequence: 3 })]
  expect(nodeStatuses(steps).get('a')).toBe('running')
})
