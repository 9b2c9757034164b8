import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bestWeek, costPerSignup, rollingCost } from './marketing.ts'

test('the cost of a signup is the spend divided by the signups of the week', () => {
  assert.deepEqual(costPerSignup({ spend: [100, 90], signups: [10, 30] }), [10, 3])
})

test('the rolling cost begins with the weeks that there are', () => {
  assert.deepEqual(rollingCost({ costPerSignup: [10, 20, 60], window: 2 }), [10, 15, 40])
})

test('the best week is the one with the cheapest signups', () => {
  const weeks = ['a', 'b'].map((week) => ({ week, spend: 0, signups: 0 }))
  assert.equal(bestWeek({ weeks, costPerSignup: [3, 2] }), 'b')
})
