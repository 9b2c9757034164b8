import type { PlainIssue } from '@throughline/project/process'
import { expect, test } from 'vitest'
import { withCommandHints } from './command-hints.ts'

const issue: PlainIssue = {
  code: 'run/node-failed',
  severity: 'error',
  title: '"rates" failed: 503',
  details: ['path: rates <- report (output)'],
  hints: ['try again'],
  subject: { node: 'rates' },
  facts: {},
}
test('cures are those of the command', () => {
  const hints = (code: string, facts: PlainIssue['facts']): readonly string[] =>
    withCommandHints({ ...issue, code, facts }).hints
  expect(hints('graph/missing-input', { name: 'signups', given: ['sign_ups'] })).toEqual([
    'the inputs contain "sign_ups". Rename it, or pass  --input signups=<value>',
  ])
  expect(hints('graph/undecided-variant', { keys: [{ key: 'algo', values: ['ridge', 'mean'] }] })).toEqual([
    'choose with  --config algo=ridge',
  ])
  expect(hints('app/unknown', { app: 'a' })).toEqual(['see the applications of the project with  throughline apps'])
  expect(hints('app/no-such-step', { app: "table 7's" })).toEqual([
    "see its steps with  throughline apps show 'table 7'\\''s'",
  ])
  expect(hints('run/timeout', {})).toEqual(['try again'])
})
