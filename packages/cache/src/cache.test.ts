import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataflow, type Issue } from 'throughline'
import { afterEach, describe, expect, it } from 'vitest'
import { prepareFastHash } from '@throughline/store'
import { cache, type Cache, type CacheOptions } from './cache.ts'
import { versionsBy } from './fixtures/memoized.ts'

const folders: string[] = []
const opened: Cache[] = []

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'throughline-cache-'))
  folders.push(made)
  return made
}

function open(dir: string, options: CacheOptions = {}): Cache {
  const made = cache({ dir, versions: versionsBy(), ...options })
  opened.push(made)
  return made
}

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true })
})

let calls: string[] = []
const flow = dataflow({
  rows: ({ count }: { count: number }) => {
    calls.push('rows')
    return Float64Array.from({ length: count }, (_, index) => index / 2)
  },
  total: ({ rows }: { rows: Float64Array }) => {
    calls.push('total')
    return { sum: rows.reduce((sum, one) => sum + one, 0), at: new Date(0), by: new Map([[1n, Number.NaN]]) }
  },
})

describe('a cache in a folder', () => {
  it('gives in a new process what an earlier one computed', async () => {
    calls = []
    const dir = folder()
    const first = open(dir)
    const before = await flow.with({ cache: first }).execute(['total', 'rows'], { inputs: { count: 20_000 } })
    await first.close()
    const after = await flow.with({ cache: open(dir) }).execute(['total', 'rows'], { inputs: { count: 20_000 } })
    expect(after).toEqual(before)
    expect(after.rows).toBeInstanceOf(Float64Array)
    expect(calls).toEqual(['rows', 'total'])
  })

  it('keeps streams, asynchronous and synchronous ones', async () => {
    const dir = folder()
    const passed: string[] = []
    const streaming = dataflow({
      async *late() {
        for (const one of ['a', 'b']) {
          passed.push(one)
          yield { one }
        }
      },
      *soon() {
        for (const one of ['c', 'd']) {
          passed.push(one)
          yield one
        }
      },
      both: async ({ late, soon }: { late: AsyncIterable<{ one: string }>; soon: Iterable<string> }) => [
        ...(await Array.fromAsync(late)).map(({ one }) => one),
        ...soon,
      ],
    })
    for (const version of ['1', '2']) {
      const one = open(dir, { versions: versionsBy({ both: version }) })
      expect(await streaming.with({ cache: one }).execute(['both'])).toEqual({ both: ['a', 'b', 'c', 'd'] })
      await one.close()
    }
    expect(passed).toEqual(['a', 'b', 'c', 'd'])
  })

  it('computes one value once for two runs at the same time', async () => {
    const dir = folder()
    let running = 0
    const slow = dataflow({
      slow: async () => {
        running++
        await new Promise((resolve) => setTimeout(resolve, 20))
        return 'done'
      },
    })
    const [a, b] = [open(dir), open(dir)]
    const runs = [a, a, b].map((one) => slow.with({ cache: one }).execute(['slow']))
    expect(await Promise.all(runs)).toEqual([{ slow: 'done' }, { slow: 'done' }, { slow: 'done' }])
    expect(running).toBe(1)
  })

  it('is no obstacle when there is a file in its place', async () => {
    const file = join(folder(), 'file')
    writeFileSync(file, '')
    const issues: Issue[] = []
    const broken = open(file, { onIssue: (issue) => void issues.push(issue) })
    const { total } = await flow.with({ cache: broken }).execute(['total'], { inputs: { count: 3 } })
    expect([total.sum, issues.map((one) => one.code)]).toEqual([1.5, ['cache/unavailable']])
  })

  it('goes on without its store after it was closed', async () => {
    const closed = open(folder())
    await closed.close()
    expect((await flow.with({ cache: closed }).execute(['total'], { inputs: { count: 3 } })).total.sum).toBe(1.5)
  })

  it('compares by a faster hash where that is wanted', async () => {
    await prepareFastHash()
    const dir = folder()
    calls = []
    const inputs = { count: 10 }
    for (const hash of ['xxh128', 'xxh128', 'sha256'] as const) {
      await flow.with({ cache: open(dir, { hash }) }).execute(['total'], { inputs })
    }
    expect(calls).toEqual(['rows', 'total', 'rows', 'total'])
  })

  it('verifies a part of what it takes', async () => {
    const dir = folder()
    const issues: Issue[] = []
    let value = 1
    const unstable = dataflow({ unstable: () => value++ })
    const verifying = open(dir, { verifyRatio: 0.5, random: () => 0.4, onIssue: (issue) => void issues.push(issue) })
    expect(await unstable.with({ cache: verifying }).execute(['unstable'])).toEqual({ unstable: 1 })
    expect(await unstable.with({ cache: verifying }).execute(['unstable'])).toEqual({ unstable: 2 })
    expect(issues.map((one) => [one.code, one.subject.node])).toEqual([['cache/not-reproducible', 'unstable']])
    const lucky = open(dir, { verifyRatio: 0.5, random: () => 0.5 })
    expect(await unstable.with({ cache: lucky }).execute(['unstable'])).toEqual({ unstable: 2 })
  })
})
