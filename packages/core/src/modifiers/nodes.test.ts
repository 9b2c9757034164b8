// Modifiers that make nodes: parameterize, extract, node, positional, tagged.

import { describe, expect, it } from 'vitest'
import { lengthBetween } from '../checks/index.ts'
import {
  byConfig,
  checked,
  dataflow,
  extract,
  from,
  isThroughlineError,
  node,
  parameterize,
  positional,
  retry,
  tagged,
  timeout,
  untyped,
  type NodeContext,
} from '../index.ts'
import { untypedFlow } from '../testing/index.ts'

type Numbers = Record<string, number>

function codesOf(make: () => unknown): string[] {
  try {
    make()
    return []
  } catch (error) {
    if (isThroughlineError(error)) return error.issues.map((issue) => issue.code)
    throw error
  }
}

class Model {
  readonly weights = []
}

describe('parameterize', () => {
  const lag = ({ series, days = 1 }: { series: number[]; days?: number }) => series.map((value) => value * days)

  it('makes a node per case, from values and from other nodes', async () => {
    const flow = dataflow({
      lags: parameterize(lag, { plain: {}, weekly: { days: 7 }, other: { series: from('signups'), days: 2 } }),
      signups: () => [1, 2],
    })
    expect(flow.nodes.map(({ name, kind, exportPath }) => `${name} ${kind} ${exportPath}`)).toEqual([
      'other parameterized lags',
      'plain parameterized lags',
      'signups function signups',
      'weekly parameterized lags',
    ])
    expect(flow.required(['other'])).toEqual([])
    expect(await flow.execute(['other', 'plain', 'weekly'], { inputs: { series: [3] } })).toEqual({
      other: [2, 4],
      plain: [3],
      weekly: [21],
    })
  })

  it('makes them from a list and a function that names each', async () => {
    const flow = untyped(
      dataflow({ lags: parameterize(lag, [{ days: 2 }, { days: 3 }], ({ days }) => `lag${days}` as const) }),
    )
    expect(await flow.execute(['lag2', 'lag3'], { inputs: { series: [1] } })).toEqual({ lag2: [2], lag3: [3] })
    expect(codesOf(() => parameterize(lag, [{ days: 2 }, { days: 2 }], () => 'lag' as const))).toEqual([
      'modifier/duplicate-name',
    ])
  })

  it('keeps constants apart from the values of the run, and from each other', async () => {
    const flow = untypedFlow({
      sums: parameterize(({ a, b }: Numbers) => a! + b!, { x: { a: 1 }, y: { a: 2 }, z: { b: 3 } }),
    })
    const run = (inputs: Numbers): Promise<unknown> => flow.execute(['x', 'y', 'z'], { inputs })
    expect(await run({ a: 10, b: 100 })).toEqual({ x: 101, y: 102, z: 13 })
    expect(await run({ a: 20, b: 200 })).toEqual({ x: 201, y: 202, z: 23 })
  })

  it('takes undefined for the default, and any other value as it is', async () => {
    const seen: unknown[] = []
    const flow = untypedFlow({
      all: parameterize(({ x = 'default' }: { x?: unknown }) => seen.push(x), { a: { x: undefined }, b: { x: null } }),
    })
    await flow.execute(['a', 'b'])
    expect(seen).toEqual(['default', null])
  })

  it('takes an object that has any property that it is asked for as it is', async () => {
    const anything: object = new Proxy({}, { get: (_, key) => (key === 'then' ? undefined : anything) })
    const flow = untypedFlow({ all: parameterize(({ x }: { x: object }) => x === anything, { a: { x: anything } }) })
    expect(await flow.execute(['a'])).toEqual({ a: true })
  })

  it('holds for functions that other modifiers have wrapped', async () => {
    const attempts: string[] = []
    const shaky = ({ days }: Numbers, { node: name, attempt }: NodeContext) => {
      attempts.push(`${name} ${attempt}`)
      if (attempt === 1) throw new Error('first')
      return [days]
    }
    const wrapped = checked(retry(shaky, { maxAttempts: 2, backoffMs: 0 }), [lengthBetween(1, 1)])
    const flow = untypedFlow({
      lags: tagged(parameterize(wrapped, { a: { days: 1 }, b: { days: 2 } }), { owner: 'x' }),
    })
    expect(await flow.execute(['a', 'b'])).toEqual({ a: [1], b: [2] })
    expect(attempts.sort()).toEqual(['a 1', 'a 2', 'b 1', 'b 2'])
    expect(flow.nodes.map(({ tags, checks }) => [tags, checks])).toEqual([
      [{ owner: 'x' }, ['lengthBetween(1, 1)']],
      [{ owner: 'x' }, ['lengthBetween(1, 1)']],
    ])
  })

  it('tells names that the function does not read, once it is linked', () => {
    const flow = () =>
      untypedFlow({ lags: parameterize(lag as never, { a: { dayz: 1 } as never, b: { days: 1 } as never }) })
    expect(codesOf(flow)).toEqual(['graph/unknown-dependency'])
  })

  it('needs a function of one node', () => {
    const group = parameterize(lag, { a: {} })
    for (const wrong of [group, extract(() => ({ a: 1 }), ['a']), 3, null, Model]) {
      expect(codesOf(() => parameterize(wrong as never, {}))).toEqual(['modifier/not-a-function'])
    }
  })
})

