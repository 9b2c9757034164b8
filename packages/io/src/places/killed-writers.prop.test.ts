// Processes that are killed while they write, that write at once, and whose disk is full: a file is one version, whole.
//
// THROUGHLINE_CASES sets fifty times the number of kills.

import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { startWriter } from '../fixtures/start-writer.ts'
import { csvFile, textFile } from '../index.ts'

const kills = Math.ceil(Number(process.env['THROUGHLINE_CASES'] ?? 150) / 50)
const rows = 20_000

/** The version of a file, of which all rows must be. */
async function versionIn(path: string): Promise<number> {
  const table = await csvFile(path, { columns: { version: 'int32', row: 'int32' }, as: 'columns' }).read(toldContext())
  expect(table.row.length).toBe(rows)
  expect(table.row.at(-1)).toBe(rows - 1)
  expect(new Set(table.version).size).toBe(1)
  return table.version[0]!
}

function versionsIn(lines: readonly string[]): number[] {
  return lines.flatMap((line) => (line.startsWith('wrote ') ? [Number(line.slice('wrote '.length))] : []))
}

it(`a writer that is killed leaves the old file or the new one (${kills} kills)`, { timeout: 3_600_000 }, async () => {
  const scratch = makeScratch()
  const path = join(scratch, 'sales.csv')
  let first = 0
  for (let kill = 0; kill < kills; kill++) {
    const writer = startWriter({ path, first, rows })
    await Promise.race([writer.wroteOnce, writer.ended])
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 100))
    writer.child.kill('SIGKILL')
    expect(await writer.ended).toEqual({ signal: 'SIGKILL', errors: '' })
    const told = versionsIn(writer.lines).at(-1)!
    const found = await versionIn(path)
    // What was told is there; one more may be there that was not told any more.
    expect([told, told + 1]).toContain(found)
    first = found + 1
  }
  // What killed writers have begun is removed by the next one, once it is old.
  const begun = readdirSync(scratch).filter((name) => name.endsWith('.part'))
  for (const name of begun) utimesSync(join(scratch, name), 0, 0)
  await textFile(path).write('', toldContext())
  expect(readdirSync(scratch)).toEqual(['sales.csv'])
})

it('of two writers at once one wins whole, at every moment', async () => {
  const scratch = makeScratch()
  const path = join(scratch, 'sales.csv')
  const writers = [startWriter({ path, first: 0, step: 2, rows }), startWriter({ path, first: 1, step: 2, rows })]
  try {
    await Promise.all(writers.map(({ wroteOnce, ended }) => Promise.race([wroteOnce, ended])))
    for (let reading = 0; reading < 5; reading++) expect(await versionIn(path)).toBeGreaterThanOrEqual(0)
  } finally {
    for (const { child } of writers) child.kill('SIGKILL')
  }
  for (const { ended } of writers) expect((await ended).errors).toBe('')
  const lasts = writers.map(({ lines }) => versionsIn(lines).at(-1)!)
  expect(lasts.flatMap((version) => [version, version + 2])).toContain(await versionIn(path))
})

it('a disk that takes no more leaves what was there, and nothing beside it', async () => {
  const scratch = makeScratch()
  const path = join(scratch, 'sales.csv')
  const blocks = ['sh', '-c', 'ulimit -f 300; exec "$@"', 'sh']
  const fresh = startWriter({ path, rows }, blocks)
  expect(await fresh.ended).toEqual({ signal: null, errors: '' })
  const said = `io/unwritable: ${path} cannot be written: it would be larger than the disk allows.`
  expect(fresh.lines).toEqual([said])
  expect(existsSync(path)).toBe(false)
  writeFileSync(path, 'version,row\n1,0\n')
  const again = startWriter({ path, rows }, blocks)
  await again.ended
  expect(again.lines).toEqual([said])
  expect(await csvFile(path).read(toldContext())).toEqual([{ version: '1', row: '0' }])
  expect(readdirSync(scratch)).toEqual(['sales.csv'])
})
