import { expect, test } from 'vitest'
import type { CodeFacts, RecordedStep, RunDetails } from '../queries/run-details.ts'
import { explainRuns, type DifferenceExplained } from './explain-difference.ts'

/** `value` stands for the data version; the letters of `code` for the code version. */
interface Told {
  readonly reads?: readonly string[]
  readonly value?: string
  readonly code?: string
  readonly status?: string
  readonly from?: string
}

const hex = (text: string): string => Buffer.from(text).toString('hex').padEnd(64, '0')
const value = (text: string) => ({ type: 'number', version: `data1:${hex(text)}` })

function run(id: string, inputs: Readonly<Record<string, string>>, nodes: Readonly<Record<string, Told>>): RunDetails {
  const steps = Object.entries(nodes).map(
    ([node, { reads = [], code = 'x', status = 'succeeded', from, ...told }]): RecordedStep => ({
      node,
      status,
      attempt: 1,
      items: 0,
      code: `code1:${hex(code)}`,
      ...(status === 'succeeded' && { inputs: Object.fromEntries(reads.map((name) => [name, { from: name }])) }),
      ...(told.value !== undefined && { output: value(told.value) }),
      ...(from !== undefined && { from: { run: from, atMs: 1 } }),
    }),
  )
  const dependencies = (reads: readonly string[] = []) => reads.map((name) => ({ name, optional: false }))
  return {
    run: {
      id,
      project: 'p',
      subject: 'f',
      status: 'succeeded',
      startedAtMs: 0,
      outputs: [Object.keys(nodes).at(-1)!],
      nodes: Object.keys(nodes),
      tags: {},
      trigger: { kind: 'api' },
      versions: {},
      inputs: Object.fromEntries(Object.entries(inputs).map(([name, text]) => [name, value(text)])),
    },
    steps: new Map(steps.map((step) => [step.node, step])),
    metrics: [],
    checks: [],
    graph: {
      nodes: Object.entries(nodes).map(([name, { reads }]) => ({
        name,
        kind: 'function',
        dependencies: dependencies(reads),
      })),
    },
  }
}

function why(
  node: string,
  before: RunDetails,
  after: RunDetails,
  codes: Readonly<Record<string, Partial<CodeFacts>>> = {},
): DifferenceExplained {
  const facts = (side: 'before' | 'after') =>
    new Map(
      Object.entries(codes).map(([name, code]) => [
        name,
        {
          node: name,
          ...code,
          pieces: code.pieces?.map((piece) =>
            side === 'before' && piece.text ? { ...piece, hash: 'old', text: 'old' } : piece,
          ),
        } as CodeFacts,
      ]),
    )
  return explainRuns(node, { before, after }, { before: facts('before'), after: facts('after') })
}

const causes = (found: DifferenceExplained): string[] =>
  found.causes.map(({ kind, path }) => `${kind} ${path.join(' ')}`)

const chain = (
  inputs: Record<string, string>,
  a: Told,
  b: Told,
  c: Told,
): [Record<string, string>, Record<string, Told>] => [
  inputs,
  { a: { reads: ['x'], ...a }, b: { reads: ['a'], ...b }, c: { reads: ['b'], ...c } },
]

test('the first node that differs by itself is the cause, and not those that only read it', () => {
  const before = run('1', ...chain({ x: '1' }, { value: '1' }, { value: '1' }, { value: '1' }))
  const after = run('2', ...chain({ x: '1' }, { value: '2', code: 'y' }, { value: '2' }, { value: '2' }))
  expect(causes(why('c', before, after))).toEqual(['code c b a'])
})

test('an input that was given differently is the cause', () => {
  const before = run('1', ...chain({ x: '1' }, { value: '1' }, { value: '1' }, { value: '1' }))
  const after = run('2', ...chain({ x: '2' }, { value: '2' }, { value: '2' }, { value: '2' }))
  expect(causes(why('c', before, after))).toEqual(['input c b a x'])
})

