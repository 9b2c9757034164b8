import { describe, expect, it } from 'vitest'
import type { NodeContext } from '../index.ts'
import { nodeContext } from './index.ts'

describe('a context for a test', () => {
  it('keeps what the function says, also when its functions are taken out of it', () => {
    const train = ({ rows }: { rows: number }, { log, metric, progress }: NodeContext): number => {
      log('started')
      log('rows', { rows })
      metric('loss', 0.5)
      metric('loss', 0.25, 2)
      progress(1)
      progress(2, 2)
      return rows
    }
    const context = nodeContext()
    expect(train({ rows: 3 }, context)).toBe(3)
    expect(context.logs).toEqual([{ message: 'started' }, { message: 'rows', fields: { rows: 3 } }])
    expect(context.metrics).toEqual([
      { name: 'loss', value: 0.5 },
      { name: 'loss', value: 0.25, step: 2 },
    ])
    expect(context.progressed).toEqual([{ done: 1 }, { done: 2, total: 2 }])
  })

  it('says who and where it is', () => {
    const { node, runId, attempt, signal } = nodeContext()
    expect([node, runId, attempt, signal.aborted]).toEqual(['node', 'run', 1, false])
    expect(nodeContext({ node: 'page', runId: 'r7', attempt: 3 })).toMatchObject({
      node: 'page',
      runId: 'r7',
      attempt: 3,
    })
  })

  it('aborts when it is told to, and with a signal that it is given', () => {
    const context = nodeContext()
    context.abort('enough')
    expect([context.signal.aborted, context.signal.reason]).toEqual([true, 'enough'])
    const outer = new AbortController()
    const inner = nodeContext({ signal: outer.signal })
    expect(inner.signal.aborted).toBe(false)
    outer.abort('outside')
    expect(inner.signal.reason).toBe('outside')
    expect(nodeContext({ signal: AbortSignal.abort('before') }).signal.reason).toBe('before')
  })
})
