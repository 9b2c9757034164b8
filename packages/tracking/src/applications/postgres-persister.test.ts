import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { hasIssue } from 'throughline'
import { postgresUrl } from '../record/fixtures/databases.ts'
import { postgresPersister } from './postgres-persister.ts'
import { damageRow } from './fixtures/damage.ts'
import { describePersister } from './fixtures/of-machines.ts'

describePersister(
  'on PostgreSQL',
  async () => {
    const url = `${await postgresUrl()}?schema=test_${randomBytes(8).toString('hex')}`
    return { open: () => postgresPersister(url), damage: async (app, number) => damageRow(url, app, number) }
  },
  { hasDamage: true },
)

it('refuses an address that is none of a server at once', () => {
  expect(() => postgresPersister('sqlite:store.db')).toThrow('not the address of a record')
})

it('says that a server cannot be reached, and asks it again with the next call', async () => {
  const url = new URL(await postgresUrl())
  url.password = 'wrong'
  const persister = postgresPersister(url.href)
  for (let call = 0; call < 2; call++) {
    const error: unknown = await Promise.resolve(persister.load('a')).catch((thrown: unknown) => thrown)
    expect(hasIssue(error, 'record/unreachable')).toBe(true)
  }
  await persister.close?.()
})
