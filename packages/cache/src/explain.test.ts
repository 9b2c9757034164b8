import { byConfig, cached, dataflow, resource } from 'throughline'
import { describe, expect, it } from 'vitest'
import { explain } from './explain.ts'
import { memoized, versionsBy } from './fixtures/memoized.ts'

const flow = dataflow({
  rows: ({ x }: { x: number }) => x * 2,
  sum: ({ rows, y }: { rows: number; y: number }) => rows + y,
  shown: ({ sum }: { sum: number }) => String(sum),
})
const inputs = { x: 1, y: 2 }

describe('an explanation', () => {
  it('says that nothing was kept, and what waits for it', () => {
    const memo = memoized()
    expect(explain(memo.flow(flow), ['shown'], { inputs })).toEqual([
      { node: 'rows', status: 'computed', why: { because: 'never-kept' } },
      { node: 'sum', status: 'depends', on: ['rows'] },
      { node: 'shown', status: 'depends', on: ['sum'] },
    ])
  })

  it('says which run a value is from', async () => {
    const memo = memoized({ nowMs: () => 5 })
    const run = memo.flow(flow)
    await run.execute(['shown'], { inputs, runId: 'r1' })
    const found = explain(run, ['shown'], { inputs })
    expect(found.map((one) => one.status)).toEqual(['cached', 'cached', 'cached'])
    expect(found[0]).toMatchObject({ node: 'rows', from: { runId: 'r1', atMs: 5 } })
  })

  it('names the input that is another one, and the code', async () => {
    const memo = memoized()
    await memo.flow(flow).execute(['shown'], { inputs, runId: 'r1' })
    expect(explain(memo.flow(flow), ['sum'], { inputs: { x: 1, y: 3 } })[1]).toMatchObject({
      node: 'sum',
      why: {
        because: 'changed',
        differences: [{ part: 'input', name: 'y', change: 'changed' }],
        since: { runId: 'r1' },
      },
    })
    const later = memoized({ versions: versionsBy({ rows: '2' }) }, memo.values)
    expect(explain(later.flow(flow), ['rows'], { inputs })).toMatchObject([
      { node: 'rows', why: { because: 'changed', differences: [{ part: 'code' }] } },
    ])
  })

  it('names the configuration', async () => {
    const memo = memoized()
    const choosing = dataflow({ rate: byConfig('mode', { fast: () => 1, slow: () => 2 }) })
    await memo.flow(choosing.configure({ mode: 'fast' })).execute(['rate'])
    expect(explain(memo.flow(choosing.configure({ mode: 'slow' })), ['rate'])).toMatchObject([
      {
        why: {
          because: 'changed',
          differences: [{ part: 'config', before: '{"variant":"fast"}', now: '{"variant":"slow"}' }],
        },
      },
    ])
  })

  it('says why a node is computed every time', () => {
    const memo = memoized({ versions: versionsBy({ unknown: null }, ['now']) })
    const every = dataflow({
      unknown: () => 1,
      now: () => 2,
      off: cached(() => 3, { mode: 'disable' }),
      db: resource(() => ({})),
      read: ({ db }: { db: object }) => Object.keys(db).length,
    })
    expect(explain(memo.flow(every), ['unknown', 'now', 'off', 'read'])).toEqual([
      { node: 'unknown', status: 'computed', why: { because: 'unknown-code', reason: 'nobody knows' } },
      { node: 'now', status: 'computed', why: { because: 'impure', places: ['Date.now at x.ts:1'] } },
      { node: 'off', status: 'computed', why: { because: 'policy', mode: 'disable' } },
      { node: 'db', status: 'opened-when-needed' },
      { node: 'read', status: 'computed', why: { because: 'unversioned-resource', resource: 'db' } },
    ])
  })

  it('agrees with the run that follows', async () => {
    const memo = memoized()
    const run = memo.flow(flow)
    await run.execute(['shown'], { inputs })
    const changed = { x: 1, y: 5 }
    const cachedNodes = explain(run, ['shown'], { inputs: changed }).filter((one) => one.status === 'cached')
    memo.reset()
    await run.execute(['shown'], { inputs: changed })
    expect(memo.cached).toEqual(cachedNodes.map((one) => one.node))
  })

  it('is empty for a flow without a cache, and refuses what execute refuses', () => {
    expect(explain(flow, ['rows'], { inputs: { x: 1 } })).toEqual([])
    expect(() => explain(flow, ['nothing'])).toThrow('nothing')
  })
})
