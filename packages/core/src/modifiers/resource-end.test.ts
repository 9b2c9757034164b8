import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  checked,
  hasIssue,
  resource,
  retry,
  RunAborted,
  timeout,
  type Hooks,
  type NodeContext,
  type ResourceEnd,
  type RunEnd,
  type UntypedFlow,
} from '../index.ts'
import { failureOf, untypedFlow } from '../testing/index.ts'
import { close, type Connection, Journal } from './fixtures/journal.ts'

const flowOf = (module: object, hooks: Hooks = {}): UntypedFlow => untypedFlow(module).with({ hooks: [hooks] })

const thrownBy = async (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  )

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

afterEach(() => void vi.useRealTimers())

describe('a resource in a run that does not succeed', () => {
  const ends: ResourceEnd[] = []
  const journaled = (journal: Journal) => ({
    dispose: (connection: Connection, end: ResourceEnd) => {
      ends.push(end)
      connection.close()
    },
    open: () => journal.open('db'),
  })
  afterEach(() => void (ends.length = 0))

  it('is disposed after a failure, and told of it', async () => {
    const journal = new Journal()
    const { open, dispose } = journaled(journal)
    const boom = new Error('boom')
    const flow = flowOf({
      db: resource(open, { dispose }),
      users: ({ db }: { db: Connection }): never => {
        journal.lines.push(db.query())
        throw boom
      },
    })
    const failure = await failureOf(flow.execute(['users'], { runId: 'r' }))
    expect([failure.node, failure.cause, failure.others]).toEqual(['users', boom, []])
    expect(journal.lines).toEqual(['open db', 'rows of db', 'close db'])
    expect(ends).toEqual([{ node: 'db', runId: 'r', completed: false }])
  })

  it('says that the run has completed when it has', async () => {
    const journal = new Journal()
    const { open, dispose } = journaled(journal)
    const flow = flowOf({ db: resource(open, { dispose }), users: ({ db }: { db: Connection }) => db.query() })
    await flow.execute(['users'], { runId: 'r' })
    expect(ends).toEqual([{ node: 'db', runId: 'r', completed: true }])
  })

  it('fails its readers when it cannot be opened, and others that were opened are disposed', async () => {
    const journal = new Journal()
    const { open, dispose } = journaled(journal)
    const refused = new Error('connection refused')
    const flow = flowOf({
      db: resource(open, { dispose }),
      queue: resource(async ({ db }: { db: Connection }): Promise<Connection> => {
        if (db.isOpen) throw refused
        return db
      }, close),
      users: ({ db, queue }: Record<string, Connection>) => [db!.query(), queue!.query()],
    })
    const failure = await failureOf(flow.execute(['users']))
    expect([failure.node, failure.path, failure.cause]).toEqual(['queue', ['queue', 'users'], refused])
    expect(journal.lines).toEqual(['open db', 'close db'])
  })

  it('is disposed after an abort, once its readers have settled', async () => {
    const journal = new Journal()
    const { open, dispose } = journaled(journal)
    const controller = new AbortController()
    const flow = flowOf({
      db: resource(open, { dispose }),
      users: async ({ db }: { db: Connection }, { signal }: NodeContext) => {
        controller.abort(new Error('enough'))
        await sleep(5)
        journal.lines.push(db.query())
        signal.throwIfAborted()
      },
    })
    const error = await thrownBy(flow.execute(['users'], { signal: controller.signal }))
    expect(error).toBeInstanceOf(RunAborted)
    expect(journal.lines).toEqual(['open db', 'rows of db', 'close db'])
    expect(ends[0]?.completed).toBe(false)
  })

  it('is disposed when it comes after the abort, but before the run has ended', async () => {
    const journal = new Journal()
    const controller = new AbortController()
    const flow = flowOf({
      db: resource(async () => {
        await sleep(5)
        return journal.open('late')
      }, close),
      users: ({ db }: { db: Connection }) => db.query(),
    })
    const run = thrownBy(flow.execute(['users'], { signal: controller.signal }))
    controller.abort()
    expect(await run).toBeInstanceOf(RunAborted)
    expect(journal.lines).toEqual(['open late', 'close late'])
  })

  it('is disposed when it comes after the run was given up', async () => {
    const journal = new Journal()
    const controller = new AbortController()
    const opening = Promise.withResolvers<void>()
    const closed = Promise.withResolvers<void>()
    const flow = flowOf({
      db: resource(
        async () => {
          await opening.promise
          return journal.open('very late')
        },
        {
          dispose: (db) => {
            db.close()
            closed.resolve()
            throw new Error('cannot close')
          },
        },
      ),
      users: ({ db }: { db: Connection }) => db.query(),
    })
    const run = thrownBy(flow.execute(['users'], { signal: controller.signal, abandonAfterMs: 0 }))
    controller.abort()
    const error = (await run) as RunAborted
    expect([error.abandoned, error.late.length]).toEqual([['db'], 0])
    opening.resolve()
    await closed.promise
    await sleep(1)
    expect(journal.lines).toEqual(['open very late', 'close very late'])
    expect(error.late.map(({ node, error: late }) => [node, hasIssue(late, 'run/dispose-failed')])).toEqual([
      ['db', true],
    ])
  })

  it('is disposed for each attempt that got one, whichever way the attempt failed', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
    const journal = new Journal()
    const open = async ({}: {}, { attempt }: NodeContext): Promise<Connection> => {
      if (attempt === 1) throw new Error('refused')
      if (attempt === 2) await sleep(100)
      return journal.open(String(attempt))
    }
    const flow = flowOf({
      db: retry(timeout(resource(open, close), '50ms'), { maxAttempts: 3, backoffMs: 200, factor: 1 }),
      users: ({ db }: { db: Connection }) => db.query(),
    })
    const run = flow.execute(['users'])
    await vi.runAllTimersAsync()
    expect(await run).toEqual({ users: 'rows of 3' })
    expect(journal.lines).toEqual(['open 2', 'open 3', 'close 3', 'close 2'])
  })

  it('is disposed when its opening took too long inside of the resource too', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
    const journal = new Journal()
    const slow = async (): Promise<Connection> => {
      await sleep(100)
      return journal.open('slow')
    }
    const flow = flowOf({
      db: resource(timeout(slow, '50ms'), close),
      users: ({ db }: { db: Connection }) => db.query(),
    })
    const run = failureOf(flow.execute(['users']))
    await vi.runAllTimersAsync()
    expect(hasIssue(await run, 'run/timeout')).toBe(true)
    expect(journal.lines).toEqual(['open slow', 'close slow'])
  })

  it('is disposed once when several attempts get the same', async () => {
    const pools: number[] = []
    const pool = { size: 0 }
    const grown = checked(
      resource(
        () => {
          pool.size++
          return pool
        },
        { dispose: ({ size }) => pools.push(size) },
      ),
      [{ name: 'large enough', test: ({ size }: { size: number }) => size > 2 || `found ${size}` }],
    )
    const flow = flowOf({
      pool: retry(grown, { maxAttempts: 5, backoffMs: 0 }),
      size: ({ pool: { size } }: { pool: { size: number } }) => size,
    })
    expect(await flow.execute(['size'])).toEqual({ size: 3 })
    expect(pools).toEqual([3])
  })

  it('is disposed when the loop over the outputs is left', async () => {
    const journal = new Journal()
    const flow = flowOf({
      db: resource(() => journal.open('db'), close),
      users: ({ db }: { db: Connection }) => db.query(),
      orders: async ({ db }: { db: Connection }) => {
        await sleep(5)
        return db.query()
      },
    })
    for await (const { node } of flow.iterate(['users', 'orders'])) {
      expect(node).toBe('users')
      break
    }
    expect(journal.lines).toEqual(['open db', 'close db'])
  })
})

