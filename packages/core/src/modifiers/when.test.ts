// Nodes under conditions: alone, one of several, and together with other modifiers.

import { describe, expect, it } from 'vitest'
import { inRange } from '../checks/index.ts'
import {
  bind,
  byConfig,
  checked,
  diagram,
  extract,
  from,
  isThroughlineError,
  not,
  oneOf,
  otherwise,
  parameterize,
  retry,
  tagged,
  timeout,
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

describe('oneOf', () => {
  const vat = ({ net }: Numbers) => net! * 0.2
  const sales = ({ net, rate }: Numbers) => net! * rate!
  const tax = oneOf(
    when({ region: ['de', 'fr'] }, vat),
    when({ region: 'us' }, sales),
    otherwise(() => 0),
  )

  it('is the implementation whose condition holds, or else the last', async () => {
    const flow = untypedFlow({ tax, total: ({ net, tax: added }: Numbers) => net! + added! })
    const inputs = { net: 10 }
    expect(await flow.execute(['total'], { inputs })).toEqual({ total: 10 })
    expect(await flow.configure({ region: 'fr' }).execute(['total'], { inputs })).toEqual({ total: 12 })
    const us = flow.configure({ region: 'us' })
    expect(us.required(['total'])).toEqual(['net', 'rate'])
    expect(await us.execute(['total', 'region'], { inputs: { net: 10, rate: 1 } })).toEqual({ total: 20, region: 'us' })
    expect(flow.config).toEqual([{ key: 'region', values: ['de', 'fr', 'us'], nodes: ['tax'] }])
  })

  it('waits for the configuration without a last one', async () => {
    const flow = untypedFlow({
      price: oneOf(
        when({ tier: 'gold', region: 'eu' }, ({ base }: Numbers) => base),
        when({ tier: 'silver', region: 'eu' }, ({ base, k }: Numbers) => base! * k!),
        when({ region: 'us' }, () => 'x'),
      ),
    })
    const asked = await flow.execute(['price']).catch((error: unknown) => error)
    expect(issuesOf(asked)).toEqual([
      'graph/undecided-variant | "price" has several implementations, and the configuration does not say which to use.' +
        ' | tier: "gold" | "silver" | region: "eu" | "us"',
    ])
    const eu = flow.configure({ region: 'eu' })
    expect(issuesOf(await eu.execute(['price']).catch((error: unknown) => error))[0]).toContain(
      ' | tier: "gold" | "silver"',
    )
    expect(eu.nodes.find((one) => one.name === 'price')).toMatchObject({
      kind: 'variants',
      dependencies: [
        { name: 'base', optional: false },
        { name: 'k', optional: true },
      ],
    })
    expect(diagram(eu)).toContain('price')
    const gold = eu.configure({ tier: 'gold' })
    expect(await gold.execute(['price'], { inputs: { base: 3 } })).toEqual({ price: 3 })
    expect(await gold.configure({ region: 'us' }).execute(['price'])).toEqual({ price: 'x' })
  })

  it('is no node under a configuration that none of its conditions admits', async () => {
    const flow = untypedFlow({
      rate: oneOf(
        when({ region: 'eu' }, () => 1),
        when({ region: 'us' }, () => 2),
      ),
      label: byConfig('region', { eu: () => 'e', us: () => 'u', uk: () => 'k' }),
      total: ({ rate }: Numbers) => rate,
    }).configure({ region: 'uk' })
    expect(namesOf(flow)).toEqual(['label', 'region', 'total'])
    expect(await flow.execute(['total'], { inputs: { rate: 3 } })).toEqual({ total: 3 })
  })

  it('means the same in any order', async () => {
    const choices = [
      when({ a: 'x', b: not(true) }, () => 'first'),
      when({ a: 'x', b: true }, () => 'second'),
      when({ a: ['y', 'z'] }, () => 'third'),
    ]
    for (const order of [choices, choices.toReversed(), [choices[1]!, choices[2]!, choices[0]!]]) {
      const flow = untypedFlow({
        one: (oneOf as (...all: unknown[]) => object)(
          ...order,
          otherwise(() => 'none'),
        ),
      })
      const under = async (config: object): Promise<unknown> =>
        (await flow.configure({ ...config }).execute(['one']))['one']
      expect(await Promise.all([{}, { b: true }, { a: 'x' }, { a: 'x', b: false }].map(under))).toEqual([
        'none',
        'none',
        'first',
        'first',
      ])
      expect(
        await Promise.all(
          [
            { a: 'x', b: true },
            { a: 'z', b: true },
          ].map(under),
        ),
      ).toEqual(['second', 'third'])
    }
  })

  it('refuses conditions that can hold at once, also when no configuration has chosen them', () => {
    const anything = oneOf as (...all: unknown[]) => object
    const pairs: [object, object, boolean][] = [
      [{ a: 1 }, { b: 1 }, true],
      [{ a: 1 }, { a: 1 }, true],
      [{ a: 1 }, { a: 2 }, false],
      [{ a: 1 }, { a: '1' }, false],
      [{ a: [1, 2] }, { a: [2, 3] }, true],
      [{ a: [1, 2] }, { a: [3, 4] }, false],
      [{ a: [1, 2] }, { a: not(1) }, true],
      [{ a: [1, 2] }, { a: not(2, 1) }, false],
      [{ a: not(1) }, { a: not(2) }, true],
      [{ a: 1, b: 1 }, { a: 1, b: 2 }, false],
      [{ a: 1, b: 1 }, { a: 1 }, true],
      [{ a: true }, { a: false }, false],
      [{ toString: 'a' }, { b: 1 }, true],
    ]
    for (const [one, other, isWrong] of pairs) {
      const codes = saidBy(() => anything(when(one as never, vat), when(other as never, sales)))
      const reverse = saidBy(() => anything(when(other as never, vat), when(one as never, sales)))
      expect([one, other, codes.length, reverse.length]).toEqual([one, other, Number(isWrong), Number(isWrong)])
    }
    expect(
      saidBy(() => anything(when({ a: ['x', 'y'], b: not(true) } as never, vat), when({ a: 'x' } as never, sales))),
    ).toEqual([
      'modifier/overlapping-conditions | Two conditions of oneOf can hold at once, and then nothing says which' +
        ' implementation to use. | { a: ["x","y"], b: not(true) } | { a: "x" }',
    ])
  })

  it('takes wrapped implementations, and can be wrapped', async () => {
    const calls: string[] = []
    const shaky =
      (name: string) =>
      ({ raw }: Numbers) => {
        calls.push(name)
        if (calls.length % 2 === 1) throw new Error('again')
        return raw
      }
    const flow = untypedFlow({
      raw: () => 4,
      inner: oneOf(
        when({ k: 'a' }, retry(timeout(shaky('inner'), '5s'), { maxAttempts: 2, backoffMs: 0 })),
        tagged(
          when({ k: 'b' }, () => 1),
          { t: 'b' },
        ),
        otherwise(bind(({ x }: { x: number }) => x * 2, { x: from('raw') })),
      ),
      outer: retry(
        oneOf(
          when({ k: 'a' }, shaky('outer')),
          otherwise(() => 0),
        ),
        { maxAttempts: 2, backoffMs: 0 },
      ),
      parts: extract(
        checked(
          oneOf(
            when({ k: 'a' }, () => [0.1, 'x'] as const),
            otherwise(() => [0.2, 'y'] as const),
          ) as never,
          [],
        ) as never,
        ['share', 'label'] as never,
      ),
    })
    expect(await flow.execute(['inner', 'outer', 'share'])).toEqual({ inner: 8, outer: 0, share: 0.2 })
    const a = flow.configure({ k: 'a' })
    expect(await a.execute(['inner', 'label'])).toEqual({ inner: 4, label: 'x' })
    expect(await a.execute(['outer'])).toEqual({ outer: 4 })
    expect(calls).toEqual(['inner', 'inner', 'outer', 'outer'])
    expect(a.nodes.find((one) => one.name === 'inner')!.policy).toEqual({
      retry: { maxAttempts: 2, backoffMs: 0 },
      timeout: '5s',
    })
    expect(flow.configure({ k: 'b' }).nodes.find((one) => one.name === 'inner')!.tags).toEqual({ t: 'b' })
  })

  it('cannot be called directly: nothing has chosen', () => {
    expect(saidBy(() => (tax as unknown as () => unknown)())).toEqual([
      'modifier/not-callable | A node made by oneOf has 2 implementations and cannot be called directly.',
    ])
  })

  it('is refused where it can mean nothing', () => {
    const anything = oneOf as (...all: unknown[]) => object
    const one = when({ a: 1 }, vat)
    expect(saidBy(() => anything())).toEqual([
      'modifier/bad-option | oneOf: "choices" is "none"; expected at least one made by when(...).',
    ])
    expect(saidBy(() => anything(otherwise(vat)))[0]).toContain('expected at least one made by when(...)')
    expect(saidBy(() => anything(otherwise(vat), one))[0]).toContain('"choices[0]" is an object; expected the last')
    expect(saidBy(() => anything(one, otherwise(vat), otherwise(vat)))[0]).toContain('"choices[1]"')
    for (const wrong of [
      vat,
      byConfig('k', { a: vat, b: vat }),
      3,
      null,
      {},
      when({ b: 1 }, parameterize(vat, { p: {} })),
    ]) {
      expect(saidBy(() => anything(one, wrong))[0]).toContain('expected a function in when(...)')
    }
    expect(saidBy(() => otherwise(one))[0]).toContain('otherwise needs a function of one node')
    expect(untypedFlow({ fallback: otherwise(vat), other: () => 1 }).nodes.map((node) => node.name)).toEqual(['other'])
  })
})
