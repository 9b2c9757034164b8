// Files by their path or by a pattern, read by DuckDB.

import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { issueText } from '../fixtures/texts-of-issues.ts'
import { duckdbFile } from './index.ts'

const options = { as: 'rows', columns: { a: 'int32' } } as const

it('a file that is called like a pattern is that file', async () => {
  const folder = makeScratch()
  const files = { 'data[1].csv': 1, 'data1.csv': 2, 'data*.csv': 3 }
  for (const [name, a] of Object.entries(files)) writeFileSync(join(folder, name), `a\n${a}\n`)
  for (const [name, a] of Object.entries(files)) {
    const context = toldContext()
    expect(await duckdbFile(join(folder, name), options).read(context)).toEqual([{ a }])
    expect(context.facts).toMatchObject({ sizeBytes: 4 })
  }
  expect(await duckdbFile(join(folder, 'data[12].csv'), options).read(toldContext())).toEqual([{ a: 2 }])
})

it('a pattern has the version of all files that fit it', async () => {
  const folder = makeScratch()
  const source = duckdbFile(join(folder, '*.csv'), options)
  const seen: (string | undefined)[] = []
  const see = async (): Promise<void> => void seen.push(await source.version(toldContext()))
  writeFileSync(join(folder, 'a.csv'), 'a\n1\n')
  await see()
  writeFileSync(join(folder, 'b.csv'), 'a\n2\n')
  await see()
  writeFileSync(join(folder, 'a.csv'), 'a\n3\n')
  await see()
  expect(new Set(seen).size).toBe(3)
  writeFileSync(join(folder, 'a.csv'), 'a\n1\n')
  await see()
  expect(seen[3]).toBe(seen[1])
})

it('stays within its folder, also through links that come later or that a pattern finds', async () => {
  const [folder, outside] = [makeScratch(), makeScratch()]
  writeFileSync(join(outside, 'secret.csv'), 'a\n1\n')
  for (const path of ['x.csv', '*.csv', '[x].csv']) {
    const source = duckdbFile(path, { ...options, within: folder })
    symlinkSync(join(outside, 'secret.csv'), join(folder, 'x.csv'))
    expect(await issueText(source.read(toldContext()))).toContain('io/outside')
    expect(await issueText(source.version(toldContext()))).toContain('io/outside')
    rmSync(join(folder, 'x.csv'))
  }
})
