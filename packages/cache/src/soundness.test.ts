// Cases in which a value could be kept that running would not give.

import { cached, dataflow, resource } from 'throughline'
import { each } from 'throughline/fan-out'
import { describe, expect, it } from 'vitest'
import { memoized, versionsBy } from './fixtures/memoized.ts'

describe('a value is not kept', () => {
  it('when what the node read had been changed by another node', async () => {
    const memo = memoized({ verifyInputs: true })
    const make = (isFixed: boolean) =>
      dataflow({
        rows: (): number[] => [3, 1, 2],
        sorted: ({ rows }: { rows: number[] }) => (isFixed ? [...rows] : rows).sort((a, b) => a - b),
        // Reads it later, as the run goes on after the failure.
        first: async ({ rows, late }: { rows: number[]; late: number }) => rows[0]! + late,
        late: () => new Promise<number>((resolve) => setTimeout(resolve, 5, 0)),
      })
    const { failures } = await memo.flow(make(false)).settle(['sorted', 'first'])
    expect(failures.map((one) => one.node)).toEqual(['sorted'])
    const fixed = memoized({ versions: versionsBy({ sorted: 'fixed' }) }, memo.values)
    expect(await fixed.flow(make(true)).execute(['sorted', 'first'])).toEqual({ sorted: [1, 2, 3], first: 3 })
  })

  it('when the run was stopped while it was computed', async () => {
    const memo = memoized()
    const flow = memo.flow(
      dataflow({
        part: async ({ count }: { count: number }, { signal }: { signal: AbortSignal }) => {
          let done = 0
          for (; done < count && !signal.aborted; done++) await new Promise((resolve) => setImmediate(resolve))
          return done
        },
      }),
    )
    const controller = new AbortController()
    const run = flow.execute(['part'], { inputs: { count: 50 }, signal: controller.signal })
    setImmediate(() => controller.abort())
    await expect(run).rejects.toThrow('aborted')
    expect(await flow.execute(['part'], { inputs: { count: 50 } })).toEqual({ part: 50 })
  })
})

describe('a resource', () => {
  const make = (version: string) =>
    dataflow({
      db: resource(({ url }: { url: string }) => ({ url, version }), { version }),
      rows: ({ db }: { db: { url: string; version: string } }) => `${db.url} ${db.version}`,
      items: each({ x: 'list' }, ({ x, db }: { x: number; db: { url: string; version: string } }) => `${x} ${db.url}`),
    })

  it('is another one when it is opened with other inputs', async () => {
    const memo = memoized()
    const run = (url: string) => memo.flow(make('1')).execute(['rows', 'items'], { inputs: { url, list: [1] } })
    expect(await run('a')).toEqual({ rows: 'a 1', items: ['1 a'] })
    expect(await run('b')).toEqual({ rows: 'b 1', items: ['1 b'] })
  })

  it('counts by its version for each item of a fan-out', async () => {
    const memo = memoized()
    let content = 'old'
    const at = (version: string, list: number[]) =>
      memo
        .flow(
          dataflow({
            db: resource(() => ({ path: 'same' }), { version }),
            items: each(
              { x: 'list' },
              ({ x, db }: { x: number; db: { path: string } }) => `${db.path} ${content} ${x}`,
            ),
          }),
        )
        .execute(['items'], { inputs: { list } })
    expect(await at('1', [1])).toEqual({ items: ['same old 1'] })
    content = 'new'
    expect(await at('2', [1])).toEqual({ items: ['same new 1'] })
  })

  it('that cannot be compared by its content does not keep items from being taken', async () => {
    const memo = memoized()
    const calls: number[] = []
    const flow = memo.flow(
      dataflow({
        db: resource(() => ({ ask: (x: number) => x * 2 }), { version: '1' }),
        doubled: each({ x: 'list' }, ({ x, db }: { x: number; db: { ask(x: number): number } }) => {
          calls.push(x)
          return db.ask(x)
        }),
      }),
    )
    await flow.execute(['doubled'], { inputs: { list: [1, 2] } })
    expect(await flow.execute(['doubled'], { inputs: { list: [1, 2, 3] } })).toEqual({ doubled: [2, 4, 6] })
    expect(calls).toEqual([1, 2, 3])
  })
})

