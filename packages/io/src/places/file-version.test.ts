// The version of a file is that of its bytes, whether they are read again or not.

import { createHash } from 'node:crypto'
import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { fileChecksum } from './file-version.ts'

const sum = (text: string): string => createHash('sha256').update(text).digest('hex')

it.each([0, 3_600_000])('what has changed has another checksum, also %i ms after it was written', async (laterMs) => {
  const path = join(makeScratch(), 'a.txt')
  const nowMs = (): number => Date.now() + laterMs
  for (const text of ['a', 'bb', 'ccc', 'bb']) {
    writeFileSync(path, text)
    expect(await fileChecksum(path, toldContext(), nowMs)).toBe(sum(text))
    expect(await fileChecksum(path, toldContext(), nowMs)).toBe(sum(text))
  }
})

it('follows every change of a file, however quick', async () => {
  const path = join(makeScratch(), 'a.txt')
  for (let time = 0; time < 200; time++) {
    // Always of one size, and most of them within one tick of the clock of the file system.
    writeFileSync(path, `a,${1000 + time}`)
    expect(await fileChecksum(path, toldContext())).toBe(sum(`a,${1000 + time}`))
  }
})

it('is not fooled by a time that was set back', async () => {
  const path = join(makeScratch(), 'a.txt')
  for (const text of ['a,1', 'a,2']) {
    writeFileSync(path, text)
    utimesSync(path, 1000, 1000)
    expect(await fileChecksum(path, toldContext())).toBe(sum(text))
  }
})

it('a signal ends the asking', async () => {
  const path = join(makeScratch(), 'a.txt')
  writeFileSync(path, 'a'.repeat(5_000_000))
  const context = toldContext()
  const asking = fileChecksum(path, context)
  context.abort(new Error('enough'))
  await expect(asking).rejects.toThrow('enough')
})
