// Where people who come from Hamilton have stumbled, each as a test of what happens here. Those of fan-out are in
// hamilton-fan-out-traps.test.ts; docs/hamilton.md names the tests of the others.

import { runInThisContext } from 'node:vm'
import { transformSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { inRange, notNull } from '../checks/index.ts'
import {
  bind,
  byConfig,
  cached,
  checked,
  dataflow,
  extract,
  from,
  group,
  hasIssue,
  isThroughlineError,
  node,
  oneOf,
  otherwise,
  parameterize,
  parsed,
  pipe,
  positional,
  resource,
  retry,
  subflow,
  tagged,
  timeout,
  when,
  type Hooks,
  type Issue,
} from '../index.ts'
import { loaded, saved } from '../io/index.ts'
import { each, gathered, tee } from '../fan-out/index.ts'
import { untypedFlow } from '../testing/index.ts'

type Numbers = Record<string, number>
type Lists = Record<'all', readonly number[]>

function issuesOf(make: () => unknown): readonly Issue[] {
  try {
    make()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues
    throw error
  }
  return []
}

/** The functions of a module, as a minifier leaves them. */
function minified(source: string): object {
  const { code } = transformSync(`globalThis.__module = { ${source} }`, { minify: true, target: 'es2022' })
  return runInThisContext(code) as object
}

describe('an input with the name of a node', () => {
  const flow = untypedFlow({ price: () => 3, total: ({ price }: Numbers) => price! * 2 })

  it('is refused: it is neither used nor silently ignored', async () => {
    const refused = flow.execute(['total'], { inputs: { price: 100 } })
    await expect(refused).rejects.toSatisfy((error) => hasIssue(error, 'graph/input-is-node'))
    await expect(refused).rejects.toThrow('override')
  })

  it('is refused also where the outputs do not need the node', () => {
    expect(flow.validate(['price'], { inputs: { price: 100 } }).map(({ code }) => code)).toEqual([
      'graph/input-is-node',
    ])
  })

  it('is refused for nodes inside of a namespace and for fields as well', () => {
    const nested = untypedFlow({
      shop: subflow({ price: () => 3 }),
      parts: extract(() => ({ low: 1 }), ['low']),
    })
    const inputs = { 'shop.price': 1, low: 2 }
    expect(nested.validate(['parts'], { inputs }).map(({ code }) => code)).toEqual([
      'graph/input-is-node',
      'graph/input-is-node',
    ])
  })
})

describe('a misspelt name', () => {
  const flow = untypedFlow({
    spend: ({ rows }: { rows: number[] }) => rows.length,
    model: byConfig('method', { linear: () => 1, forest: () => 2 }, { default: 'linear' }),
  })
  const inputs = { rows: [1] }

  it.each<[string, string, () => unknown]>([
    ['an output', 'graph/unknown-output', () => flow.execute(['spendd'])],
    ['an input', 'graph/unknown-input', () => flow.execute(['spend'], { inputs: { ...inputs, colums: 1 } })],
    ['an override', 'graph/unknown-override', () => flow.override({ spendd: 1 })],
    ['a configuration key', 'config/unknown-key', () => flow.configure({ metod: 'forest' })],
    ['a configuration value', 'config/unknown-value', () => flow.configure({ method: 'forrest' })],
    ['a policy', 'graph/unknown-node', () => flow.with({ policies: { spendd: { tags: { owner: 'me' } } } })],
    ['a question about lineage', 'graph/unknown-node', () => flow.upstream('spendd')],
  ])('of %s is an error, never passed over', async (_, code, use) => {
    await expect((async () => use())()).rejects.toSatisfy((error) => hasIssue(error, code))
  })

  it('is told with the name that was probably meant', () => {
    const [issue] = flow.validate(['spendd'])
    expect([issue?.title, ...issue!.hints].join(' ')).toContain('"spend"')
  })
})

describe('a cycle', () => {
  const cycle = { a: ({ b }: Numbers) => b, b: ({ a }: Numbers) => a }

  it('is refused when the flow is made, so that no override has to cut it', () => {
    expect(issuesOf(() => untypedFlow(cycle).override({ b: 1 })).map(({ code }) => code)).toEqual(['graph/cycle'])
  })

  it('is no cycle any more when one of its nodes is written as a value', async () => {
    expect(await untypedFlow({ ...cycle, b: () => 1 }).execute(['a'])).toEqual({ a: 1 })
  })
})

describe('names after minification', () => {
  it('survive in a destructured parameter, and not as parameters in order', async () => {
    const destructured = minified('area: ({ width, height }) => width * height')
    expect(untypedFlow(destructured).inputs.map(({ name }) => name)).toEqual(['height', 'width'])
    const inOrder = minified('area: (width, height) => width * height')
    const lost = untypedFlow(positional(inOrder) as object).inputs.map(({ name }) => name)
    expect(lost).toHaveLength(2)
    expect(lost).not.toContain('width')
  })

  it('are not read from parameters in order unless somebody asks for that', () => {
    const inOrder = minified('area: (width, height) => width * height')
    expect(issuesOf(() => untypedFlow(inOrder)).map(({ code }) => code)).toEqual(['graph/not-destructured'])
  })

  it('of parameters in order survive when they are said in words', async () => {
    const { area } = minified('area: (width, height) => width * height') as { area: (a: number, b: number) => number }
    const flow = untypedFlow({ area: positional(['width', 'height'], area) })
    expect(await flow.execute(['area'], { inputs: { width: 2, height: 3 } })).toEqual({ area: 6 })
  })
})

describe('a module', () => {
  it('that is given twice is refused, with a duplicate for each of its nodes', () => {
    const module = { a: () => 1, b: () => 2 }
    expect(issuesOf(() => untypedFlow(module, module)).map(({ code }) => code)).toEqual([
      'graph/duplicate-node',
      'graph/duplicate-node',
    ])
  })

  it('is changed by nothing: flows of it are configured, overridden and run side by side', async () => {
    const half = ({ value }: Numbers): number => value! / 2
    const module = Object.freeze({
      value: oneOf(
        when({ size: 'small' }, () => 2),
        otherwise(() => 20),
      ),
      half: checked(tagged(half, { owner: 'growth' }), [inRange(0, 100)]),
    })
    const before = [half.name, half.length, String(half), Object.getOwnPropertyNames(half)]
    const flow = untypedFlow(module)
    const [small, large, given] = await Promise.all([
      flow.configure({ size: 'small' }).execute(['half']),
      flow.execute(['half']),
      flow.override({ value: 8 }).execute(['half']),
    ])
    expect([small, large, given]).toEqual([{ half: 1 }, { half: 10 }, { half: 4 }])
    expect([half.name, half.length, String(half), Object.getOwnPropertyNames(half)]).toEqual(before)
    expect(untypedFlow({ half }).nodes[0]?.tags).toEqual({})
  })

  it('may have nodes with the words of the machinery for names', async () => {
    const words = ['node', 'run_id', 'kwargs', 'self', 'inputs', 'overrides', 'context', 'signal', 'next', 'values']
    const module = Object.fromEntries(words.map((word) => [word, () => word]))
    const all = node(words as never, (values: Record<string, string>) => Object.values(values))
    const hooks: Hooks[] = [{ around: (_, next) => next() }]
    const flow = untypedFlow({ ...module, all }).with({ hooks })
    expect(await flow.execute(['all'])).toEqual({ all: words })
  })
})

describe('a node', () => {
  it('may be a member of two groups, and stand beside them', async () => {
    const table = ({ left, right, a }: { left: number[]; right: { a: number; b: number }; a: number }): unknown => ({
      left,
      right,
      a,
    })
    const flow = untypedFlow({
      a: () => 1,
      b: () => 2,
      table: bind(table, {
        left: group([from('a'), from('a'), from('b')]),
        right: group({ a: from('a'), b: from('b') }),
      }),
    })
    expect(await flow.execute(['table'])).toEqual({ table: { left: [1, 1, 2], right: { a: 1, b: 2 }, a: 1 } })
  })
})

describe('functions that wait', () => {
  const inputs = { x: 5 }

  /** Each modifier, on functions that give their values at once or later. */
  const modules = (give: <Value>(value: Value) => Value): [string, object][] => {
    const double = ({ x }: { x: number }): number => give(x * 2)
    const count = ({ parts }: { parts: readonly number[] }): number => give(parts.length)
    const isPositive = { name: 'isPositive', test: (value: number) => give(value > 0) }
    const longest = async ({ all }: { all: AsyncIterable<number> }): Promise<number> => {
      let longest = 0
      for await (const one of all) longest = Math.max(longest, one)
      return longest
    }
    const written = ({ 'value.saved': { value } }: { 'value.saved': { value: number } }): number => give(value)
    return [
      ['nothing', { result: double }],
      ['bind', { other: () => give(3), result: bind(double, { x: from('other') }) }],
      ['group', { two: () => give(2), result: bind(count, { parts: group([from('x'), from('two')]) }) }],
      ['byConfig', { result: byConfig('k', { a: double, b: () => 0 }, { default: 'a' }) }],
      [
        'oneOf',
        {
          result: oneOf(
            when({ k: 'a' }, () => 0),
            otherwise(double),
          ),
        },
      ],
      ['parameterize', { all: parameterize(double, { result: { x: 4 } }) }],
      ['extract', { whole: extract(({ x }: { x: number }) => give({ result: x }), ['result']) }],
      ['subflow', { inner: subflow({ double }, { shared: ['x'] }), result: bind(double, { x: from('inner.double') }) }],
      ['each', { xs: () => give([1, 2]), all: each({ x: 'xs' }, double), result: ({ all }: Lists) => give(all[1]!) }],
      [
        'gathered',
        { all: gathered(({ x }: { x: number }) => give([x, 1])), result: ({ all }: Lists) => give(all[0]!) },
      ],
      ['tee', { all: tee(({ x }: { x: number }) => give([x, 1])), result: longest, other: longest }],
      ['pipe', { result: pipe(double, { more: (value: number) => give(value + 1) }) }],
      ['checked', { result: checked(double, [isPositive]) }],
      [
        'parsed',
        {
          result: parsed(
            double,
            z.number().refine((value) => give(value > 0)),
          ),
        },
      ],
      ['retry', { result: retry(double, { maxAttempts: 2 }) }],
      ['timeout', { result: timeout(double, '1m') }],
      ['cached', { result: cached(double) }],
      ['tagged', { result: tagged(double, { owner: 'growth' }) }],
      ['resource', { db: resource(double), result: ({ db }: { db: number }) => give(db) }],
      ['loaded', { result: loaded({ read: () => give(7), describe: () => ({}) }) }],
      ['saved', { value: saved(double, { write: (value) => give({ value }), describe: () => ({}) }), result: written }],
      ['node', { result: node(['x'], double) }],
      ['positional', { result: positional(['x'], (x: number) => give(x * 2)) }],
    ]
  }
  const atOnce = modules((value) => value)
  const later = new Map(modules((value) => Promise.resolve(value) as never))

  const run = async (module: object): Promise<unknown> => {
    const flow = untypedFlow(module)
    const needed = flow.required(['result'])
    return flow.execute(['result'], { inputs: needed.length > 0 ? inputs : {} })
  }

  it.each(atOnce)('give the same as functions that do not, through %s', async (modifier, module) => {
    const { result } = (await run(module)) as { result: unknown }
    expect(result).toEqual(expect.any(Number))
    expect(await run(later.get(modifier)!)).toEqual({ result })
  })
})

describe('a value that may be missing', () => {
  it('can be checked, and is no value to checks on values', async () => {
    const rate = ({ raw }: { raw: number }): number | undefined => (raw < 0 ? undefined : raw)
    const flow = dataflow({
      lenient: checked(rate, [inRange(0, 1)]),
      strict: checked(rate, [notNull(), inRange(0, 1)]),
    })
    const { values, failures } = await flow.settle(['lenient', 'strict'], { inputs: { raw: -1 } })
    expect([values, failures.map((failure) => failure.node)]).toEqual([{ lenient: undefined }, ['strict']])
    expect(await flow.execute(['lenient', 'strict'], { inputs: { raw: 0.5 } })).toEqual({ lenient: 0.5, strict: 0.5 })
    await expect(flow.execute(['lenient'], { inputs: { raw: 2 } })).rejects.toThrow('found 2')
  })
})

describe('an input from outside', () => {
  it('is looked at to its last element by a node that parses it', async () => {
    const flow = dataflow({
      rows: parsed(({ given }: { given: unknown }) => given, z.array(z.number())),
      total: ({ rows }: { rows: number[] }) => rows.reduce((sum, row) => sum + row, 0),
    })
    expect(await flow.execute(['total'], { inputs: { given: [1, 2.5] } })).toEqual({ total: 3.5 })
    const wrong = [[1, 2, 'three'], null, [1, null], { 0: 1 }]
    for (const given of wrong) {
      const { failures } = await flow.settle(['total'], { inputs: { given } })
      expect(failures.map((failure) => [failure.node, hasIssue(failure, 'check/not-parsed')])).toEqual([['rows', true]])
    }
  })
})
