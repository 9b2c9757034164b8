import { describe, expect, it } from 'vitest'
import {
  cached,
  dataflow,
  extract,
  isThroughlineError,
  oneOf,
  otherwise,
  parameterize,
  retry,
  untyped,
  when,
  type CacheMode,
} from '../index.ts'

describe('cached', () => {
  const flow = untyped(
    dataflow({
      raw: () => [1, 2],
      mean: cached(({ raw }: { raw: number[] }) => raw.length, { version: '2' }),
      plain: cached(() => 1),
      inner: retry(
        cached(
          cached(() => 1, { mode: 'ignore' }),
          { mode: 'disable' },
        ),
        { maxAttempts: 2 },
      ),
      lags: cached(
        parameterize(({ days }: { days: number }) => days, { lag1: { days: 1 }, lag2: { days: 2 } }),
        { mode: 'recompute' },
      ),
      parts: cached(extract(() => ({ a: 1 }), ['a'])),
      either: cached(
        oneOf(
          when({ k: 'x' }, () => 1),
          otherwise(() => 2),
        ),
      ),
    }),
  )

  it('only marks: in what the flow tells of its nodes, the outermost last', () => {
    expect(flow.nodes.map(({ name, policy }) => [name, policy])).toEqual([
      ['a', {}],
      ['either', { cache: { mode: 'default' } }],
      ['inner', { cache: { mode: 'disable' }, retry: { maxAttempts: 2 } }],
      ['lag1', { cache: { mode: 'recompute' } }],
      ['lag2', { cache: { mode: 'recompute' } }],
      ['mean', { cache: { mode: 'default', version: '2' } }],
      ['parts', { cache: { mode: 'default' } }],
      ['plain', { cache: { mode: 'default' } }],
      ['raw', {}],
    ])
    const marked = flow.configure({ k: 'x' }).nodes.find((one) => one.name === 'either')
    expect(marked!.policy).toEqual({ cache: { mode: 'default' } })
  })

  it('shows in the JSON of the flow, where there is a mark', () => {
    const json = JSON.parse(JSON.stringify(flow)) as { nodes: { name: string; cache?: object }[] }
    const marks = json.nodes.flatMap(({ name, cache }) => (cache ? [[name, cache]] : []))
    expect(marks).toEqual([
      ['either', { mode: 'default' }],
      ['inner', { mode: 'disable' }],
      ['lag1', { mode: 'recompute' }],
      ['lag2', { mode: 'recompute' }],
      ['mean', { mode: 'default', version: '2' }],
      ['parts', { mode: 'default' }],
      ['plain', { mode: 'default' }],
    ])
  })

  it('can be said from outside, by the name of the node, in any order of writing', () => {
    const said = { version: '3', mode: 'recompute' } as const
    const changed = flow.with({ policies: { raw: { cache: { mode: 'ignore' } }, mean: { cache: said } } })
    const policyOf = (name: string): object => changed.nodes.find((one) => one.name === name)!.policy
    expect([policyOf('raw'), policyOf('mean')]).toEqual([{ cache: { mode: 'ignore' } }, { cache: said }])
    const same = flow.with({
      policies: { mean: { cache: { mode: 'recompute', version: '3' } }, raw: { cache: { mode: 'ignore' } } },
    })
    expect(JSON.stringify(same)).toBe(JSON.stringify(changed))
    expect(JSON.stringify(same)).not.toBe(JSON.stringify(flow))
  })

  it('changes nothing in a run, nor in a direct call', async () => {
    let calls = 0
    const count = cached(() => ++calls)
    const counting = dataflow({ count })
    expect(await counting.execute(['count'])).toEqual({ count: 1 })
    expect(await counting.execute(['count'])).toEqual({ count: 2 })
    expect(count()).toBe(3)
  })

  it('refuses modes and versions that there are not', () => {
    const said = (options: object): string => {
      try {
        cached(() => 1, options)
        return ''
      } catch (error) {
        return isThroughlineError(error) ? `${error.code} ${error.issues[0]!.title}` : String(error)
      }
    }
    expect(said({ mode: 'never' as CacheMode })).toBe(
      'modifier/bad-option cached: "mode" is "never"; expected one of default, recompute, disable, ignore.',
    )
    expect(said({ version: 2 })).toBe('modifier/bad-option cached: "version" is 2; expected a text.')
  })
})
