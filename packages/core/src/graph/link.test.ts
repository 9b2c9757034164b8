import { describe, expect, it } from 'vitest'
import {
  byConfig,
  dataflow,
  extract,
  from,
  isThroughlineError,
  node,
  parameterize,
  untyped,
  type AnyFlow,
  type Issue,
  type UntypedFlow,
} from '../index.ts'

type Numbers = Record<string, number>

const link = dataflow as unknown as (...modules: unknown[]) => AnyFlow

function issuesOf(change: () => unknown): readonly Issue[] {
  try {
    change()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues
    throw error
  }
  return []
}
const issuesIn = (...modules: unknown[]): readonly Issue[] => issuesOf(() => link(...modules))
const told = (issues: readonly Issue[]): string[] => issues.map((issue) => `${issue.code} ${issue.subject.node ?? ''}`)
const cyclesIn = (...modules: unknown[]): unknown[] => issuesIn(...modules).map((issue) => issue.facts['cycle'])

/** The same exports, written the other way round. */
const reversed = (module: object): object => Object.fromEntries(Object.entries(module).reverse())
const reads = (...names: string[]): unknown => node<Numbers, number>(names, () => 1)

describe('cycles', () => {
  it('may go through nodes that a modifier made', () => {
    const lags = parameterize(({ days, series }: Numbers) => days! + series!, {
      lag1: { days: 1, series: from('last') },
    })
    expect(cyclesIn({ lags, last: ({ lag1 }: Numbers) => lag1 })).toEqual([['lag1', 'last']])

    const parts = extract(({ score }: Numbers) => ({ train: score! }), ['train'])
    expect(cyclesIn({ parts, score: ({ train }: Numbers) => train })).toEqual([['parts', 'score', 'train']])
  })

  it('may go through optional dependencies', () => {
    expect(cyclesIn({ a: ({ b = 1 }) => b, b: ({ a = 1 }) => a })).toEqual([['a', 'b']])
  })

  it('are told one by one, each with the places of its nodes', () => {
    const module = { a: reads('b'), b: reads('a'), c: reads('c'), d: reads('e', 'a'), e: reads('f'), f: reads('d') }
    const issues = issuesIn(module)
    expect(issues.map((issue) => issue.facts['cycle'])).toEqual([['a', 'b'], ['c'], ['d', 'e', 'f']])
    expect(issues.map((issue) => issue.related?.map(({ label, source }) => [label, source?.module]))).toEqual([
      [
        ['a', module],
        ['b', module],
      ],
      [['c', module]],
      ['d', 'e', 'f'].map((name) => [name, module]),
    ])
  })

  it('are told until every node that waits for itself has been named, not in all combinations', () => {
    const all = { a: reads('b', 'c'), b: reads('a', 'c'), c: reads('a', 'b') }
    expect(cyclesIn(all)).toEqual([
      ['a', 'b'],
      ['a', 'c'],
    ])
  })

  it('are the same whatever the order of exports and modules', () => {
    const one = { z: reads('y'), y: reads('x'), x: reads('z', 'w') }
    const two = { w: reads('v'), v: reads('w') }
    const expected = [
      ['v', 'w'],
      ['x', 'z', 'y'],
    ]
    for (const modules of [
      [one, two],
      [two, one],
      [reversed(two), reversed(one)],
    ]) {
      expect(cyclesIn(...modules)).toEqual(expected)
    }
  })
})

