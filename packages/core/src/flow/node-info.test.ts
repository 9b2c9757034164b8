import { describe, expect, it } from 'vitest'
import { inRange } from '../checks/index.ts'
import {
  byConfig,
  checked,
  extract,
  from,
  node,
  parameterize,
  positional,
  tagged,
  type Origin,
  type SourceReference,
  type UntypedFlow,
} from '../index.ts'
import { diagram } from '../diagram/index.ts'
import { untypedFlow } from '../testing/index.ts'

type Numbers = Record<string, number>

const flowOf = (...modules: unknown[]): UntypedFlow => untypedFlow(...(modules as object[]))

const lag = ({ days, series }: Numbers): number => days! + series!
const split = ({ lag1 }: Numbers): { train: number } => ({ train: lag1! })
const features = {
  lags: tagged(parameterize(lag, { lag1: { days: 1 }, other: { days: 2, series: from('signups') } }), { owner: 'a' }),
  parts: extract(split, ['train']),
  _private: () => 1,
}
const models = {
  score: checked(({ train, alpha = 1 }: Numbers) => train! * alpha!, [inRange(0, 100)]),
  model: byConfig('algo', { x: ({ score }: Numbers) => score, y: ({ score, beta }: Numbers) => [score, beta] }),
  old: positional(['series', 'beta?'], (series: number, beta: number) => series * beta),
}
const flow = flowOf(features, models)
const { nodes } = flow
const named = (name: string): (typeof nodes)[number] => nodes.find((one) => one.name === name)!

describe('what a flow tells about its nodes', () => {
  it('is where each comes from and what it reads, sorted', () => {
    const seen = nodes.map(({ name, kind, module, exportPath, dependencies }) => [
      name,
      kind,
      module,
      exportPath,
      dependencies.map((one) => (one.optional ? `${one.name}?` : one.name)).join(),
    ])
    expect(seen).toEqual([
      ['lag1', 'parameterized', 0, 'lags', 'series'],
      ['model', 'variants', 1, 'model', 'beta?,score'],
      ['old', 'function', 1, 'old', 'beta?,series'],
      ['other', 'parameterized', 0, 'lags', 'signups'],
      ['parts', 'function', 0, 'parts', 'lag1'],
      ['score', 'function', 1, 'score', 'alpha?,train'],
      ['train', 'extracted', 0, 'parts', 'parts'],
    ])
  })

  it('is their tags and checks, and nothing where there are none', () => {
    expect(named('lag1')).toMatchObject({ tags: { owner: 'a' }, checks: [], policy: {} })
    expect(named('score').checks).toEqual([inRange(0, 100).name])
    expect(named('parts')).not.toHaveProperty('origin')
  })

  it('follows the configuration', () => {
    const chosen = flow.configure({ algo: 'y' })
    expect(chosen.nodes.find((one) => one.name === 'model')!.dependencies).toEqual([
      { name: 'beta', optional: false },
      { name: 'score', optional: false },
    ])
    expect(chosen.nodes.find((one) => one.name === 'algo')).toMatchObject({ kind: 'config', module: -1 })
  })

  it('counts a name that is read twice once, as needed if one of the two needs it', () => {
    const twice = ({ a, b = 0 }: Numbers): number => a! + b!
    const [one] = flowOf({ lags: parameterize(twice, { one: { a: from('x'), b: from('x') } }) }).nodes
    expect(one!.dependencies).toEqual([{ name: 'x', optional: false }])
  })
})

describe('what a flow tells about its inputs', () => {
  it('is who reads them, and whether all can do without', () => {
    expect(flow.inputs).toEqual([
      { name: 'alpha', optional: true, consumers: ['score'] },
      { name: 'beta', optional: true, consumers: ['model', 'old'] },
      { name: 'series', optional: false, consumers: ['lag1', 'old'] },
      { name: 'signups', optional: false, consumers: ['other'] },
    ])
    expect(flow.configure({ algo: 'y' }).inputs.find((one) => one.name === 'beta')?.optional).toBe(false)
  })
})