test('a change of the code behind a value that stayed the same explains nothing', () => {
  const before = run('1', ...chain({ x: '1' }, { value: '1' }, { value: '1' }, { value: '1' }))
  const after = run('2', ...chain({ x: '1' }, { value: '1', code: 'y' }, { value: '1' }, { value: '2', code: 'z' }))
  expect(causes(why('c', before, after))).toEqual(['code c'])
})

test('equal code that gave another value for equal inputs read the outside world', () => {
  const before = run('1', ...chain({ x: '1' }, { value: '1' }, { value: '1' }, { value: '1' }))
  const after = run('2', ...chain({ x: '1' }, { value: '1' }, { value: '2' }, { value: '2' }))
  const found = why('c', before, after, { b: { impure: ['Date.now at b.ts:1'] } })
  expect(found.causes).toMatchObject([{ kind: 'outside', path: ['c', 'b'], impure: ['Date.now at b.ts:1'] }])
})

test('what was taken from an earlier run is followed by the graph', () => {
  const before = run('1', ...chain({ x: '1' }, { value: '1' }, { value: '1' }, { value: '1' }))
  const cached = { status: 'cached', from: '0' }
  const after = run(
    '2',
    ...chain({ x: '2' }, { value: '2', ...cached }, { value: '2', ...cached }, { value: '2', ...cached }),
  )
  expect(causes(why('c', before, after))).toEqual(['input c b a x'])
})

test('a node that reads something else, and one that gave nothing, are told', () => {
  const before = run('1', {}, { a: { value: '1' }, b: { value: '1' }, c: { reads: ['a'], value: '1' } })
  const after = run('2', {}, { a: { value: '1' }, b: { value: '1' }, c: { reads: ['b'], value: '2' } })
  expect(why('c', before, after).causes).toMatchObject([{ kind: 'graph', readsNow: ['b'], readNoMore: ['a'] }])
  const failed = run('2', {}, { a: { status: 'failed' }, b: { value: '1' }, c: { reads: ['a'], status: 'skipped' } })
  expect(why('c', before, failed).causes).toMatchObject([{ kind: 'missing', in: 'after', status: 'skipped' }])
})

test('without data versions the walk goes on, and says what may be the reason', () => {
  const before = run('1', ...chain({ x: '1' }, {}, {}, {}))
  const after = run('2', ...chain({ x: '1' }, { code: 'y' }, {}, {}))
  const found = why('c', before, after)
  expect(found.output.is).toBe('unknown')
  expect(causes(found)).toEqual(['code c b a'])
})

test('an edit that several nodes have is told once, with all of them', () => {
  const pieces = [{ kind: 'declaration', name: 'helper', file: 'h.ts', line: 3, hash: 'new', text: 'new' }]
  const before = run('1', {}, { a: { value: '1' }, b: { value: '1' }, c: { reads: ['a', 'b'], value: '1' } })
  const after = run(
    '2',
    {},
    { a: { value: '2', code: 'y' }, b: { value: '2', code: 'y' }, c: { reads: ['a', 'b'], value: '2' } },
  )
  const found = why('c', before, after, { a: { pieces }, b: { pieces } })
  expect(found.changes).toEqual([
    {
      change: {
        kind: 'declaration',
        name: 'helper',
        before: { file: 'h.ts', line: 3, text: 'old' },
        after: { file: 'h.ts', line: 3, text: 'new' },
      },
      nodes: ['a', 'b'],
    },
  ])
  expect(found.causes).toMatchObject([
    { path: ['c', 'a'], changes: [0], own: [] },
    { path: ['c', 'b'], changes: [0], own: [] },
  ])
})

test('a circle in the record ends', () => {
  const nodes = (text: string) => ({ a: { reads: ['b'], value: text }, b: { reads: ['a'], value: text } })
  expect(causes(why('a', run('1', {}, nodes('1')), run('2', {}, nodes('2'))))).toEqual([])
})