describe('extract', () => {
  const split = ({ rows }: { rows: number[] }) => ({ train: rows.slice(1), test: rows.slice(0, 1) })

  it('makes a node of each field, and keeps the whole', async () => {
    const flow = dataflow({
      parts: extract(split, ['train', 'test']),
      size: ({ train }: { train: number[] }) => train.length,
    })
    const outputs = await flow.execute(['parts', 'test', 'size'], { inputs: { rows: [1, 2, 3] } })
    expect(outputs).toEqual({ parts: { train: [2, 3], test: [1] }, test: [1], size: 2 })
    expect(flow.upstream('size')).toEqual(['parts', 'rows', 'train'])
  })

  it('leaves the function callable', () => {
    expect(extract(split, ['train'])({ rows: [1, 2] })).toEqual({ train: [2], test: [1] })
  })

  it('runs the function once for all fields', async () => {
    let calls = 0
    const flow = untypedFlow({ parts: extract(async () => ({ a: ++calls, b: ++calls }), ['a', 'b']) })
    expect(await flow.execute(['a', 'b'])).toEqual({ a: 1, b: 2 })
  })

  it('fails the field that the value lacks, not the others', async () => {
    const flow = untypedFlow({ parts: extract(() => ({ a: 1, inherited: 2 }), ['a', 'b' as 'a', 'toString' as 'a']) })
    const { values, failures } = await flow.settle(['a', 'b', 'toString'])
    expect(Object.keys(values)).toEqual(['a', 'toString'])
    expect(failures.map((failure) => failure.issues.map((issue) => issue.code))).toEqual([
      ['run/node-failed', 'run/missing-field'],
    ])
  })

  it.each([[null], [undefined], ['text'], [7]])('fails when the value is %s', async (value) => {
    const flow = untypedFlow({ parts: extract(() => value as never, ['a' as never]) })
    await expect(flow.execute(['a'])).rejects.toThrow('run/missing-field')
  })

  it('takes variants, and fields of what is extracted already', async () => {
    const either = byConfig('way', { x: () => ({ a: 1 }), y: () => ({ a: 2 }) }, { default: 'x' })
    const flow = untypedFlow({ parts: extract(extract(either, ['a']) as never, ['a2' as never]) })
    expect(await flow.configure({ way: 'y' }).execute(['parts', 'a'])).toEqual({ parts: { a: 2 }, a: 2 })
    await expect(flow.execute(['a2'])).rejects.toThrow('its fields: a')
  })

  it('needs something that gives a whole', () => {
    const group = parameterize(split as () => object, { a: {} })
    expect(codesOf(() => extract(group as never, ['x' as never]))).toEqual(['modifier/not-a-function'])
  })

  it('has policies and checks on the whole, not on each field', () => {
    const flow = untypedFlow({
      parts: timeout(retry(extract(split, ['train']), { maxAttempts: 2 }), '1s'),
    })
    expect(flow.nodes.map(({ name, policy }) => [name, policy])).toEqual([
      ['parts', { retry: { maxAttempts: 2 }, timeout: '1s' }],
      ['train', {}],
    ])
  })
})