describe('select', () => {
  it.each([
    ['a tag', { tag: 'owner' }, ['lag1', 'other']],
    ['a tag and its value', { tag: { owner: 'a' } }, ['lag1', 'other']],
    ['another value', { tag: { owner: 'b' } }, []],
    ['tags of which one is not there', { tag: { owner: 'a', unit: 'EUR' } }, []],
    ['a tag that only every object has', { tag: 'toString' }, []],
  ])('finds nodes by %s', (_, what, names) => {
    expect(flow.select(what)).toEqual(names)
  })

  it('finds nodes by anything that is told about them', () => {
    expect(flow.select((one) => one.module === 1)).toEqual(['model', 'old', 'score'])
    expect(flow.select((one) => one.checks.length > 0)).toEqual(['score'])
    expect(flow.select(() => false)).toEqual([])
  })
})

describe('the origin resolver', () => {
  it('is asked with the module, the export, and the function as its author wrote it', () => {
    const asked: SourceReference[] = []
    const origin: Origin = { module: 'features.ts', exportPath: 'parts', line: 3, column: 1 }
    const located = flow.with({
      origins: (source) => {
        asked.push(source)
        return source.exportPath === 'parts' ? origin : undefined
      },
    })
    expect(located.nodes.filter((one) => one.origin).map((one) => one.name)).toEqual(['parts', 'train'])
    expect(asked.find((one) => one.exportPath === 'lags')).toEqual({ module: features, exportPath: 'lags', fn: lag })
    expect(asked.filter((one) => one.exportPath === 'parts').map((one) => one.fn)).toEqual([split, split])
    expect(flow.nodes.some((one) => one.origin)).toBe(false)
  })
})

describe('names that mean something to JavaScript', () => {
  const ODD = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'a-b', 'two words', '', '1', 'ключ', 'a,b']
  const record = (value: (name: string) => unknown): Record<string, unknown> =>
    Object.fromEntries(ODD.map((name) => [name, value(name)]))

  it.each(ODD)('are names like any other: as a node, an input, an output, an override: %o', async (name) => {
    const single = (value: unknown): Record<string, unknown> => Object.fromEntries([[name, value]])
    const giving = flowOf(
      { group: parameterize(() => 2, single({}) as Record<string, {}>) },
      { sum: node([name], (read: Numbers) => read[name]! + 1) },
    )
    expect(await giving.execute([name, 'sum'])).toEqual(Object.fromEntries([[name, 2] as const, ['sum', 3] as const]))
    expect(await giving.override(single(5)).execute(['sum'])).toEqual({ sum: 6 })
    expect(giving.path(name, 'sum')).toEqual([name, 'sum'])

    const reading = flowOf({ sum: node([name], (read: Numbers) => read[name]! + 1) })
    expect(reading.inputs).toEqual([{ name, optional: false, consumers: ['sum'] }])
    expect(await reading.execute(['sum'], { inputs: single(7) })).toEqual({ sum: 8 })
    expect(await reading.override(single(8)).execute(['sum'])).toEqual({ sum: 9 })
    expect(reading.validate(['sum']).map((issue) => issue.facts['name'])).toEqual([name])
    const { values, failures } = await reading.settle(['sum'], { inputs: single(9) })
    expect([values, failures]).toEqual([{ sum: 10 }, []])
  })

  it('are names like any other: when all are there at once', async () => {
    const all = flowOf({ group: parameterize(() => 1, record(() => ({})) as Record<string, {}>) })
    expect(await all.execute(ODD)).toEqual(record(() => 1))
    expect(Object.keys(await all.execute(ODD)).sort()).toEqual([...ODD].sort())
    expect(diagram(all).match(/^ {2}n\d+\["/gm)).toHaveLength(ODD.length)
    const tagsOf = all.with({ policies: record((name) => ({ tags: { called: name } })) as never })
    expect(tagsOf.nodes.map((one) => one.tags['called'])).toEqual([...ODD].sort())
    const twice = tagsOf.with({ policies: record(() => ({ tags: { again: 'yes' } })) as never })
    expect(twice.nodes.map((one) => [one.tags['called'], one.tags['again']])).toEqual(
      [...ODD].sort().map((name) => [name, 'yes']),
    )
  })

  it('are suggested, and asked for, in quotes where JavaScript needs them', () => {
    const [issue] = flowOf({ sum: node(['two words'], () => 1) }).validate(['sum'])
    expect(issue!.hints[0]).toBe('pass  inputs: { "two words": ... }')
  })
})
