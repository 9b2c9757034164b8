import type { PlainIssue, Problem } from '@throughline/project/process'
import pc from 'picocolors'
import { expect, test } from 'vitest'
import { withCommandHints } from './command-hints.ts'
import { renderProblem } from './problem.ts'

const issue: PlainIssue = {
  code: 'run/node-failed',
  severity: 'error',
  title: '"rates" failed: 503',
  details: ['path: rates <- report (output)'],
  hints: ['try again'],
  subject: { node: 'rates' },
  facts: {},
}
const render = (problem: Problem, colours = pc.createColors(false)): string =>
  renderProblem(problem, { colours, directory: '/p' })

test('what was thrown stands between what is wrong and what to do', () => {
  const error = {
    text: 'HttpError: 503\nService Unavailable',
    frames: [{ name: 'rates', file: '/p/src/a.ts', line: 3, column: 5 }],
    cause: { text: 'Error: no route', frames: [] },
  }
  expect(render({ phase: 'run', issues: [issue], thrown: [{ node: 'rates', error }] })).toBe(`run/node-failed
"rates" failed: 503
  path: rates <- report (output)
  HttpError: 503
  Service Unavailable
    at rates (src/a.ts:3:5)
  caused by Error: no route
help: try again`)
})

test('a message that the title has is not said again', () => {
  const error = { text: 'Error: 503', frames: [] }
  expect(render({ phase: 'run', issues: [issue], thrown: [{ node: 'rates', error }] })).not.toContain('Error: 503')
})

test('other places are shown from the project', () => {
  const related = [{ label: 'export "a"', at: { module: '/p/src/a.ts', exportPath: 'a', line: 1, column: 1 } }]
  expect(render({ phase: 'load', issues: [{ ...issue, related }], thrown: [] })).toContain('  src/a.ts:1  export "a"')
})

test('colours set off the sentence and the help, and only when wanted', () => {
  expect(render({ phase: 'run', issues: [issue], thrown: [] }, pc.createColors(true))).toContain(
    '\u001B[36mhelp:\u001B[39m',
  )
  expect(render({ phase: 'run', issues: [issue], thrown: [] })).not.toContain('\u001B')
})

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
