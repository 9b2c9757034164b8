import { hasIssue } from 'throughline'
import { expect, test } from 'vitest'
import { defineProject } from './define-project.ts'

const define = (tracking: unknown) => defineProject({ name: 'x', flows: {}, tracking: tracking as never })

test.each([
  [undefined, {}],
  [true, {}],
  [{ capture: 'schema' }, { capture: 'schema' }],
  [
    { capture: { default: 'sample', nodes: { 'eu.*': 'none' }, tags: { pii: 'schema' } }, secretNames: ['iban'] },
    { capture: { default: 'sample', nodes: { 'eu.*': 'none' }, tags: { pii: 'schema' } }, secretNames: ['iban'] },
  ],
])('with tracking: %j runs are recorded', (setting, expected) => {
  expect(define(setting).tracking).toEqual(expected)
})

test('with tracking: false they are not', () => {
  expect('tracking' in define(false)).toBe(false)
})

test.each([
  'yes',
  { capture: 'all' },
  { capture: { nodes: { a: 'most' } } },
  { capture: { node: {} } },
  { secretNames: [''] },
  { secretNames: 'iban' },
  { actor: '' },
  { on: true },
  [],
])('tracking: %j cannot be meant', (setting) => {
  let thrown: unknown
  try {
    define(setting)
  } catch (error) {
    thrown = error
  }
  expect(hasIssue(thrown, 'project/tracking')).toBe(true)
})
