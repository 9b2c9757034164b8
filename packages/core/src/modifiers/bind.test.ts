// Dependencies bound to constants, to other names, and to several of them put together.

import { describe, expect, it } from 'vitest'
import { lengthBetween } from '../checks/index.ts'
import {
  bind,
  byConfig,
  checked,
  dataflow,
  extract,
  from,
  group,
  isThroughlineError,
  node,
  parameterize,
  positional,
  renderIssue,
  retry,
  tagged,
  timeout,
  untyped,
  type NodeContext,
} from '../index.ts'
import { diagram } from '../diagram/index.ts'
import { untypedFlow } from '../testing/index.ts'

type Numbers = Record<string, number>

/** For functions whose dependencies the types do not know. */
const bindAny = bind as unknown as (fn: unknown, bound: object) => (dependencies: object) => unknown

/** What an error says: `code: title`. */
function saidBy(make: () => unknown): string[] {
  try {
    make()
    return []
  } catch (error) {
    if (isThroughlineError(error)) return error.issues.map((issue) => `${issue.code}: ${issue.title}`)
    throw error
  }
}

describe('bind', () => {
  const area = ({ width, height = 1 }: { width: number; height?: number }) => width * height

  it('reads another node or input in the place of a dependency, and constants for good', async () => {
    const flow = dataflow({
      side: ({ length }: { length: number }) => length * 2,
      square: bind(area, { width: from('side'), height: from('side') }),
      strip: bind(area, { width: from('side'), height: 3 }),
      line: bind(area, { width: from('length') }),
    })
    const outputs = await flow.execute(['square', 'strip', 'line'], { inputs: { length: 5 } })
    expect(outputs).toEqual({ square: 100, strip: 30, line: 5 })
    expect(flow.nodes.map(({ name, dependencies }) => [name, dependencies])).toEqual([
      [
        'line',
        [
          { name: 'height', optional: true },
          { name: 'length', optional: false },
        ],
      ],
      ['side', [{ name: 'length', optional: false }]],
      ['square', [{ name: 'side', optional: false }]],
      ['strip', [{ name: 'side', optional: false }]],
    ])
  })

  it('keeps what is optional optional, under its new name', async () => {
    const flow = dataflow({ area: bind(area, { height: from('depth') }) })
    expect(await flow.execute(['area'], { inputs: { width: 4 } })).toEqual({ area: 4 })
    expect(await flow.execute(['area'], { inputs: { width: 4, depth: 5 } })).toEqual({ area: 20 })
    const constant = untypedFlow({ area: bindAny(area, { height: undefined }) })
    expect(await constant.execute(['area'], { inputs: { width: 4 } })).toEqual({ area: 4 })
  })

  it('swaps names', async () => {
    const flow = untypedFlow({ share: bindAny(({ a, b }: Numbers) => a! / b!, { a: from('b'), b: from('a') }) })
    expect(await flow.execute(['share'], { inputs: { a: 2, b: 10 } })).toEqual({ share: 5 })
  })

  it('binds what is bound by the names that it reads now', async () => {
    const once = bind(({ x, k }: { x: number; k: number }) => [x, k], { x: from('y') })
    const flow = dataflow({ twice: bind(once, { y: 3, k: from('z') }) })
    expect(flow.required(['twice'])).toEqual(['z'])
    expect(await flow.execute(['twice'], { inputs: { z: 4 } })).toEqual({ twice: [3, 4] })
    expect(saidBy(() => untypedFlow({ twice: bind(once as never, { x: 3 } as never) }))).toEqual([
      'graph/unknown-dependency: "twice" binds "x", which its function does not read.',
    ])
  })

  it('tells every name that the function does not read, whatever was wrong before', () => {
    const wrong = bind(bind(area as never, { widht: 1 } as never), { heigth: 2 } as never)
    expect(saidBy(() => untypedFlow({ wrong }))).toEqual([
      'graph/unknown-dependency: "wrong" binds "widht", which its function does not read.',
      'graph/unknown-dependency: "wrong" binds "heigth", which its function does not read.',
    ])
    expect(saidBy(() => untypedFlow({ wrong: bind(((x: number) => x) as never, { x: 1 } as never) }))).toEqual([
      'graph/not-destructured: "wrong" does not destructure its parameter, so its dependencies are not known.',
    ])
  })

  it('gives constants as they are, the same to every run', async () => {
    const constant = { rows: [1] }
    const flow = untypedFlow({ same: bind(({ x }: { x: object }) => x, { x: constant }) })
    expect((await flow.execute(['same']))['same']).toBe(constant)
    expect((await flow.execute(['same']))['same']).toBe(constant)
  })

  it('leaves the function callable, under the names that it reads now, with its name, context and this', () => {
    const bound = bind(area, { width: from('side'), height: 3 })
    expect([bound({ side: 2 }), bound.name]).toEqual([6, 'area'])
    const lists = bind(({ xs, m, k }: { xs: number[]; m: Numbers; k: number }) => [xs, m, k], {
      xs: group([from('a'), 5]),
      m: group({ one: from('a'), two: from('b') }),
    })
    expect(lists({ a: 1, b: 2, k: 3 })).toEqual([[1, 5], { one: 1, two: 2 }, 3])
    const told = bind(({ x }: Numbers, context: NodeContext) => `${x} ${context.node}`, { x: 1 })
    expect(told({}, { node: 'n' } as NodeContext)).toBe('1 n')
    const counter = {
      step: 2,
      next: bind(
        function next(this: { step: number }, { start }: { start: number }) {
          return start + this.step
        },
        { start: from('from') },
      ),
    }
    expect(counter.next({ from: 1 })).toBe(3)
  })

  it('stands inside and around other modifiers', async () => {
    const attempts: number[] = []
    const shaky = ({ xs }: { xs: number[] }, { attempt }: NodeContext) => {
      attempts.push(attempt)
      xs.push(attempt)
      if (attempt === 1) throw new Error('first')
      return xs
    }
    const flow = untypedFlow({
      a: () => 7,
      inner: checked(
        retry(timeout(bind(shaky, { xs: group([from('a'), 8]) }), '5s'), { maxAttempts: 2, backoffMs: 0 }),
        [lengthBetween(3, 3)],
      ),
      outer: bindAny(
        tagged(
          retry(({ x }: Numbers) => x, { maxAttempts: 2 }),
          { t: 'v' },
        ),
        { x: from('a') },
      ),
      parts: extract(
        bind(({ x }: { x: number }) => ({ half: x / 2 }), { x: from('a') }),
        ['half'],
      ),
    })
    // Each attempt gets a list of its own.
    expect(await flow.execute(['inner', 'outer', 'half'])).toEqual({ inner: [7, 8, 2], outer: 7, half: 3.5 })
    expect(attempts).toEqual([1, 2])
    expect(flow.nodes.find((one) => one.name === 'outer')).toMatchObject({
      tags: { t: 'v' },
      policy: { retry: { maxAttempts: 2 } },
      dependencies: [{ name: 'a', optional: false }],
    })
  })

  it('binds every variant; only a name that none of them reads is wrong', async () => {
    const model = byConfig('algo', {
      trees: ({ rows, depth }: { rows: number[]; depth: number }) => rows.length * depth,
      mean: ({ rows }: { rows: number[] }) => rows[0],
    })
    const flow = dataflow({ model: bind(model, { rows: group([from('a'), from('b')]), depth: 10 }), a: () => 1 })
    expect(await flow.configure({ algo: 'trees' }).execute(['model'], { inputs: { b: 2 } })).toEqual({ model: 20 })
    expect(await flow.configure({ algo: 'mean' }).execute(['model'], { inputs: { b: 2 } })).toEqual({ model: 1 })
    expect(flow.required(['model'])).toEqual(['b'])
    expect(saidBy(() => untypedFlow({ model: bind(model as never, { algo: 'trees' } as never) }))).toEqual([
      'graph/unknown-dependency: "model" binds "algo", which its function does not read.',
    ])
  })

  it('works for functions named in words and for arguments in order', async () => {
    const flow = untypedFlow({
      named: bindAny(
        node(['a', 'b?'], (all: Numbers) => Object.entries(all)),
        { a: from('x') },
      ),
      listed: bindAny(
        node(['all', 'b?'], (given: Record<string, unknown>) => Object.keys(given)),
        { all: group([from('x')]) },
      ),
      ordered: bind(
        positional(['xs', 'k'], (xs: number[], k: number) => [xs, k]),
        { k: from('x'), xs: group([from('y'), from('x')]) },
      ),
    })
    const inputs = { x: 1, y: 2 }
    expect(await flow.execute(['named', 'listed', 'ordered'], { inputs })).toEqual({
      named: [['a', 1]],
      listed: ['all'],
      ordered: [[2, 1], 1],
    })
  })

  it('needs a function of one node', () => {
    const lags = parameterize(area, { a: {} })
    for (const wrong of [lags, extract(() => ({ a: 1 }), ['a']), 3, null, {}]) {
      expect(saidBy(() => bind(wrong as never, {}))[0]).toMatch(/^modifier\/not-a-function: bind needs a function/)
    }
  })
})

