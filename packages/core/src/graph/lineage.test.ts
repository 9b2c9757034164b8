import { describe, expect, it } from 'vitest'
import { byConfig, dataflow, isThroughlineError, node, untyped } from '../index.ts'

type Numbers = Record<string, number>

const flow = untyped(
  dataflow({
    raw: ({ path, limit = 9 }: { path: string; limit?: number }) => path.length + limit,
    clean: ({ raw }: Numbers) => raw,
    features: ({ clean, raw }: Numbers) => [clean, raw],
    model: ({ features, alpha }: { features: unknown[]; alpha: number }) => [features, alpha],
    note: () => 'nothing depends on this',
    variant: byConfig('way', { a: ({ clean }: Numbers) => clean, b: ({ note }: { note: string }) => note }),
  }),
)

function namesIn(question: () => unknown): unknown[] {
  try {
    question()
    return []
  } catch (error) {
    return isThroughlineError(error) ? error.issues.map((issue) => issue.facts['name']) : [error]
  }
}

describe('lineage', () => {
  it('tells all that a node depends on, inputs included', () => {
    expect(flow.upstream('model')).toEqual(['alpha', 'clean', 'features', 'limit', 'path', 'raw'])
    expect(flow.upstream('note')).toEqual([])
    expect(flow.upstream('path')).toEqual([])
  })

  it('tells all that depend on a node or an input', () => {
    expect(flow.downstream('raw')).toEqual(['clean', 'features', 'model', 'variant'])
    expect(flow.downstream('alpha')).toEqual(['model'])
    expect(flow.downstream('model')).toEqual([])
  })

  it('counts what any variant reads until the configuration has chosen', () => {
    expect(flow.upstream('variant')).toEqual(['clean', 'limit', 'note', 'path', 'raw'])
    expect(flow.configure({ way: 'b' }).upstream('variant')).toEqual(['note'])
    expect(flow.configure({ way: 'b' }).downstream('clean')).toEqual(['features', 'model'])
  })

  it('finds a shortest way along the arrows', () => {
    expect(flow.path('path', 'model')).toEqual(['path', 'raw', 'features', 'model'])
    expect(flow.path('raw', 'raw')).toEqual(['raw'])
    expect(flow.path('model', 'path')).toBeUndefined()
    expect(flow.path('note', 'model')).toBeUndefined()
  })

  it('tells the inputs that outputs need, optional ones too', () => {
    expect(flow.required(['clean'])).toEqual(['limit', 'path'])
    expect(flow.required(['model', 'note'])).toEqual(['alpha', 'limit', 'path'])
    expect(flow.required([])).toEqual([])
  })

  it('refuses names that are not there, all at once', () => {
    const questions = [() => flow.upstream('modle'), () => flow.downstream('x'), () => flow.path('raw', 'y')]
    for (const question of questions) expect(question).toThrow('graph/unknown-node')
    expect(namesIn(() => flow.required(['rav', 'raw', 'claen']))).toEqual(['rav', 'claen'])
  })

  it('works in chains too deep for recursion', () => {
    const chain: Record<string, unknown> = { n0: () => 0 }
    for (let index = 1; index < 20_000; index++) chain[`n${index}`] = node([`n${index - 1}` as never], () => index)
    const deep = untyped(dataflow(chain as { n0: () => number }))
    expect(deep.upstream('n19999')).toHaveLength(19_999)
    expect(deep.path('n0', 'n19999')).toHaveLength(20_000)
  })
})