describe('what cannot be a node', () => {
  it('is told with its place, whatever the order of the exports', () => {
    const module = {
      rest: ({ a, ...others }: Numbers) => [a, others],
      plain: (a: number, b: number) => a + b,
      native: Math.max,
    }
    const expected = ['graph/unreadable-function native', 'graph/not-destructured plain', 'graph/rest-pattern rest']
    expect(told(issuesIn(module))).toEqual(expected)
    expect(told(issuesIn(reversed(module)))).toEqual(expected)
    expect(issuesIn(module)[1]!.subject.source).toEqual({ module, exportPath: 'plain', fn: module.plain })
  })

  it('is told of every implementation, chosen or not', () => {
    const bad = ({ ...all }: Numbers): unknown => all
    const worse = (a: number): unknown => a
    const fine = (): unknown => 1
    const expected = ['graph/rest-pattern model', 'graph/not-destructured model']
    expect(told(issuesIn({ model: byConfig('algo', { bad, worse, fine }, { default: 'fine' }) }))).toEqual(expected)
    expect(told(issuesIn({ model: byConfig('algo', { bad, worse, fine }, { default: 'bad' }) }))).toEqual(expected)
    const undecided = issuesIn({ model: byConfig('algo', { bad, worse, fine }) })
    expect(told(undecided)).toEqual(expected)
    expect(undecided.map((issue) => issue.subject.source?.fn)).toEqual([bad, worse])
  })

  it('is told of every export of a name that several have', () => {
    const issues = issuesIn({ a: (x: number) => x }, { a: ({ ...all }) => all })
    expect(told(issues)).toEqual(['graph/not-destructured a', 'graph/rest-pattern a', 'graph/duplicate-node a'])
  })

  it('is told of a name bound in vain, with the names that could be bound', () => {
    const lag = ({ days, series }: Numbers): number => days! + series!
    const [issue] = issuesIn({ lags: parameterize(lag, { lag1: { day: 1 } } as never) })
    expect(issue).toMatchObject({
      code: 'graph/unknown-dependency',
      subject: { node: 'lag1', name: 'day' },
      facts: { known: ['days', 'series'] },
      hints: ['did you mean "days"?'],
    })
    const [none] = issuesIn({ lags: parameterize(() => 1, { lag1: { day: 1 } } as never) })
    expect(none!.hints).toEqual(['names that it reads: none'])
  })
})

describe('names that two exports give', () => {
  it.each([
    ['two groups', { a: parameterize(() => 1, { x: {} }), b: extract(() => ({ x: 1 }), ['x']) }, ['a', 'b']],
    ['a group and a function', { a: parameterize(() => 1, { x: {} }), x: () => 1 }, ['a', 'x']],
    ['one group, twice', { a: extract(() => ({ x: 1 }), ['x', 'x']) }, ['a', 'a']],
    ['the whole and its part', { a: extract(() => ({ a: 1 }), ['a']) }, ['a', 'a']],
  ])('are told for %s', (_, module, exports) => {
    const [issue, ...others] = issuesIn(module)
    expect(others).toEqual([])
    expect(issue!.code).toBe('graph/duplicate-node')
    expect(issue!.facts['exports']).toEqual(exports.map((one) => `export "${one}" of module 1`))
    expect(issue!.related).toHaveLength(2)
  })

  it('do not clash with exports that are no nodes', () => {
    const flow = untyped(
      link(
        { x: 3, y: () => 1 },
        {
          x: () => 2,
          y: class {
            total = 1
          },
        },
        { default: 1 },
        { default: 2 },
      ),
    )
    expect(flow.nodes.map(({ name, module }) => [name, module])).toEqual([
      ['x', 1],
      ['y', 0],
    ])
  })
})

describe('modules', () => {
  it('that are none are told all at once', () => {
    const group = parameterize(() => 1, { x: {} })
    const given: unknown[] = [{ a: () => 1 }, null, undefined, [], 'features', group, () => 1]
    const facts = issuesIn(...given).map((issue) => [issue.facts['position'], issue.facts['found']])
    expect(facts).toEqual([
      [2, 'null'],
      [3, 'undefined'],
      [4, 'an array'],
      [5, 'a string'],
      [6, 'a group of nodes'],
      [7, 'a function'],
    ])
  })

  it('may be without a prototype, frozen, and empty beside others', () => {
    const bare = Object.freeze(Object.assign(Object.create(null) as object, { a: () => 1 }))
    expect(link(bare, {}).nodes.map((one) => one.name)).toEqual(['a'])
  })
})

describe('a flow made of changed exports', () => {
  const module = { a: reads('x', 'y'), b: reads('a'), c: reads('b', 'x'), d: reads('c', 'a') }
  const seen = (flow: UntypedFlow): unknown => [flow.nodes, flow.inputs, flow.toJSON(), flow.upstream('d')]

  it('is the same in any order of writing', () => {
    expect(seen(untyped(link(reversed(module))))).toEqual(seen(untyped(link(module))))
  })
})
