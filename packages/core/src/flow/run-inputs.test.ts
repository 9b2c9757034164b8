import { describe, expect, it } from 'vitest'
import { dataflow, hasIssue, node, untyped, type UntypedFlow } from '../index.ts'

const codes = (flow: UntypedFlow, outputs: readonly string[], inputs: Record<string, unknown> = {}): string[] =>
  flow.validate(outputs, { inputs }).map((issue) => `${issue.code} ${String(issue.facts['name'])}`)

describe('an optional dependency', () => {
  const rates = ({ base = 'EUR', day }: { base?: string; day: string }) => `${day} ${base}`
  const flow = dataflow({ rates })

  it('is the default when nothing gives it', async () => {
    expect(await flow.execute(['rates'], { inputs: { day: 'Monday' } })).toEqual({ rates: 'Monday EUR' })
  })

  it('is the input when one is given', async () => {
    expect(await flow.execute(['rates'], { inputs: { day: 'Monday', base: 'USD' } })).toEqual({ rates: 'Monday USD' })
  })

  it('is the node when there is one', async () => {
    const withNode = untyped(dataflow({ rates, base: () => 'CHF' }))
    expect(await withNode.execute(['rates'], { inputs: { day: 'Monday' } })).toEqual({ rates: 'Monday CHF' })
    expect(codes(withNode, ['rates'], { day: '', base: 'USD' })).toEqual(['graph/input-is-node base'])
  })

  it('is really absent, not undefined, when nothing gives it', async () => {
    const keys = node<{ a: number; b?: number }, string[]>(['a', 'b?'], (args) => Object.keys(args))
    const flow = untyped(dataflow({ keys, b: undefined }))
    expect(await flow.execute(['keys'], { inputs: { a: 1 } })).toEqual({ keys: ['a'] })
    expect(await flow.execute(['keys'], { inputs: { a: 1, b: undefined } })).toEqual({ keys: ['a', 'b'] })
  })

  it('is required as soon as one reader cannot do without', () => {
    const strict = untyped(dataflow({ rates, label: ({ base }: { base: string }) => base }))
    expect(strict.inputs).toEqual([
      { name: 'base', optional: false, consumers: ['label', 'rates'] },
      { name: 'day', optional: false, consumers: ['rates'] },
    ])
    expect(codes(strict, ['rates'], { day: '' })).toEqual([])
    expect(codes(strict, ['label', 'rates'], { day: '' })).toEqual(['graph/missing-input base'])
  })
})

describe('the inputs of a run', () => {
  const module = {
    spendPerSignup: ({ spend, signups }: { spend: number; signups: number }) => spend / signups,
    report: ({ spendPerSignup }: { spendPerSignup: number }) => spendPerSignup,
    other: ({ unrelated }: { unrelated: number }) => unrelated,
  }
  const flow = untyped(dataflow(module))

  it('are those that the outputs need, not those of the whole flow', () => {
    expect(codes(flow, ['report'], { spend: 1, signups: 2 })).toEqual([])
    expect(codes(flow, ['report'], { spend: 1, signups: 2, unrelated: 3 })).toEqual([])
    expect(codes(flow, [])).toEqual([])
  })

  it('are told all at once when they are wrong', () => {
    expect(codes(flow, ['report', 'other'], { spend: 1, report: 2, colour: 3 })).toEqual([
      'graph/input-is-node report',
      'graph/missing-input signups',
      'graph/missing-input unrelated',
      'graph/unknown-input colour',
    ])
  })

  it('name the input that was probably meant, once', () => {
    const issues = flow.validate(['report'], { inputs: { spend: 1, sign_ups: 2 } })
    expect(issues.map(({ code, facts }) => [code, facts['given']])).toEqual([['graph/missing-input', ['sign_ups']]])
  })

  it('say who needs them, and for which output', () => {
    const [issue] = flow.validate(['report'], { inputs: { spend: 1 } })
    expect(issue).toMatchObject({
      subject: { node: 'spendPerSignup', source: { exportPath: 'spendPerSignup', fn: module.spendPerSignup } },
      facts: { neededBy: ['spendPerSignup'], path: ['spendPerSignup', 'report'] },
    })
    const { span } = issue!.subject.source!
    expect(module.spendPerSignup.toString().slice(span!.offset, span!.offset + span!.length)).toBe('signups')
  })

  it('may be undefined, null, or anything else', async () => {
    const same = untyped(dataflow({ same: ({ it }: { it: unknown }) => it }))
    for (const it of [undefined, null, Number.NaN, Symbol('s'), () => 1]) {
      expect(await same.execute(['same'], { inputs: { it } })).toEqual({ same: it })
    }
  })
})

describe('the outputs of a run', () => {
  const flow = untyped(dataflow({ a: () => 1, b: ({ a, x }: { a: number; x: number }) => a + x }))

  it('collapse when named twice, and may be none', async () => {
    expect(await flow.execute(['a', 'a'])).toEqual({ a: 1 })
    expect(await flow.execute([])).toEqual({})
  })

  it('have to be nodes', async () => {
    const issues = flow.validate(['c', 'x', 'c'])
    expect(issues.map(({ code, facts }) => [code, facts['name'], facts['isInput']])).toEqual([
      ['graph/unknown-output', 'c', undefined],
      ['graph/unknown-output', 'x', true],
    ])
    await expect(flow.execute(['c'])).rejects.toSatisfy((error) => hasIssue(error, 'graph/unknown-output'))
  })

  it('have to be a list: a name alone would be a list of letters', async () => {
    await expect(flow.execute('a' as never)).rejects.toSatisfy((error) => hasIssue(error, 'run/bad-option'))
  })
})

describe('wrong options of a run', () => {
  it.each([
    { concurrency: 0 },
    { concurrency: 1.5 },
    { concurrency: -1 },
    { abandonAfterMs: -1 },
    { abandonAfterMs: Number.NaN },
  ])('are told before anything runs: %o', async (options) => {
    let calls = 0
    const flow = dataflow({ a: () => calls++ })
    await expect(flow.execute(['a'], options)).rejects.toSatisfy((error) => hasIssue(error, 'run/bad-option'))
    await expect(flow.settle(['a'], options)).rejects.toSatisfy((error) => hasIssue(error, 'run/bad-option'))
    await expect(flow.iterate(['a'], options).next()).rejects.toSatisfy((error) => hasIssue(error, 'run/bad-option'))
    expect(calls).toBe(0)
  })
})
