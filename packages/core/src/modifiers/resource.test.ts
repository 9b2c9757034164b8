import { describe, expect, it } from 'vitest'
import {
  dataflow,
  extract,
  hasIssue,
  isThroughlineError,
  parameterize,
  resource,
  type Hooks,
  type StepMetadata,
  type UntypedFlow,
} from '../index.ts'
import { untypedFlow } from '../testing/index.ts'
import { close, type Connection, Journal } from './fixtures/journal.ts'

const flowOf = (module: object, hooks: Hooks = {}): UntypedFlow => untypedFlow(module).with({ hooks: [hooks] })

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

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

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

  it.each([
    ['synchronous', {}],
    ['watched', { concurrency: 5 }],
  ])('is opened when what all of its readers wait for is there, in a %s run', async (_, options) => {
    const journal = new Journal()
    const flow = flowOf({
      db: resource(() => journal.open('db'), close),
      day: () => void journal.lines.push('day'),
      rows: async () => {
        await sleep(5)
        journal.lines.push('rows')
      },
      written: ({ db, day, rows }: { db: Connection; day: unknown; rows: unknown }) => [db.query(), day, rows].length,
    })
    await flow.execute(['written'], options)
    expect(journal.lines).toEqual(['day', 'rows', 'open db', 'close db'])
  })

  it('is not opened when its readers cannot run, and is skipped with them', async () => {
    const journal = new Journal()
    const flow = flowOf({
      db: resource(() => journal.open('db'), close),
      rows: async (): Promise<never> => {
        await sleep(1)
        throw new Error('no rows')
      },
      written: ({ db, rows }: { db: Connection; rows: unknown }) => [db.query(), rows],
      other: ({ db, rows }: { db: Connection; rows: unknown }) => [db.query(), rows],
    })
    const { failures, skipped } = await flow.settle(['written', 'other'])
    expect([failures.map((one) => one.node), skipped]).toEqual([
      ['rows'],
      ['db', 'other', 'written'].map((node) => ({ node, because: ['rows'] })),
    ])
    expect(journal.lines).toEqual([])
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
