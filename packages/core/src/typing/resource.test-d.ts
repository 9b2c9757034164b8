// What the compiler knows of resources. Checked by `tsc`, never run.

import {
  byConfig,
  dataflow,
  extract,
  resource,
  retry,
  timeout,
  type InputsOf,
  type NodeContext,
  type ResourceOptions,
} from '../index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expectTrue<_T extends true>(): void

declare class Db {
  readonly url: string
  query(sql: string): string[]
  close(): Promise<boolean>
}
declare const connect: (url: string, signal?: AbortSignal) => Promise<Db>

// ---- a resource is a node like any other: what it reads is required, its value is awaited
const module = {
  db: resource(({ url }: { url: string }) => connect(url), { version: 'v1', dispose: (db) => db.close() }),
  pool: resource(async ({ db, size = 1 }: { db: Db; size?: number }, { signal }: NodeContext) => ({
    dbs: [await connect(db.url, signal)],
    size,
  })),
  users: ({ db }: { db: Db }) => db.query('select'),
  count: ({ pool }: { pool: { dbs: Db[]; size: number } }) => pool.size,
}
const flow = dataflow(module)
const r = await flow.execute(['users', 'count'], { inputs: { url: 'x' } })
expectTrue<Equal<typeof r, { users: string[]; count: number }>>()
expectTrue<Equal<InputsOf<typeof flow, 'count'>, { url: string; size?: number }>>()
// @ts-expect-error the resource needs its url
await flow.execute(['users'])
// @ts-expect-error a reader of another type
dataflow({ ...module, wrong: ({ db }: { db: { rows: number } }) => db.rows })

// ---- still callable as it was
expectTrue<Equal<ReturnType<typeof module.db>, Promise<Db>>>()
await module.db({ url: 'x' })
// @ts-expect-error a direct call needs what the function reads
await module.db({})

// ---- overridable, with something of its type
await flow.override({ db: {} as Db }).execute(['users'])
// @ts-expect-error no connection
flow.override({ db: 'x' })

// ---- what disposes gets what was opened, and how the run has ended
resource(() => connect('x'), {
  dispose: (db, end) => {
    expectTrue<Equal<typeof db, Db>>()
    expectTrue<Equal<typeof end.completed, boolean>>()
    return [end.node, end.runId]
  },
})
expectTrue<Equal<Parameters<NonNullable<ResourceOptions<Db>['dispose']>>[0], Db>>()
// @ts-expect-error there is no such method
resource(() => connect('x'), { dispose: (db) => db.shut() })
// @ts-expect-error it disposes something else
resource(() => connect('x'), { dispose: (file: { path: string }) => file.path })
// @ts-expect-error a version is a text
resource(() => connect('x'), { version: 1 })
// @ts-expect-error no such option
resource(() => connect('x'), { disposed: () => {} })
// @ts-expect-error not a function
resource(connect('x'))

// ---- with other modifiers
const environments = dataflow({
  db: byConfig('env', {
    test: resource(() => ({ url: '', query: (sql: string) => [sql], close: async () => true })),
    prod: resource(({ url }: { url: string }) => connect(url), { dispose: (db) => db.close() }),
  }),
  users: ({ db }: { db: { query: (sql: string) => string[] } }) => db.query('select'),
})
await environments.configure({ env: 'test' }).execute(['users'])
await environments.configure({ env: 'prod' }).execute(['users'], { inputs: { url: 'x' } })
// @ts-expect-error the configuration has to choose
await environments.execute(['users'])

const either = resource(byConfig('env', { test: () => connect('test'), prod: () => connect('prod') }), {
  dispose: (db) => {
    expectTrue<Equal<typeof db, Db>>()
  },
})
const wrapped = dataflow({
  db: timeout(
    retry(
      resource(({ url }: { url: string }) => connect(url)),
      { maxAttempts: 3 },
    ),
    '30s',
  ),
  parts: extract(
    resource(() => ({ reader: 1, writer: 'w' }), { dispose: ({ reader }) => reader.toFixed() }),
    ['reader'],
  ),
  either,
  sum: ({ reader, db, either: chosen }: { reader: number; db: Db; either: Db }) => `${reader}${db.url}${chosen.url}`,
})
const w = await wrapped.configure({ env: 'test' }).execute(['sum'], { inputs: { url: 'x' } })
expectTrue<Equal<typeof w, { sum: string }>>()
