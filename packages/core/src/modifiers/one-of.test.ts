// One of several implementations, by conditions.

import { describe, expect, it } from 'vitest'
import {
  bind,
  byConfig,
  checked,
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
  type UntypedFlow,
} from '../index.ts'
import { diagram } from '../diagram/index.ts'
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
