// Processes that are killed at any moment while they replace a table: it is one version, whole, and no older than was told.
//
// THROUGHLINE_CASES sets a hundred times the number of kills.

import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { startProcess } from '../fixtures/start-writer.ts'
import { postgresUrl, testFolder } from './fixtures/places.ts'
import { versionedTable, type Engine } from './fixtures/versioned-table.ts'

const kills = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 100) / 100)
const rows = 5_000
const program = join(import.meta.dirname, 'fixtures', 'versions-writer.ts')
const folder = testFolder()
const tableName = `versions_${randomBytes(4).toString('hex')}`

async function placeOf(engine: Engine): Promise<string> {
  if (engine !== 'postgres') return join(folder, `versions.${engine}`)
  const url = await postgresUrl()
  onTestFinished(async () => {
    const client = new Client(url)
    await client.connect()
    await client.query(`drop table if exists ${tableName}`)
    await client.end()
  })
  return url
}

it.each(['sqlite', 'duckdb', 'postgres'] as const)(
  `a table of %s is one version after a writer was killed (${kills} kills)`,
  { timeout: 3_600_000 },
  async (engine) => {
    const place = await placeOf(engine)
    const table = versionedTable(engine, place, tableName)
    let first = 0
    for (let kill = 0; kill < kills; kill++) {
      const writer = startProcess(program, [engine, place, tableName, String(first), String(rows)])
      await Promise.race([writer.wroteOnce, writer.ended])
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 100))
      writer.child.kill('SIGKILL')
      expect(await writer.ended).toEqual({ signal: 'SIGKILL', errors: '' })
      const told = Number(/^wrote (\d+)$/.exec(writer.lines.at(-1)!)?.[1])
      const found = await table.read(toldContext())
      expect(found).toHaveLength(rows)
      expect(new Set(found.map(({ row }) => row)).size).toBe(rows)
      const versions = [...new Set(found.map(({ version }) => version))]
      expect(versions).toHaveLength(1)
      // One more may be there that was not told any more.
      expect([told, told + 1]).toContain(versions[0])
      first = versions[0]! + 1
    }
  },
)
