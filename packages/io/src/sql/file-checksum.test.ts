import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { contextOfLate } from './fixtures/context-of-late.ts'
import { fileChecksum } from './file-checksum.ts'

let path: string
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-'))
  path = join(folder, 'table.csv')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const sum = (text: string): string => createHash('sha256').update(text).digest('hex')

it('follows every change of a file, however quick', async () => {
  for (let time = 0; time < 200; time++) {
    // Always of one size, and most of them within one tick of the clock of the file system.
    writeFileSync(path, `a,${1000 + time}`)
    expect(await fileChecksum(path, contextOfLate())).toBe(sum(`a,${1000 + time}`))
    expect(await fileChecksum(path, contextOfLate())).toBe(sum(`a,${1000 + time}`))
  }
})

it('is not fooled by a time that was set back', async () => {
  writeFileSync(path, 'a,1')
  utimesSync(path, 1000, 1000)
  expect(await fileChecksum(path, contextOfLate())).toBe(sum('a,1'))
  writeFileSync(path, 'a,2')
  utimesSync(path, 1000, 1000)
  expect(await fileChecksum(path, contextOfLate())).toBe(sum('a,2'))
})
