// What was told before it had a table of its own is known after the tables are led on.

import { openPostgresTables, openSqliteTables, rowsOf, sql, type TableDatabase } from '@throughline/store/tables'
import type { Issue } from 'throughline'
import { expect, it, onTestFinished } from 'vitest'
import { newUrl, openAt } from '../record/fixtures/databases.ts'
import { applicationId, migrations } from '../record/migrations.ts'
import { openDatabase } from '../record/open-database.ts'
import { parseRecordUrl } from '../record/record-url.ts'
import { accountAfter } from './account.ts'
import type { ApplicationTables } from './application-tables.ts'
import { fakeTime } from './fixtures/fake-time.ts'
import { committed, journalOf, opened } from './fixtures/of-machines.ts'
import { damageRow } from './fixtures/damage.ts'
import { postgresPersister } from './postgres-persister.ts'
import { sqlitePersister } from './sqlite-persister.ts'

it.each(['sqlite', 'postgres'] as const)(
  'applications of version 2 go on, told from where they were (%s)',
  async (kind) => {
    const url = await newUrl(kind)
    const path = url.slice('sqlite:'.length)
    const old = migrations.slice(0, 2)
    const before: TableDatabase<ApplicationTables> =
      kind === 'sqlite'
        ? openSqliteTables(path, { migrations: old, applicationId })
        : await openPostgresTables(url, { migrations: old, schema: 'throughline' })
    const entry = opened()
    const account = JSON.stringify(accountAfter(undefined, 1, entry))
    for (const [app, told] of [
      ['told', 3],
      ['silent', 0],
    ] as const) {
      await sql`INSERT INTO application (app, number, told, machine, status, changed_at_ms, account)
      VALUES (${app}, 1, ${told}, 'm', 'open', 1000, ${account})`.execute(before.query)
      await sql`INSERT INTO journal (app, number, sequence, type, at_ms, codec, payload)
      VALUES (${app}, 1, 0, 'opened', 1000, 'json-1', ${JSON.stringify(entry)})`.execute(before.query)
    }
    await before.close()

    const time = fakeTime()
    const persister = kind === 'sqlite' ? sqlitePersister({ file: path, time }) : postgresPersister(url, { time })
    onTestFinished(() => persister.close?.())
    expect((await persister.load('told'))?.number).toBe(1)
    const after = await openDatabase<ApplicationTables>(parseRecordUrl(url, ''), {})
    onTestFinished(() => after.close())
    const rows = await after.read(({ query }) => rowsOf(query.selectFrom('application_told').selectAll()))
    expect(rows).toEqual([{ app: 'told', number: 1, events: 3, account }])
    await persister.append('told', 1, [committed(1)])
    const record = await openAt(url)
    const events = await record.query.selectFrom('event').select(['seq', 'type']).execute()
    expect(events).toEqual([{ seq: 4, type: 'step.ended' }])
  },
)

it.each(['sqlite', 'postgres'] as const)(
  'what is damaged of how far the record was told is made again of the entries (%s)',
  async (kind) => {
    const url = await newUrl(kind)
    const time = fakeTime()
    const options = { time, record: { onIssue: (issue: Issue) => expect.fail(issue.code) } }
    const persister =
      kind === 'sqlite'
        ? sqlitePersister({ file: url.slice('sqlite:'.length), ...options })
        : postgresPersister(url, options)
    onTestFinished(() => persister.close?.())
    const damage = async (account: string): Promise<void> => {
      const tables = await openDatabase<ApplicationTables>(parseRecordUrl(url, ''), {})
      await tables.perform(function* ({ query }) {
        yield* rowsOf(query.updateTable('application').set({ account }))
        yield* rowsOf(query.updateTable('application_told').set({ account }))
      })
      await tables.close()
    }
    const record = await openAt(url)
    const [first, ...steps] = journalOf(3)
    await persister.append('a', 0, [first!])
    for (const [index, account] of ['{', 'null', '{}'].entries()) {
      await damage(account)
      await persister.append('a', index + 1, [steps[index]!])
      expect(await record.query.selectFrom('step').select('sequence').execute()).toHaveLength(index + 1)
    }
    await damage('{')
    const parent = { kind: 'fork', app: 'a', runId: opened().runId, sequence: 3 } as const
    await persister.append('fork', 0, [opened({ runId: 'run of the fork', parent })])
    const runs = record.query.selectFrom('run').select(['id', 'parent_step', 'status']).orderBy('id')
    expect(await runs.execute()).toEqual([
      { id: opened().runId, parent_step: null, status: 'running' },
      { id: 'run of the fork', parent_step: expect.stringContaining('"node":"a"'), status: 'running' },
    ])
    expect(await persister.remove('a')).toBe(true)
    expect((await runs.execute())[0]).toMatchObject({ status: 'aborted' })
    expect(await persister.remove('fork')).toBe(true)
  },
)

it('an application is removed though neither it nor how far it was told can be read', async () => {
  const url = await newUrl('sqlite')
  const persister = sqlitePersister({ file: url.slice('sqlite:'.length), time: fakeTime() })
  onTestFinished(() => persister.close?.())
  await persister.append('a', 0, journalOf(2))
  await damageRow(url, 'a', 1)
  const tables = await openDatabase<ApplicationTables>(parseRecordUrl(url, ''), {})
  onTestFinished(() => tables.close())
  await tables.perform(({ query }) => rowsOf(query.updateTable('application_told').set({ account: '{' })))
  expect(await persister.remove('a')).toBe(true)
  expect(await tables.read(({ query }) => rowsOf(query.selectFrom('application_told').selectAll()))).toEqual([])
})
