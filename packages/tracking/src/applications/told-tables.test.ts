// What was told before it had a table of its own is known after the tables are led on.

import { openPostgresTables, openSqliteTables, rowsOf, sql, type TableDatabase } from '@throughline/store/tables'
import { expect, it, onTestFinished } from 'vitest'
import { newUrl, openAt } from '../record/fixtures/databases.ts'
import { applicationId, migrations } from '../record/migrations.ts'
import { openDatabase } from '../record/open-database.ts'
import { parseRecordUrl } from '../record/record-url.ts'
import { accountAfter } from './account.ts'
import type { ApplicationTables } from './application-tables.ts'
import { fakeTime } from './fixtures/fake-time.ts'
import { committed, opened } from './fixtures/of-machines.ts'
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
