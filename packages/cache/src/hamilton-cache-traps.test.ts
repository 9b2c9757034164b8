// What goes wrong in the cache of Apache Hamilton 1.88, each as a test that passes here.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { cached, dataflow, type Issue } from 'throughline'
import { each } from 'throughline/fan-out'
import { loaded, saved } from 'throughline/io'
import { afterEach, describe, expect, it } from 'vitest'
import { cache, type Cache, type CacheOptions } from './cache.ts'
import { memoized, versionsBy } from './fixtures/memoized.ts'

const folders: string[] = []
const opened: Cache[] = []

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'throughline-traps-'))
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

class Celsius {
  readonly value = 20
}
class Kelvin {
  readonly value = 20
}

const deep = (leaf: unknown): unknown => Array.from({ length: 12 }).reduce((inner) => ({ inner }), leaf)

/** Pairs that share a data version in Hamilton, or would in a careless port of it. */
const PAIRS: readonly (readonly [what: string, one: () => unknown, other: () => unknown])[] = [
  ['a number and its text', () => 1, () => '1'],
  ['a boolean and its text', () => true, () => 'true'],
  ['an array and a set of the same items', () => [1, 2], () => new Set([1, 2])],
  ['maps by number and by text', () => new Map([[1, 'x']]), () => new Map([['1', 'x']])],
  ['a map and an object', () => new Map([['1', 'x']]), () => ({ 1: 'x' })],
  ['bytes and their text', () => new TextEncoder().encode('abc'), () => 'abc'],
  [
    'shapes of as many zeros',
    () => [
      [0, 0, 0],
      [0, 0, 0],
    ],
    () => [
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  ],
  ['zeros of several number types', () => new Float64Array(2), () => new BigInt64Array(2)],
  ['columns of equal numbers and other names', () => ({ a: [1, 2] }), () => ({ b: [1, 2] })],
  ['columns that were swapped', () => ({ a: [1], b: [2] }), () => ({ a: [2], b: [1] })],
  [
    'rows with the same index',
    () => [
      { index: 0, x: 1 },
      { index: 0, x: 2 },
    ],
    () => [{ index: 0, x: 2 }],
  ],
  ['classes with equal fields', () => new Celsius(), () => new Kelvin()],
  ['values that differ six levels down', () => deep(1), () => deep(2)],
]

describe('two nodes', () => {
  it.each(PAIRS)('whose values look alike keep their own: %s', async (_, one, other) => {
    const dir = folder()
    const flow = dataflow({
      one: one as () => object,
      other: other as () => object,
      both: ({ one, other }: { one: object; other: object }) => [one, other],
    })
    const fresh = await flow.execute(['one', 'other', 'both'])
    for (let run = 0; run < 2; run++) {
      const store = open(dir, { onIssue: () => {} })
      expect(await flow.with({ cache: store }).execute(['one', 'other', 'both'])).toStrictEqual(fresh)
      await store.close()
    }
  })

  it.each(PAIRS)('are not taken for each other by who reads them: %s', async (_, one, other) => {
    const store = open(folder(), { onIssue: () => {} })
    const calls: unknown[] = []
    const flow = dataflow({ seen: ({ x }: { x: unknown }) => void calls.push(x) }).with({ cache: store })
    for (const x of [one(), other()]) await flow.execute(['seen'], { inputs: { x } })
    expect(calls).toHaveLength(2)
  })
})

describe('what a node gives', () => {
  it('is kept as it is when a loader gives a pair', async () => {
    const dir = folder()
    const source = { read: () => [[1, 2], { rows: 2 }], describe: () => ({ type: 'pairs' }) }
    const flow = dataflow({ pair: cached(loaded(source)) })
    for (let run = 0; run < 2; run++) {
      const store = open(dir)
      expect(await flow.with({ cache: store }).execute(['pair'])).toEqual({ pair: [[1, 2], { rows: 2 }] })
      await store.close()
    }
  })

  it('has the keys that it had: numbers stay numbers', async () => {
    const dir = folder()
    const flow = dataflow({
      counts: () =>
        new Map([
          [1, 'one'],
          [2, 'two'],
        ]),
    })
    for (let run = 0; run < 2; run++) {
      const store = open(dir)
      const { counts } = await flow.with({ cache: store }).execute(['counts'])
      expect([...counts.keys()]).toEqual([1, 2])
      await store.close()
    }
  })

  it('and cannot be compared is computed every time, and told once', async () => {
    const memo = memoized()
    let calls = 0
    const flow = memo.flow(
      dataflow({
        made:
          ({ x }: { x: number }) =>
          () =>
            x,
        called: ({ made }: { made: () => number }) => {
          calls++
          return made()
        },
      }),
    )
    const values = []
    for (const x of [1, 2, 2]) values.push((await flow.execute(['called'], { inputs: { x } }))['called'])
    expect([values, calls, memo.issues.map((one) => one.code)]).toEqual([[1, 2, 2], 3, ['cache/not-kept']])
  })

  it('is computed again when its file is corrupt, and the run goes on', async () => {
    const dir = folder()
    const flow = dataflow({ rows: () => new Float64Array(20_000).fill(1.5) })
    const first = open(dir)
    await flow.with({ cache: first }).execute(['rows'])
    await first.close()
    const blobs = readdirSync(join(dir, 'blobs'), { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    )
    expect(blobs.length).toBeGreaterThan(0)
    for (const { parentPath, name } of blobs) {
      const bytes = readFileSync(join(parentPath, name))
      bytes[bytes.length >> 1]! ^= 1
      writeFileSync(join(parentPath, name), bytes)
    }
    const issues: Issue[] = []
    const second = open(dir, { onIssue: (issue) => void issues.push(issue) })
    const { rows } = await flow.with({ cache: second }).execute(['rows'])
    expect([rows[10_000], issues.map((one) => one.code)]).toEqual([1.5, ['cache/damaged']])
    const third = open(dir, { onIssue: (issue) => void issues.push(issue) })
    await flow.with({ cache: third }).execute(['rows'])
    expect(issues).toHaveLength(1)
  })

  it('is looked up by the order of the items of a fan-out', async () => {
    const memo = memoized()
    const flow = memo.flow(
      dataflow({
        doubled: each({ x: 'list' }, ({ x }: { x: number }) => x * 2),
        shown: ({ doubled }: { doubled: number[] }) => doubled.join(),
      }),
    )
    expect(await flow.execute(['shown'], { inputs: { list: [1, 2] } })).toEqual({ shown: '2,4' })
    expect(await flow.execute(['shown'], { inputs: { list: [2, 1] } })).toEqual({ shown: '4,2' })
  })
})

describe('a run', () => {
  it('computes once what four runs ask for at the same time', async () => {
    const dir = folder()
    let calls = 0
    const flow = dataflow({
      slow: async () => {
        calls++
        await new Promise((resolve) => setTimeout(resolve, 20))
        return 1
      },
    })
    const stores = [open(dir), open(dir)]
    await Promise.all([0, 1, 2, 3].map((one) => flow.with({ cache: stores[one % 2]! }).execute(['slow'])))
    expect(calls).toBe(1)
  })

  it('loads nothing that only stands between: a version is enough', async () => {
    const memo = memoized()
    const flow = memo.flow(
      dataflow({
        rows: () => [1, 2, 3],
        turned: ({ rows }: { rows: number[] }) => rows.toReversed(),
        total: ({ turned }: { turned: number[] }) => turned.length,
      }),
    )
    await flow.execute(['total'])
    memo.values.loads = 0
    await flow.execute(['total'])
    expect(memo.values.loads).toBe(1)
  })

  it('keeps only the named nodes, whether or not what they read is kept', async () => {
    const memo = memoized({ nodes: ['b'] })
    const calls: string[] = []
    const flow = memo.flow(
      dataflow({
        a: () => {
          calls.push('a')
          return 1
        },
        b: ({ a }: { a: number }) => {
          calls.push('b')
          return a + 1
        },
      }),
    )
    await flow.execute(['b'])
    await flow.execute(['b'])
    expect(calls).toEqual(['a', 'b', 'a'])
  })

  it('keeps nothing of a node that is ignored', async () => {
    const memo = memoized()
    await memo.flow(dataflow({ client: cached(() => ({ open: true }), { mode: 'ignore' }) })).execute(['client'])
    expect([memo.values.kept.size, memo.values.blobs.size]).toEqual([0, 0])
  })

  it('writes its file every time', async () => {
    const memo = memoized()
    const written: unknown[] = []
    const sink = { write: (value: unknown) => void written.push(value), describe: () => ({ type: 'list' }) }
    const flow = memo.flow(dataflow({ report: saved(() => 'text', sink) }))
    await flow.execute(['report.saved'])
    await flow.execute(['report.saved'])
    expect(written).toEqual(['text', 'text'])
  })

  it('takes a fan-out as a whole when nothing has changed', async () => {
    const memo = memoized()
    const calls: number[] = []
    const flow = memo.flow(
      dataflow({
        doubled: each({ x: 'list' }, async ({ x }: { x: number }) => {
          calls.push(x)
          return x * 2
        }),
      }),
    )
    await flow.execute(['doubled'], { inputs: { list: [1, 2] } })
    await flow.execute(['doubled'], { inputs: { list: [1, 2] } })
    expect([calls, memo.cached]).toEqual([[1, 2], ['doubled']])
  })

  it('forgets a value when it is too old', async () => {
    let nowMs = 0
    const memo = memoized({ nowMs: () => nowMs })
    const flow = memo.flow(dataflow({ rate: cached(() => nowMs, { ttl: '1m' }) }))
    await flow.execute(['rate'])
    nowMs = 60_001
    expect(await flow.execute(['rate'])).toEqual({ rate: 60_001 })
  })

  it('leaves nothing behind in memory', async () => {
    setFlagsFromString('--expose-gc')
    const collectGarbage = runInNewContext('gc') as () => void
    const store = open(folder())
    const flow = dataflow({ size: ({ rows }: { rows: number[] }) => rows.length }).with({ cache: store })
    const seen: WeakRef<object>[] = []
    const run = async (number: number): Promise<void> => {
      const rows = [number]
      seen.push(new WeakRef(rows))
      await flow.execute(['size'], { inputs: { rows } })
    }
    for (let number = 0; number < 50; number++) await run(number)
    await new Promise((resolve) => setTimeout(resolve, 50))
    collectGarbage()
    expect(seen.filter((one) => one.deref() !== undefined).length).toBeLessThanOrEqual(1)
  })
})