describe('group', () => {
  const total = ({ parts }: { parts: readonly number[] }) => parts.reduce((sum, part) => sum + part, 0)
  const labels = ({ all }: { all: Readonly<Record<string, number>> }) =>
    Object.entries(all).map(([name, value]) => `${name} ${value}`)

  it('makes a list or a record of nodes, inputs and constants', async () => {
    const flow = dataflow({
      a: () => 1,
      total: bind(total, { parts: group([from('a'), from('b'), 10, from('a')]) }),
      labels: bind(labels, { all: group({ one: from('a'), two: from('b'), ten: 10 }) }),
      none: bind(total, { parts: group([]) }),
    })
    expect(await flow.execute(['total', 'labels', 'none'], { inputs: { b: 2 } })).toEqual({
      total: 14,
      labels: ['one 1', 'two 2', 'ten 10'],
      none: 0,
    })
  })

  it('is plain names to everybody else: lineage, JSON, pictures, overrides', async () => {
    const flow = untyped(
      dataflow({
        a: ({ raw }: { raw: number }) => raw,
        b: () => 2,
        total: bind(total, { parts: group([from('a'), from('b'), 3]) }),
      }),
    )
    expect(flow.upstream('total')).toEqual(['a', 'b', 'raw'])
    expect(flow.path('raw', 'total')).toEqual(['raw', 'a', 'total'])
    expect(flow.nodes.find((one) => one.name === 'total')!.dependencies).toEqual([
      { name: 'a', optional: false },
      { name: 'b', optional: false },
    ])
    expect(diagram(flow).match(/-->/g)).toHaveLength(3)
    expect(await flow.override({ a: 10 }).execute(['total'])).toEqual({ total: 15 })
    expect(await flow.replace({ b: () => 20 }).execute(['total'], { inputs: { raw: 1 } })).toEqual({ total: 24 })
  })

  it('needs all that it names, also where the function could do without the whole', async () => {
    const flow = untypedFlow({
      mean: bind(({ xs = [0] }: { xs?: number[] }) => xs[0], { xs: group([from('a')]) }),
    })
    const [issue] = flow.validate(['mean'])
    expect(renderIssue(issue!)).toMatch(/^graph\/missing-input\nNo value for "a", needed by "mean"\./)
    expect(await flow.execute(['mean'], { inputs: { a: 4 } })).toEqual({ mean: 4 })
  })

  it('can be bound again, member by member', async () => {
    const flow = dataflow({
      total: bind(bind(total, { parts: group([from('a'), from('b')]) }), { a: 5, b: from('c') }),
      nested: bind(
        bind(({ x }: { x: readonly number[] }) => x, { x: from('y') }),
        { y: group([from('c'), 2]) },
      ),
      again: bind(
        bind(({ xs, m }: { xs: readonly (readonly number[])[]; m: Numbers }) => [xs, m], {
          xs: group([from('p'), from('q')]),
          m: group({ r: from('r') }),
        }),
        { p: group([from('c')]), q: [7] },
      ),
    })
    const inputs = { c: 1, r: 3 }
    expect(await flow.execute(['total', 'nested', 'again'], { inputs })).toEqual({
      total: 6,
      nested: [1, 2],
      again: [[[1], [7]], { r: 3 }],
    })
  })

  it('shows each member to the hooks', async () => {
    const seen: object[] = []
    const flow = dataflow({
      mixed: bind(({ xs, m, k }: { xs: number[]; m: Numbers; k: number }) => xs.length + m['r']! + k, {
        xs: group([from('a'), 2]),
        m: group({ r: from('a') }),
      }),
    }).with({ hooks: [{ onStepStart: ({ inputs }) => void seen.push({ ...inputs }) }] })
    await flow.execute(['mixed'], { inputs: { a: 1, k: 5 } })
    expect(seen).toEqual([{ 'xs[0]': 1, 'xs[1]': 2, 'm.r': 1, k: 5 }])
  })

  it('comes from the function as it was written', () => {
    const asked: unknown[] = []
    const flow = dataflow({ total: bind(total, { parts: group([from('a')]) }) })
    void flow.with({ origins: ({ exportPath, fn }) => void asked.push(exportPath, fn) }).nodes
    expect(asked).toEqual(['total', total])
  })

  it('keeps its members apart from parameters that are called like them', async () => {
    const flow = untypedFlow({
      odd: bindAny(
        node(['xs', 'xs[0]', 'm', 'm.a'], (all: Record<string, unknown>) => all),
        { xs: group([from('p')]), m: group({ a: from('q') }) },
      ),
    })
    const inputs = { p: 1, q: 2, 'xs[0]': 3, 'm.a': 4 }
    expect(await flow.execute(['odd'], { inputs })).toEqual({ odd: { xs: [1], 'xs[0]': 3, m: { a: 2 }, 'm.a': 4 } })
  })

  it.each(['__proto__', 'constructor', 'a.b', ''])('takes %o as the name of a member and of a node', async (name) => {
    const record = Object.fromEntries([[name, from(name)]])
    const flow = untypedFlow({ all: bind(({ m }: { m: object }) => Object.entries(m), { m: group(record) }) })
    expect(await flow.execute(['all'], { inputs: Object.fromEntries([[name, 5]]) })).toEqual({ all: [[name, 5]] })
  })

  it('waits for all of its members, and fails with the one that failed', async () => {
    const flow = untypedFlow({
      slow: async () => 1,
      broken: async () => {
        throw new Error('no service')
      },
      good: bind(total, { parts: group([from('slow'), from('slow')]) }),
      bad: bind(total, { parts: group([from('slow'), from('broken')]) }),
    })
    const { values, failures, skipped } = await flow.settle(['good', 'bad'])
    expect(values).toEqual({ good: 2 })
    expect(failures.map((failure) => failure.path)).toEqual([['broken', 'bad']])
    expect(skipped).toEqual([{ node: 'bad', because: ['broken'] }])
  })

  it('is refused where it can mean nothing', () => {
    const expected = "expected a value or from('name'): groups do not nest."
    expect(saidBy(() => group([group([])]))).toEqual([`modifier/bad-option: group: "0" is an object; ${expected}`])
    expect(saidBy(() => group('ab' as never))).toEqual([
      'modifier/bad-option: group: "members" is "ab"; expected a list or a record.',
    ])
    expect(saidBy(() => from(undefined as never))).toEqual([
      'modifier/bad-option: from: "name" is undefined; expected the name of a node or input.',
    ])
  })
})