describe('a resource that cannot be disposed', () => {
  const refused = new Error('commit refused')
  const failing = (name: string) =>
    resource(() => ({ name }), {
      dispose: () => {
        throw refused
      },
    })

  it('fails a run that had succeeded so far: a lost commit is no success', async () => {
    let end: RunEnd | undefined
    const flow = flowOf(
      { tx: failing('tx'), users: ({ tx }: { tx: { name: string } }) => tx.name },
      { onRunEnd: (event) => void (end = event) },
    )
    const failure = await failureOf(flow.execute(['users']))
    expect(failure.node).toBe('tx')
    expect(failure.issues.map((issue) => issue.code)).toEqual(['run/node-failed', 'run/dispose-failed'])
    expect((failure.cause as Error).cause).toBe(refused)
    expect(failure.message).toContain('The resource "tx" could not be disposed: commit refused')
    expect([end?.status, end?.failures, end?.error]).toEqual(['failed', [failure], failure])
  })

  it('does not keep the others from being disposed, and each failure is told', async () => {
    const journal = new Journal()
    const flow = flowOf({
      db: resource(() => journal.open('db'), close),
      tx: resource(({ db }: { db: Connection }) => ({ db }), { dispose: () => Promise.reject(refused) }),
      ty: resource(({ tx }: { tx: object }) => ({ tx }), {
        dispose: () => {
          throw new Error('no')
        },
      }),
      users: ({ ty }: { ty: object }) => Object.keys(ty),
    })
    const failure = await failureOf(flow.execute(['users']))
    expect([failure.node, failure.others.map((one) => one.node)]).toEqual(['ty', ['tx']])
    expect(journal.lines).toEqual(['open db', 'close db'])
  })

  it('stands behind the failure that the run had already', async () => {
    const flow = flowOf({
      tx: failing('tx'),
      users: ({ tx }: { tx: { name: string } }): never => {
        throw new Error(tx.name)
      },
    })
    const failure = await failureOf(flow.execute(['users']))
    expect([failure.node, failure.others.map((one) => one.node)]).toEqual(['users', ['tx']])
  })

  it('is among the failures of a run that was aborted', async () => {
    const controller = new AbortController()
    const users = ({ tx }: { tx: { name: string } }): void => controller.abort(new Error(tx.name))
    const flow = flowOf({ tx: failing('tx'), users })
    const error = (await thrownBy(flow.execute(['users'], { signal: controller.signal }))) as RunAborted
    expect(error).toBeInstanceOf(RunAborted)
    expect(error.failures.map((one) => one.node)).toEqual(['tx'])
  })

  it('leaves settle its values, and is one of the failures', async () => {
    const flow = flowOf({ tx: failing('tx'), users: ({ tx }: { tx: { name: string } }) => tx.name })
    const { values, failures } = await flow.settle(['users'])
    expect([values, failures.map((one) => one.node)]).toEqual([{ users: 'tx' }, ['tx']])
  })

  it('ends the loop over the outputs with its failure, after the outputs', async () => {
    const flow = flowOf({ tx: failing('tx'), users: ({ tx }: { tx: { name: string } }) => tx.name })
    const seen: unknown[] = []
    const loop = async (): Promise<void> => {
      for await (const one of flow.iterate(['users'])) seen.push(one)
    }
    expect((await failureOf(loop())).node).toBe('tx')
    expect(seen).toEqual([{ node: 'users', value: 'tx' }])
  })
})
