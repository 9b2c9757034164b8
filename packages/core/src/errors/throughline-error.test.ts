import { describe, expect, it, vi } from 'vitest'
import { dataflow, hasIssue, isThroughlineError, NodeError, ThroughlineError, untyped, type Issue } from '../index.ts'

const issueOf = (code: string, title: string): Issue => ({
  code,
  severity: 'error',
  subject: {},
  facts: {},
  title,
  details: [],
  hints: [],
})

function thrownBy(what: () => unknown): unknown {
  try {
    what()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('an error of the product', () => {
  const error = new ThroughlineError([issueOf('a/one', 'One.'), issueOf('a/two', 'Two.')], { cause: 7 })

  it('says all of its issues, and has the code of the first', () => {
    expect(error.message).toBe('a/one\nOne.\n\na/two\nTwo.')
    expect([error.name, error.code, error.cause]).toEqual(['ThroughlineError', 'a/one', 7])
    expect(error).toBeInstanceOf(Error)
  })

  it('is recognised, with the issues that it carries', () => {
    expect(isThroughlineError(error)).toBe(true)
    expect([hasIssue(error, 'a/two'), hasIssue(error, 'a/three')]).toEqual([true, false])
  })

  it.each([new Error('other'), 'text', null, undefined, 3, { issues: [] }, { code: 'a/one' }])(
    'is not anything else: %o',
    (other) => {
      expect([isThroughlineError(other), hasIssue(other, 'a/one')]).toEqual([false, false])
    },
  )

  it('does not print its issues twice: the message says them', () => {
    expect(Object.keys(error).sort()).toEqual(['code', 'name'])
  })
})

describe('the error of a node', () => {
  it('is one of the product, with the own error of the user as its cause', async () => {
    const cause = new TypeError('no such column')
    const failing = untyped(
      dataflow({
        rates: () => {
          throw cause
        },
        report: ({ rates }: { rates: number }) => rates,
      }),
    )
    const error = await failing.execute(['report']).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(NodeError)
    expect(hasIssue(error, 'run/node-failed')).toBe(true)
    expect(error).toMatchObject({
      name: 'NodeError',
      node: 'rates',
      path: ['rates', 'report'],
      attempt: 1,
      abandoned: [],
      others: [],
      late: [],
    })
    expect((error as NodeError).cause).toBe(cause)
    expect(cause.message).toBe('no such column')
  })
})

describe('a second copy of the package', async () => {
  vi.resetModules()
  const copy = await import('../index.ts')
  const { inRange } = await import('../checks/index.ts')
  const { diagram } = await import('../diagram/index.ts')
  const module = { total: ({ price }: { price: number }) => price * 2 }

  it('is a copy', () => {
    expect(copy.ThroughlineError).not.toBe(ThroughlineError)
  })

  it('recognises errors and flows of the first, and the first those of the second', () => {
    const mine = thrownBy(() => dataflow({}))
    const its = thrownBy(() => copy.dataflow({}))
    expect(its).not.toBeInstanceOf(ThroughlineError)
    expect([copy.isThroughlineError(mine), isThroughlineError(its)]).toEqual([true, true])
    expect([copy.hasIssue(mine, 'graph/no-nodes'), hasIssue(its, 'graph/no-nodes')]).toEqual([true, true])
    expect([copy.isFlow(dataflow(module)), copy.isFlow(module)]).toEqual([true, false])
  })

  it('draws flows of the first', () => {
    expect(diagram(dataflow(module))).toContain('"total"')
  })

  it('makes nodes that the first can link', async () => {
    const flow = untyped(
      dataflow({
        lags: copy.parameterize(({ days, series }: { days: number; series: number }) => days + series, {
          lag1: { days: 1 },
          lag7: { days: 7, series: copy.from('total') },
        }),
        model: copy.byConfig('algo', { a: () => 'a', b: () => 'b' }, { default: 'b' }),
        checked: copy.tagged(
          copy.retry(() => 'kept', { maxAttempts: 2 }),
          { owner: 'growth' },
        ),
        ...module,
      }),
    )
    expect(flow.nodes.find((node) => node.name === 'checked')).toMatchObject({
      tags: { owner: 'growth' },
      policy: { retry: { maxAttempts: 2 } },
    })
    const outputs = ['lag1', 'lag7', 'model', 'checked']
    expect(await flow.execute(outputs, { inputs: { series: 10, price: 4 } })).toEqual({
      lag1: 11,
      lag7: 15,
      model: 'b',
      checked: 'kept',
    })
  })

  it('carries its issues through a node of the first', async () => {
    const flow = dataflow({ share: copy.checked(() => [2], [inRange(0, 1)]) })
    const error = await flow.execute(['share']).catch((thrown: unknown) => thrown)
    expect(hasIssue(error, 'check/failed')).toBe(true)
  })
})
