import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  bind,
  byConfig,
  checked,
  dataflow,
  extract,
  from,
  hasIssue,
  isThroughlineError,
  NodeError,
  oneOf,
  otherwise,
  parameterize,
  resource,
  retry,
  RunAborted,
  subflow,
  timeout,
  untyped,
  when,
  type AnyFlow,
  type Hooks,
  type NodeContext,
  type ResourceEnd,
  type RunEnd,
  type StepMetadata,
  type UntypedFlow,
} from '../index.ts'

const flowOf = (module: object, hooks: Hooks = {}): UntypedFlow =>
  untyped((dataflow as unknown as (module: object) => AnyFlow)(module)).with({ hooks: [hooks] })

const codesOf = (make: () => unknown): string[] => {
  try {
    make()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues.map((issue) => issue.code)
    throw error
  }
  return []
}

const thrownBy = async (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  )

const failureOf = async (run: Promise<unknown>): Promise<NodeError> => {
  const error = await thrownBy(run)
  if (error instanceof NodeError) return error
  throw error
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** What happened to connections, in order: `open a`, `close a`. */
class Journal {
  readonly lines: string[] = []

  open(name: string): Connection {
    this.lines.push(`open ${name}`)
    return new Connection(name, this)
  }
}

class Connection {
  readonly name: string
  readonly #journal: Journal
  isOpen = true

  constructor(name: string, journal: Journal) {
    this.name = name
    this.#journal = journal
  }

  query(): string {
    if (!this.isOpen) throw new Error(`${this.name} is closed`)
    return `rows of ${this.name}`
  }

  close(): void {
    if (!this.isOpen) throw new Error(`${this.name} is closed already`)
    this.isOpen = false
    this.#journal.lines.push(`close ${this.name}`)
  }
}

const close = { dispose: (connection: Connection) => connection.close() }

afterEach(() => void vi.useRealTimers())

describe('a resource', () => {
  it('is opened once per run, whoever reads it, and disposed when the run has ended', async () => {
    const journal = new Journal()
    const flow = dataflow({
      db: resource(({ url }: { url: string }) => journal.open(url), close),
      users: ({ db }: { db: Connection }) => db.query(),
      orders: async ({ db }: { db: Connection }) => {
        await sleep(1)
        return db.query()
      },
    })
    expect(await flow.execute(['users', 'orders'], { inputs: { url: 'x' } })).toEqual({
      users: 'rows of x',
      orders: 'rows of x',
    })
    expect(journal.lines).toEqual(['open x', 'close x'])
  })

  it('is not opened when nothing that runs needs it', async () => {
    const journal = new Journal()
    const flow = flowOf({
      db: resource(() => journal.open('db'), close),
      users: ({ db }: { db: Connection }) => db.query(),
      other: () => 1,
    })
    expect(await flow.execute(['other'])).toEqual({ other: 1 })
    expect(await flow.override({ users: 'none' }).execute(['users'])).toEqual({ users: 'none' })
    expect(journal.lines).toEqual([])
  })

  it('opens and disposes asynchronously, and the run waits for both', async () => {
    const journal = new Journal()
    const flow = flowOf({
      db: resource(
        async () => {
          await sleep(1)
          return journal.open('db')
        },
        {
          dispose: async (db) => {
            await sleep(1)
            db.close()
          },
        },
      ),
      users: ({ db }: { db: Connection }) => db.query(),
    })
    await flow.execute(['users'])
    expect(journal.lines).toEqual(['open db', 'close db'])
  })

  it('is disposed before what it reads: the last to be opened is the first to be disposed', async () => {
    const journal = new Journal()
    const flow = flowOf({
      a: resource(({ b }: { b: Connection }) => journal.open(`a on ${b.name}`), close),
      b: resource(async ({ c }: { c: Connection }) => journal.open(`b on ${c.name}`), close),
      c: resource(() => journal.open('c'), close),
      users: ({ a }: { a: Connection }) => a.query(),
    })
    await flow.execute(['users'])
    expect(journal.lines).toEqual([
      'open c',
      'open b on c',
      'open a on b on c',
      'close a on b on c',
      'close b on c',
      'close c',
    ])
  })

  it('is closed as `await using` would close it when no dispose is given', async () => {
    const lines: string[] = []
    const both = {
      [Symbol.asyncDispose]: async () => void lines.push('async'),
      [Symbol.dispose]: () => void lines.push('sync'),
    }
    class Folder {
      readonly path: string
      constructor(path: string) {
        this.path = path
      }
      [Symbol.dispose](): void {
        lines.push(this.path)
      }
    }
    const callable = Object.assign(() => 1, { [Symbol.dispose]: () => void lines.push('callable') })
    const module = {
      both: resource(() => both),
      folder: resource(() => new Folder('temporary folder')),
      client: resource(() => callable),
      secret: resource(() => 'a text has nothing to dispose'),
      nothing: resource(() => null),
      reader: ({ both: a, folder, client, secret, nothing }: Record<string, unknown>) => [
        a,
        folder,
        client,
        secret,
        nothing,
      ],
    }
    await flowOf(module).execute(['reader'])
    expect(lines.toSorted()).toEqual(['async', 'callable', 'temporary folder'])
  })

  it('prefers its own dispose to that of the value', async () => {
    const lines: string[] = []
    const value = { [Symbol.dispose]: () => void lines.push('symbol') }
    const flow = flowOf({
      pool: resource(() => value, { dispose: () => lines.push('own') }),
      reader: ({ pool }: { pool: unknown }) => pool === value,
    })
    expect(await flow.execute(['reader'])).toEqual({ reader: true })
    expect(lines).toEqual(['own'])
  })

  it('is a resource of each run: overlapping runs share none', async () => {
    const open = new Set<object>()
    let most = 0
    let opened = 0
    const flow = flowOf({
      db: resource(
        async () => {
          const connection = { id: ++opened }
          open.add(connection)
          most = Math.max(most, open.size)
          await sleep(1)
          return connection
        },
        {
          dispose: (db) => {
            if (!open.delete(db)) throw new Error('disposed twice')
          },
        },
      ),
      id: async ({ db }: { db: { id: number } }) => {
        await sleep(1)
        if (!open.has(db)) throw new Error('closed too early')
        return db.id
      },
    })
    const runs = await Promise.all(Array.from({ length: 1_000 }, () => flow.execute(['id'])))
    expect(new Set(runs.map((run) => run['id'])).size).toBe(1_000)
    expect([most > 500, open.size]).toEqual([true, 0])
  })

  it('is never disposed when it was overridden or given, and never opened then', async () => {
    const journal = new Journal()
    const fake = journal.open('fake')
    const flow = dataflow({
      db: resource(() => journal.open('real'), close),
      users: ({ db }: { db: Connection }) => db.query(),
    })
    expect(await flow.override({ db: fake }).execute(['users', 'db'])).toEqual({ users: 'rows of fake', db: fake })
    expect(await flow.replace({ db: () => fake }).execute(['users'])).toEqual({ users: 'rows of fake' })
    expect([journal.lines, fake.isOpen]).toEqual([['open fake'], true])
  })

  it('belongs to its run: that of a run inside of a node to the inner one, one that is passed in to the outer one', async () => {
    const journal = new Journal()
    const item = dataflow({
      session: resource(
        ({ db, name }: { db: Connection; name: string }) => journal.open(`${name} on ${db.name}`),
        close,
      ),
      rows: async ({ session, db }: { session: Connection; db: Connection }) => {
        await sleep(1)
        return `${session.query()}, ${String(db.isOpen)}`
      },
    })
    const flow = flowOf({
      db: resource(() => journal.open('db'), close),
      all: async ({ db }: { db: Connection }) => {
        const runs = ['a', 'b'].map((name) => item.execute(['rows'], { inputs: { db, name } }))
        const rows = (await Promise.all(runs)).map((one) => one.rows)
        journal.lines.push('all done')
        return rows
      },
    })
    expect(await flow.execute(['all'])).toEqual({ all: ['rows of a on db, true', 'rows of b on db, true'] })
    expect(journal.lines).toEqual([
      'open db',
      'open a on db',
      'open b on db',
      'close a on db',
      'close b on db',
      'all done',
      'close db',
    ])
  })

  it('is opened once per namespace that a module is put under', async () => {
    const journal = new Journal()
    const region = {
      db: resource(({ url }: { url: string }) => journal.open(url), close),
      users: ({ db }: { db: Connection }) => db.query(),
      orders: ({ db }: { db: Connection }) => db.query(),
    }
    const flow = flowOf({
      eu: subflow(region, { inputs: { url: 'eu' } }),
      us: subflow(region, { inputs: { url: from('server') } }),
    })
    const outputs = ['eu.users', 'eu.orders', 'us.users']
    expect(await flow.execute(outputs, { inputs: { server: 'us' } })).toMatchObject({ 'us.users': 'rows of us' })
    expect(journal.lines).toEqual(['open eu', 'open us', 'close us', 'close eu'])
    expect(flow.select(({ kind }) => kind === 'resource')).toEqual(['eu.db', 'us.db'])
    expect(flow.validate(['eu.db']).map((issue) => issue.code)).toEqual(['graph/resource-as-output'])
  })

  it('is disposed before hooks are told that the run has ended', async () => {
    const journal = new Journal()
    const flow = flowOf(
      { db: resource(() => journal.open('db'), close), users: ({ db }: { db: Connection }) => db.query() },
      {
        onStepEnd: ({ node }) => void journal.lines.push(`end of ${node}`),
        onRunEnd: ({ status }) => void journal.lines.push(status),
      },
    )
    await flow.execute(['users'])
    expect(journal.lines).toEqual(['open db', 'end of db', 'end of users', 'close db', 'succeeded'])
  })

  it('is chosen by configuration', async () => {
    const journal = new Journal()
    const flow = dataflow({
      db: byConfig(
        'env',
        {
          test: resource(() => journal.open('memory'), close),
          prod: resource(({ url }: { url: string }) => journal.open(url), { ...close, version: 'v2' }),
        },
        { default: 'test' },
      ),
      users: ({ db }: { db: Connection }) => db.query(),
    })
    expect(await flow.execute(['users'])).toEqual({ users: 'rows of memory' })
    const production = flow.configure({ env: 'prod' })
    expect(await production.execute(['users'], { inputs: { url: 'server' } })).toEqual({ users: 'rows of server' })
    expect(journal.lines).toEqual(['open memory', 'close memory', 'open server', 'close server'])
    expect(production.nodes[0]).toMatchObject({ name: 'db', kind: 'resource', version: 'v2' })
    expect(flow.nodes[0]).toMatchObject({ name: 'db', kind: 'resource' })
    expect(flow.nodes[0]).not.toHaveProperty('version')
  })

  it('is one of several choices, or there only when it is wanted', async () => {
    const journal = new Journal()
    const opened = (name: string) => resource(() => journal.open(name), close)
    const flow = dataflow({
      db: oneOf(
        when({ env: 'test' }, opened('test')),
        when({ env: 'prod' }, opened('prod')),
        otherwise(opened('local')),
      ),
      audit: when({ audited: true }, opened('audit')),
      users: ({ db, audit = undefined }: { db: Connection; audit?: Connection | undefined }) => [
        db.query(),
        audit?.query(),
      ],
    })
    await flow.execute(['users'])
    await flow.configure({ env: 'prod', audited: true }).execute(['users'])
    expect(journal.lines).toEqual(['open local', 'close local', 'open audit', 'open prod', 'close prod', 'close audit'])
    expect(flow.configure({ env: 'test' }).select(({ kind }) => kind === 'resource')).toEqual(['db'])
  })

  it('reads what it is bound to', async () => {
    const journal = new Journal()
    const open = resource(({ url, user }: { url: string; user: string }) => journal.open(`${user}@${url}`), close)
    const flow = dataflow({
      db: bind(open, { url: from('server'), user: 'me' }),
      users: ({ db }: { db: Connection }) => db.query(),
    })
    expect(await flow.execute(['users'], { inputs: { server: 'x' } })).toEqual({ users: 'rows of me@x' })
    expect(journal.lines).toEqual(['open me@x', 'close me@x'])
    expect(flow.nodes[0]?.kind).toBe('resource')
  })

  it('takes variants, and functions that other modifiers have wrapped', async () => {
    const journal = new Journal()
    const either = byConfig('env', { test: () => journal.open('test'), prod: () => journal.open('prod') })
    const flow = flowOf({
      db: resource(either as unknown as () => Connection, close),
      cache: resource(
        timeout(() => journal.open('cache'), '1s'),
        close,
      ),
      users: ({ db, cache }: Record<string, Connection>) => [db!.query(), cache!.query()],
    })
    await flow.configure({ env: 'prod' }).execute(['users'])
    expect(journal.lines.toSorted()).toEqual(['close cache', 'close prod', 'open cache', 'open prod'])
  })

  it('is told with its kind and its version', async () => {
    const told: StepMetadata[] = []
    const flow = dataflow({
      db: resource(() => ({}), { version: 'v7' }),
      key: resource(() => 'secret'),
      users: ({ db, key }: { db: object; key: string }) => [db, key].length,
    }).with({ hooks: [{ onStepMetadata: (event) => void told.push(event) }] })
    await flow.execute(['users'], { runId: 'r' })
    expect(told).toEqual([
      { runId: 'r', node: 'db', kind: 'resource', description: { version: 'v7' }, metadata: {} },
      { runId: 'r', node: 'key', kind: 'resource', description: {}, metadata: {} },
    ])
    expect(flow.nodes.map(({ name, kind, version }) => [name, kind, version])).toEqual([
      ['db', 'resource', 'v7'],
      ['key', 'resource', undefined],
      ['users', 'function', undefined],
    ])
    expect(flow.toJSON().nodes.map((one) => one.kind)).toEqual(['resource', 'resource', 'function'])
  })

  it('keeps its kind when it is made into several', async () => {
    const journal = new Journal()
    const open = resource(({ url }: { url: string }) => journal.open(url), close)
    const flow = flowOf({
      dbs: parameterize(open, { source: { url: 'a' }, target: { url: 'b' } }),
      copy: ({ source, target }: Record<string, Connection>) => source!.query() + target!.query(),
    })
    await flow.execute(['copy'])
    expect(journal.lines).toEqual(['open a', 'open b', 'close b', 'close a'])
    expect(flow.nodes.map((one) => one.kind)).toEqual(['function', 'resource', 'resource'])
  })

  it('may be a part of what is extracted from it', async () => {
    const journal = new Journal()
    const pool = resource(() => ({ reader: journal.open('reader') }), { dispose: (all) => all.reader.close() })
    const flow = flowOf({
      pool: extract(pool, ['reader']),
      users: ({ reader }: { reader: Connection }) => reader.query(),
    })
    expect(await flow.execute(['users'])).toEqual({ users: 'rows of reader' })
    expect(journal.lines).toEqual(['open reader', 'close reader'])
  })

  it('opens in a direct call, and leaves the disposal to the caller', () => {
    const journal = new Journal()
    const db = resource(({ url }: { url: string }) => journal.open(url), close)
    expect(db({ url: 'x' }).isOpen).toBe(true)
    expect(journal.lines).toEqual(['open x'])
  })

  it('is no output, before anything runs', async () => {
    const journal = new Journal()
    const flow = flowOf({
      db: resource(() => journal.open('db'), close),
      users: ({ db }: { db: Connection }) => db.query(),
    })
    const error = await thrownBy(flow.execute(['users', 'db']))
    expect(hasIssue(error, 'graph/resource-as-output')).toBe(true)
    expect(flow.validate(['db']).map((issue) => [issue.code, issue.subject.node])).toEqual([
      ['graph/resource-as-output', 'db'],
    ])
    expect(hasIssue(await thrownBy(flow.settle(['db'])), 'graph/resource-as-output')).toBe(true)
    expect(journal.lines).toEqual([])
  })

  it('refuses what it cannot use', () => {
    const group = extract(() => ({ a: 1 }), ['a'])
    for (const wrong of [group, parameterize(() => 1, { a: {} }), 3, null, Journal]) {
      expect(codesOf(() => resource(wrong as never))).toEqual(['modifier/not-a-function'])
    }
    expect(codesOf(() => resource(() => 1, { version: 3 as never }))).toEqual(['modifier/bad-option'])
    expect(codesOf(() => resource(() => 1, { dispose: 'close' as never }))).toEqual(['modifier/bad-option'])
  })
})

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
