import { expect, test } from 'vitest'
import type { PlainIssue, Problem } from '../isolate/problem.ts'
import { renderProblem, type Tones } from './render-problem.ts'

const issue: PlainIssue = {
  code: 'run/node-failed',
  severity: 'error',
  title: '"rates" failed: 503',
  details: ['path: rates <- report (output)'],
  hints: ['try again'],
  subject: { node: 'rates' },
  facts: {},
}
const render = (problem: Problem, colours?: Tones): string =>
  renderProblem(problem, { directory: '/p', ...(colours && { colours }) })

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

/** Colours that can be read. */
const mark = (name: string) => (text: string) => `<${name}>${text}</${name}>`
const MARKS = { red: mark('red'), yellow: mark('yellow'), cyan: mark('cyan'), bold: mark('bold'), dim: mark('dim') }

test('colours set off the sentence and the help, and only when wanted', () => {
  expect(render({ phase: 'run', issues: [issue], thrown: [] }, MARKS)).toContain('<cyan>help:</cyan> try again')
  expect(render({ phase: 'run', issues: [issue], thrown: [] })).not.toContain('<cyan>')
})
