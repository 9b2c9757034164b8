// The folder of a database is made with it, as that of every other file that is written.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasIssue } from 'throughline'
import { describe, expect, it } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { testFolder } from './fixtures/places.ts'
import { versionedTable } from './fixtures/versioned-table.ts'

const folder = testFolder()

describe.each(['sqlite', 'duckdb'] as const)('a database of %s', (engine) => {
  it('is written to a folder that was not there', async () => {
    const table = versionedTable(engine, join(folder, 'new', engine, 'tables.db'), 'versions')
    await table.write([{ version: 1, row: 0 }], toldContext())
    expect(await table.read(toldContext())).toEqual([{ version: 1, row: 0 }])
  })

  it('is not written below a file, and says why', async () => {
    const file = join(folder, `${engine}.txt`)
    writeFileSync(file, '')
    const table = versionedTable(engine, join(file, 'tables.db'), 'versions')
    const refused = await Promise.resolve(table.write([{ version: 1, row: 0 }], toldContext())).catch(
      (error: unknown) => error,
    )
    expect(hasIssue(refused, 'io/unwritable')).toBe(true)
  })
})
