import { describe, expect, it } from 'vitest'
import { extract, isFlow, isThroughlineError, node, parameterize, type Issue, type UntypedFlow } from '../index.ts'
import { untypedFlow } from '../testing/index.ts'

const flowOf = (...modules: unknown[]): UntypedFlow => untypedFlow(...(modules as object[]))

function issuesOf(...modules: unknown[]): Issue[] {
  try {
    flowOf(...modules)
  } catch (error) {
    if (isThroughlineError(error)) return [...error.issues]
    throw error
  }
  return []
}
const codesOf = (...modules: unknown[]): string[] => issuesOf(...modules).map((issue) => issue.code)

class Model {
  readonly weights = []
}

describe('what becomes a node', () => {
  it('is every exported function, whatever its form', async () => {
    function add({ arrow, method, later }: Record<string, number>): number {
      return arrow! + method! + later!
    }
    const module = {
      arrow: () => 1,
      method() {
        return 2
      },
      async later() {
        return 3
      },
      total: add,
    }
    const flow = flowOf(module)
    expect(flow.nodes.map((node) => node.name)).toEqual(['arrow', 'later', 'method', 'total'])
    expect(await flow.execute(['total'])).toEqual({ total: 6 })
  })

  it('is not a default export, a private name, a class, or another value', () => {
    const others = { default: () => 1, 'module.exports': () => 1, _helper: () => 2, Model, LIMIT: 3 }
    const flow = flowOf({ ...others, node: () => 4 })
    expect(flow.nodes.map((node) => node.name)).toEqual(['node'])
  })

  it('is told when someone needs such a name', () => {
    const flow = flowOf({
      _rate: () => 1,
      Model,
      price: ({ _rate, Model }: Record<string, number>) => [_rate, Model],
    })
    const issues = flow.validate(['price'])
    expect(issues.map((issue) => [issue.code, issue.facts['name'], issue.facts['notANode']])).toEqual([
      ['graph/missing-input', 'Model', 'class'],
      ['graph/missing-input', '_rate', 'private'],
    ])
    expect(flow.validate(['_rate']).map((issue) => issue.facts['notANode'])).toEqual(['private'])
  })

  it('is not an object that has any property that it is asked for', () => {
    const anything: object = new Proxy({}, { get: () => anything })
    expect(flowOf({ anything, node: () => 1 }).nodes.map((one) => one.name)).toEqual(['node'])
    expect(codesOf({ callable: new Proxy(() => 1, { get: () => anything }) })).toEqual(['graph/unreadable-function'])
  })

  it('may have any name that a property may have', async () => {
    const names = ['constructor', 'toString', 'then', 'a b', 'ключ', '0', '"quoted"']
    const module = Object.fromEntries(names.map((name) => [name, () => name]))
    const flow = flowOf(module)
    expect(await flow.execute(names)).toEqual(Object.fromEntries(names.map((name) => [name, name])))
  })

  it('comes from several modules and knows from which', () => {
    const flow = flowOf({ a: () => 1 }, { b: ({ a }: { a: number }) => a })
    expect(flow.nodes.map(({ name, module, exportPath }) => [name, module, exportPath])).toEqual([
      ['a', 0, 'a'],
      ['b', 1, 'b'],
    ])
  })
})

describe('linking', () => {
  it('collects every problem before it throws', () => {
    const broken = {
      a: ({ b }: { b: 1 }) => b,
      b: ({ a }: { a: 1 }) => a,
      rest: ({ x, ...others }: { x: 1 }) => [x, others],
      plain: (x: number) => x,
      native: Math.max,
      itself: ({ itself }: { itself: 1 }) => itself,
      lags: parameterize(({ days }: { days: number }) => days, { lag1: { dayz: 1 } } as never),
    }
    expect(codesOf(broken, { plain: () => 1 }).sort()).toEqual([
      'graph/cycle',
      'graph/cycle',
      'graph/duplicate-node',
      'graph/not-destructured',
      'graph/rest-pattern',
      'graph/unknown-dependency',
      'graph/unreadable-function',
    ])
  })

  it('prints a cycle as a path that begins with the first name', () => {
    const cycle = {
      c: ({ b }: { b: 1 }) => b,
      a: ({ c }: { c: 1 }) => c,
      b: ({ a, x }: { a: 1; x: 1 }) => [a, x],
      x: () => 1,
    }
    expect(issuesOf(cycle).map((issue) => issue.facts['cycle'])).toEqual([['a', 'c', 'b']])
  })

  it('finds cycles in chains too deep for recursion', () => {
    const long: Record<string, unknown> = {}
    for (let index = 0; index < 20_000; index++)
      long[`n${index}`] = node([`n${(index + 1) % 20_000}` as never], () => 1)
    expect(issuesOf(long).map((issue) => [issue.code, (issue.facts['cycle'] as unknown[]).length])).toEqual([
      ['graph/cycle', 20_000],
    ])
  })

  it('names every export that gives the same node', () => {
    const parts = extract(() => ({ train: 1 }), ['train'])
    const [issue] = issuesOf({ parts }, { train: () => 2 }, { train: () => 3 })
    expect([issue?.code, issue?.facts['exports']]).toEqual([
      'graph/duplicate-node',
      ['export "parts" of module 1', 'export "train" of module 2', 'export "train" of module 3'],
    ])
  })

  it.each([
    ['a function', () => 1, 'a function'],
    ['null', null, 'null'],
    ['an array', [() => 1], 'an array'],
    ['a flow', flowOf({ a: () => 1 }), 'a flow'],
  ])('takes modules only, not %s', (_, given, found) => {
    expect(issuesOf({ a: () => 1 }, given)).toMatchObject([
      { code: 'graph/not-a-module', facts: { position: 2, found } },
    ])
  })

  it('needs at least one node', () => {
    expect(codesOf()).toEqual(['graph/no-nodes'])
    expect(codesOf({ LIMIT: 1 })).toEqual(['graph/no-nodes'])
  })

  it('makes something that is known as a flow', () => {
    expect([isFlow(flowOf({ a: () => 1 })), isFlow({}), isFlow(null)]).toEqual([true, false, false])
  })
})
