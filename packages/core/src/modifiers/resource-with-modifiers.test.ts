import { describe, expect, it } from 'vitest'
import {
  bind,
  byConfig,
  dataflow,
  extract,
  from,
  oneOf,
  otherwise,
  parameterize,
  resource,
  subflow,
  timeout,
  when,
  type Hooks,
  type UntypedFlow,
} from '../index.ts'
import { untypedFlow } from '../testing/index.ts'
import { close, type Connection, Journal } from './fixtures/journal.ts'

const flowOf = (module: object, hooks: Hooks = {}): UntypedFlow => untypedFlow(module).with({ hooks: [hooks] })

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe('a resource with other modifiers', () => {
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
      users: ({ db, audit = null }: { db: Connection; audit?: Connection | null }) => [db.query(), audit?.query()],
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
})