describe('node and positional', () => {
  it('name dependencies in words, for one object or for arguments', async () => {
    const flow = untypedFlow({
      sum: node<{ a: number; b?: number }, number>(
        ['a', 'b?'],
        (all) => Object.keys(all).length * 100 + all.a + (all.b ?? 0),
      ),
      product: positional(['a', 'b?'], (a: number, b: number = 5) => a * b),
    })
    expect(flow.required(['sum'])).toEqual(['a', 'b'])
    expect(await flow.execute(['sum', 'product'], { inputs: { a: 2 } })).toEqual({ sum: 102, product: 10 })
    expect(await flow.execute(['sum', 'product'], { inputs: { a: 2, b: 3 } })).toEqual({ sum: 205, product: 6 })
  })

  it('stay callable as nodes', () => {
    const product = positional(['a', 'b?'], (a: number, b: number = 5) => a * b)
    expect([product({ a: 2 }), product({ a: 2, b: 3 })]).toEqual([10, 6])
    expect(node<{ a: number }, number>(['a'], ({ a }) => a + 1)({ a: 1 })).toBe(2)
  })

  it('let node read its context', async () => {
    const flow = untypedFlow({ who: node([], (_, context) => `${context.node} ${context.attempt}`) })
    expect(await flow.execute(['who'])).toEqual({ who: 'who 1' })
  })

  it('take the names of a whole module from its parameters', async () => {
    const legacy = {
      total: (price: number, quantity: number = 2) => price * quantity,
      label: async function label(total: number) {
        return `${total} EUR`
      },
      modern: ({ total }: Numbers) => total! + 1,
      rate: () => 3,
      LIMIT: 4,
      wrapped: tagged(({ rate }: Numbers) => rate, { t: 'v' }),
    }
    const flow = untypedFlow(positional(legacy))
    expect(flow.inputs.map(({ name, optional }) => `${name} ${optional}`)).toEqual(['price false', 'quantity true'])
    const outputs = ['label', 'modern', 'rate', 'wrapped']
    expect(await flow.execute(outputs, { inputs: { price: 5 } })).toEqual({
      label: '10 EUR',
      modern: 11,
      rate: 3,
      wrapped: 3,
    })
    expect((positional(legacy) as unknown as typeof legacy).total(3, 4)).toBe(12)
  })

  it('do not guess the names of a rest or of patterns', () => {
    const strange = {
      rest: (...all: number[]) => all,
      some: (a: number, ...all: number[]) => [a, all],
      list: ([a]: number[]) => a,
    }
    expect(codesOf(() => untypedFlow(positional(strange)))).toEqual([
      'graph/not-destructured',
      'graph/not-destructured',
      'graph/not-destructured',
    ])
  })
})

describe('tagged', () => {
  it('adds to inner tags, and wins over them', () => {
    const flow = untypedFlow({
      a: tagged(
        tagged(() => 1, { owner: 'inner', unit: 'EUR' }),
        { owner: 'outer' },
      ),
    })
    expect(flow.nodes[0]?.tags).toEqual({ owner: 'outer', unit: 'EUR' })
  })

  it('reaches every variant and every node of a group', () => {
    const flow = untypedFlow({
      model: tagged(byConfig('k', { x: () => 1, y: () => 2 }, { default: 'x' }) as never, { t: 'v' }),
      parts: tagged(
        extract(() => ({ a: 1 }), ['a']),
        { t: 'v' },
      ),
    })
    expect(flow.nodes.map((one) => one.tags)).toEqual([{ t: 'v' }, { t: 'v' }, { t: 'v' }])
    expect(flow.configure({ k: 'y' }).nodes.find((one) => one.name === 'model')?.tags).toEqual({ t: 'v' })
  })

  it('leaves the function callable, with its name and its this', () => {
    const counter = {
      step: 2,
      next: tagged(function next(this: { step: number }, { from: start }: Numbers) {
        return start! + this.step
      }, {}),
    }
    expect([counter.next({ from: 1 }), counter.next.name]).toEqual([3, 'next'])
  })
})
