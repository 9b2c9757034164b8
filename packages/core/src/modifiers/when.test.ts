// Nodes under conditions: alone, one of several, and together with other modifiers.

import { describe, expect, it } from 'vitest'
import { inRange } from '../checks/index.ts'
import {
  bind,
  byConfig,
  checked,
  extract,
  from,
  isThroughlineError,
  not,
  parameterize,
  retry,
  tagged,
  when,
  type ConfigValue,
  type UntypedFlow,
} from '../index.ts'
import { untypedFlow } from '../testing/index.ts'

type Numbers = Record<string, number>

/** What an error says: `code: title`. */
function saidBy(make: () => unknown): string[] {
  try {
    make()
    return []
  } catch (error) {
    return issuesOf(error)
  }
}

function issuesOf(error: unknown): string[] {
  if (!isThroughlineError(error)) throw error
  return error.issues.map((issue) => [issue.code, issue.title, ...issue.details].join(' | '))
}

const namesOf = (flow: UntypedFlow): string[] => flow.nodes.map((one) => one.name)

describe('when', () => {
  const shop = {
    net: ({ price }: Numbers) => price! * 10,
    audit: when({ debug: true }, ({ net }: { net: number }) => `net ${net}`),
    report: ({ net, audit = 'none' }: { net: number; audit?: string }) => `${net} ${audit}`,
  }
  const flow = untypedFlow(shop)
  const inputs = { price: 2 }

  it('is a node only while its condition is known to hold', async () => {
    expect(namesOf(flow)).toEqual(['net', 'report'])
    expect(namesOf(flow.configure({ debug: false }))).toEqual(['debug', 'net', 'report'])
    const on = flow.configure({ debug: true })
    expect(namesOf(on)).toEqual(['audit', 'debug', 'net', 'report'])
    expect(await on.execute(['audit', 'report'], { inputs })).toEqual({ audit: 'net 20', report: '20 net 20' })
    expect(flow.config).toEqual([{ key: 'debug', values: [true, false], nodes: ['audit'] }])
  })

  it('is an input for its readers while it is off', async () => {
    expect(await flow.execute(['report'], { inputs })).toEqual({ report: '20 none' })
    expect(await flow.execute(['report'], { inputs: { ...inputs, audit: 'mine' } })).toEqual({ report: '20 mine' })
    expect(await flow.override({ audit: 'mine' }).execute(['report'], { inputs })).toEqual({ report: '20 mine' })
    const on = flow.configure({ debug: true })
    expect(on.validate(['report'], { inputs: { ...inputs, audit: 'mine' } }).map((issue) => issue.code)).toEqual([
      'graph/input-is-node',
    ])
  })

  it('says why it is not there when somebody asks for it', async () => {
    const because = 'There is such a node, but its condition does not hold: use  flow.configure'
    expect(issuesOf(await flow.execute(['audit'], { inputs }).catch((error: unknown) => error))).toEqual([
      `graph/unknown-output | There is no node "audit" to compute. | ${because}`,
    ])
    const needing = untypedFlow({ ...shop, needy: ({ audit }: { audit: string }) => audit })
    expect(issuesOf(await needing.execute(['needy'], { inputs }).catch((error: unknown) => error))[0]).toContain(
      because,
    )
  })

  it('comes and goes with the configuration, whatever was changed before', async () => {
    const changed = flow
      .configure({ debug: true })
      .with({ policies: { audit: { tags: { owner: 'a' } } } })
      .override({ net: 1 })
    expect(await changed.execute(['audit'])).toEqual({ audit: 'net 1' })
    expect(changed.nodes.find((one) => one.name === 'audit')).toMatchObject({ kind: 'variants', tags: { owner: 'a' } })
    const replaced = flow.configure({ debug: true }).replace({ audit: () => 'always' })
    expect(await replaced.execute(['report'], { inputs })).toEqual({ report: '20 always' })
    expect(namesOf(changed.configure({ debug: false }))).toEqual(['debug', 'net', 'report'])
  })

  it('counts all keys, any value of a list, and values of any simple type', () => {
    const nodes = untypedFlow({
      both: when({ a: 'x', b: 1 }, () => 1),
      any: when({ a: ['x', 'y'] }, () => 2),
      number: when({ b: [1, 2] }, () => 3),
      text: when({ b: '1' }, () => 4),
      off: when({ c: false }, () => 5),
    })
    const under = (config: Record<string, ConfigValue>): string[] =>
      namesOf(nodes.configure(config)).filter((name) => !(name in config))
    expect(under({ a: 'x' })).toEqual(['any'])
    expect(under({ a: 'x', b: 1 })).toEqual(['any', 'both', 'number'])
    expect(under({ a: 'y', b: '1' })).toEqual(['any', 'text'])
    expect(under({ b: 2, c: false })).toEqual(['number', 'off'])
    expect(under({ c: true })).toEqual([])
    expect(nodes.config.find(({ key }) => key === 'b')!.values).toEqual([1, 2, '1'])
  })

  it('holds under not while nothing is chosen, and for every other value that is known', () => {
    const nodes = untypedFlow({
      log: when({ env: not('prod', 'stage') }, () => 1),
      quick: when({ env: ['dev', 'prod'], slow: not(true) }, () => 2),
    })
    expect(namesOf(nodes)).toEqual(['log'])
    expect(namesOf(nodes.configure({ env: 'dev' }))).toEqual(['env', 'log', 'quick'])
    expect(namesOf(nodes.configure({ env: 'prod', slow: false }))).toEqual(['env', 'quick', 'slow'])
    expect(namesOf(nodes.configure({ env: 'prod', slow: true }))).toEqual(['env', 'slow'])
    expect(saidBy(() => nodes.configure({ env: 'test' }))).toEqual([
      'config/unknown-value | "env" cannot be "test": no implementation is for it.',
    ])
  })

  it('calls the function when called directly', () => {
    expect(shop.audit({ net: 3 })).toBe('net 3')
  })

  it('stands inside and around other modifiers', async () => {
    let calls = 0
    const shaky = ({ net }: Numbers) => {
      if (++calls === 1) throw new Error('first')
      return net! / 100
    }
    const wrapped = untypedFlow({
      net: () => 50,
      share: tagged(retry(when({ on: true }, checked(shaky, [inRange(0, 1)])), { maxAttempts: 2, backoffMs: 0 }), {
        t: 'v',
      }),
      renamed: bind(when({ on: true }, ({ x }: Numbers) => x) as never, { x: from('net') } as never),
      lags: when(
        { on: true },
        parameterize(({ k, net }: Numbers) => k! + net!, { lag1: { k: 1 }, lag2: { k: 2 } }),
      ),
      many: parameterize(when({ on: true }, ({ k }: Numbers) => k) as never, { m1: { k: 5 } } as never),
      parts: extract(
        when({ on: true }, () => ({ a: 1 })),
        ['a'],
      ),
      pieces: when(
        { on: true },
        extract(() => ({ b: 2 }), ['b']),
      ),
    })
    expect(namesOf(wrapped)).toEqual(['net'])
    const on = wrapped.configure({ on: true })
    expect(on.nodes.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'a extracted',
      'b extracted',
      'lag1 parameterized',
      'lag2 parameterized',
      'm1 parameterized',
      'net function',
      'on config',
      'parts variants',
      'pieces variants',
      'renamed variants',
      'share variants',
    ])
    const outputs = ['a', 'b', 'lag1', 'lag2', 'm1', 'renamed', 'share']
    expect(await on.execute(outputs)).toEqual({ a: 1, b: 2, lag1: 51, lag2: 52, m1: 5, renamed: 50, share: 0.5 })
    expect(calls).toBe(2)
    expect(on.nodes.find((one) => one.name === 'share')).toMatchObject({
      tags: { t: 'v' },
      policy: { retry: { maxAttempts: 2 } },
      checks: ['inRange(0, 1)'],
    })
  })

  it('is refused where it can mean nothing', () => {
    const fn = () => 1
    expect(saidBy(() => when({}, fn))).toEqual([
      'modifier/bad-option | when: "condition" is an object; expected at least one key.',
    ])
    const expected = 'expected a string, number or boolean, a list of them, or not(...).'
    for (const wrong of [{ a: undefined }, { a: null }, { a: [] }, { a: { b: 1 } }, { a: [{}] }, { a: { not: 1 } }]) {
      expect(saidBy(() => when(wrong as never, fn))[0]).toContain(expected)
    }
    expect(saidBy(() => when(undefined as never, fn))[0]).toContain('modifier/bad-option | when: "condition"')
    expect(saidBy(() => (not as () => unknown)())).toEqual([
      'modifier/bad-option | not: "values" is "none"; expected at least one.',
    ])
    const variants = [byConfig('k', { a: fn }), when({ a: 1 }, fn)]
    for (const wrong of variants) {
      expect(saidBy(() => when({ b: 1 }, wrong as never))).toEqual([
        'modifier/not-a-function | when needs a function of one node; it was given a node with variants.',
      ])
    }
    expect(saidBy(() => when({ a: 1 }, 3 as never))[0]).toContain('it was given number')
    expect(saidBy(() => untypedFlow({ region: when({ region: 'eu' }, fn) }))[0]).toContain('config/key-is-node')
  })
})
