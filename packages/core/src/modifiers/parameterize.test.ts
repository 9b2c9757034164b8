// One function, many nodes.

import { describe, expect, it } from 'vitest'
import { byConfig, dataflow, from, group, parameterize, tagged, untyped } from '../index.ts'
import { untypedFlow } from '../testing/index.ts'

describe('parameterize', () => {
  const share = ({ part, whole }: { part: number; whole: readonly number[] }) =>
    part / whole.reduce((sum, one) => sum + one, 0)

  it('takes groups, and tags for each case', async () => {
    const flow = dataflow({
      shares: parameterize(
        share,
        {
          shareA: { part: from('a'), whole: group([from('a'), from('b')]) },
          shareB: { part: from('b'), whole: [4] },
        },
        { tags: ({ whole }, name) => ({ called: name, isFixed: String(Array.isArray(whole)) }) },
      ),
    })
    expect(await flow.execute(['shareA', 'shareB'], { inputs: { a: 1, b: 3 } })).toEqual({ shareA: 0.25, shareB: 0.75 })
    expect(flow.nodes.map((one) => one.tags)).toEqual([
      { called: 'shareA', isFixed: 'false' },
      { called: 'shareB', isFixed: 'true' },
    ])
  })

  it('takes records from a list, with names and tags made from each', async () => {
    const regions = [
      { code: 'eu', rate: 2 },
      { code: 'us', rate: 3 },
    ] as const
    const flow = untyped(
      dataflow({
        sales: parameterize(
          ({ code, rate, net }: { code: string; rate: number; net: number }) => `${code} ${net * rate}`,
          regions,
          ({ code }) => `sales_${code}` as const,
          { tags: ({ code }) => ({ region: code }) },
        ),
      }),
    )
    expect(await flow.execute(['sales_eu', 'sales_us'], { inputs: { net: 10 } })).toEqual({
      sales_eu: 'eu 20',
      sales_us: 'us 30',
    })
    expect(flow.select({ tag: { region: 'us' } })).toEqual(['sales_us'])
  })

  it('lets tags of a case win over those of the function, and tags around it over both', () => {
    const tags = { tags: () => ({ owner: 'case', kind: 'case' }) }
    const inner = tagged(share, { owner: 'function', unit: 'ratio' })
    const [one] = untypedFlow({
      shares: tagged(parameterize(inner, { a: { part: 1 } }, tags), { kind: 'outer' }),
    }).nodes
    expect(one!.tags).toEqual({ owner: 'case', unit: 'ratio', kind: 'outer' })
  })

  it('makes nodes with variants from one with variants', async () => {
    const model = byConfig('algo', {
      sum: ({ rows }: { rows: number[] }) => rows.reduce((sum, one) => sum + one, 0),
      count: ({ rows }: { rows: number[] }) => rows.length,
    })
    const flow = dataflow({ models: parameterize(model, { m1: { rows: [1, 2] }, m2: { rows: from('more') } }) })
    const inputs = { more: [5] }
    expect(await flow.configure({ algo: 'sum' }).execute(['m1', 'm2'], { inputs })).toEqual({ m1: 3, m2: 5 })
    expect(await flow.configure({ algo: 'count' }).execute(['m1', 'm2'], { inputs })).toEqual({ m1: 2, m2: 1 })
    expect(flow.config).toEqual([{ key: 'algo', values: ['sum', 'count'], nodes: ['m1', 'm2'] }])
  })
})