describe('a resource that cannot be opened', () => {
  it.each(['at once', 'later'])('fails all that read it, %s, and nothing of it is kept', async (when) => {
    const memo = memoized()
    let isDown = true
    const open = (): object => {
      if (isDown) throw new Error('down')
      return {}
    }
    const flow = memo.flow(
      dataflow({
        db: resource(when === 'at once' ? open : async () => open(), { version: '1' }),
        one: ({ db }: { db: object }) => typeof db,
        two: ({ db }: { db: object }) => typeof db,
      }),
    )
    const { values, failures } = await flow.settle(['one', 'two'])
    expect([values, failures.length, memo.values.kept.size]).toEqual([{}, 2, 0])
    isDown = false
    expect(await flow.execute(['one', 'two'])).toEqual({ one: 'object', two: 'object' })
  })
})

describe('an item of a fan-out', () => {
  it('is looked up without what is ignored', async () => {
    const memo = memoized()
    const calls: number[] = []
    let clients = 0
    const flow = memo.flow(
      dataflow({
        client: cached(() => ({ number: ++clients }), { mode: 'ignore' }),
        doubled: each({ x: 'list' }, ({ x, client }: { x: number; client: object }) => {
          calls.push(x)
          return client ? x * 2 : 0
        }),
      }),
    )
    await flow.execute(['doubled'], { inputs: { list: [1, 2] } })
    await flow.execute(['doubled'], { inputs: { list: [1, 2, 3] } })
    expect(calls).toEqual([1, 2, 3])
  })
})

describe('a value with a property "next"', () => {
  it('is no stream', async () => {
    const memo = memoized()
    const flow = memo.flow(
      dataflow({
        list: () => ({ value: 1, next: { value: 2, next: null } }),
        length: ({ list }: { list: { next: object | null } }) => (list.next ? 2 : 1),
      }),
    )
    await flow.execute(['length'])
    await flow.execute(['length'])
    expect(memo.computed).toEqual(['list', 'length'])
  })

  it('and one that can be gone through only once is told', async () => {
    const memo = memoized()
    const flow = memo.flow(dataflow({ walk: () => [1, 2].values() }))
    await flow.execute(['walk'])
    await flow.execute(['walk'])
    expect(memo.issues.map((one) => [one.code, one.subject.node])).toEqual([['cache/not-kept', 'walk']])
  })
})

describe('two flows', () => {
  it('with nodes of one name and one given version are told apart by their names', async () => {
    const memo = memoized()
    const one = memo.flow(dataflow({ model: cached(() => 'one', { version: '1' }) })).with({ name: 'one' })
    const two = memo.flow(dataflow({ model: cached(() => 'two', { version: '1' }) })).with({ name: 'two' })
    expect(await one.execute(['model'])).toEqual({ model: 'one' })
    expect(await two.execute(['model'])).toEqual({ model: 'two' })
  })
})

describe('a middleware', () => {
  const flow = dataflow({
    x: () => 1,
    late: async () => 2,
    shown: ({ x, late }: { x: number; late: number }) => x + late,
  })

  it('that gives something else than the node keeps it from being kept', async () => {
    const memo = memoized()
    const around = async (step: { node: string }, next: () => Promise<unknown>): Promise<unknown> => {
      const value = await next()
      return step.node === 'shown' ? value : (value as number) * 10
    }
    expect(await memo.flow(flow.with({ hooks: [{ around }] })).execute(['shown'])).toEqual({ shown: 30 })
    expect(await memo.flow(flow).execute(['shown', 'x', 'late'])).toEqual({ shown: 3, x: 1, late: 2 })
  })

  it('that gives what the node gives changes nothing', async () => {
    const memo = memoized()
    const around = (_: unknown, next: () => Promise<unknown>): Promise<unknown> => next()
    const watched = memo.flow(flow.with({ hooks: [{ around }] }))
    await watched.execute(['shown'])
    memo.reset()
    expect(await watched.execute(['shown'])).toEqual({ shown: 3 })
    expect(memo.computed).toEqual([])
  })
})
