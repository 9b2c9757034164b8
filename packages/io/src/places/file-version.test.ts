// The version of a file is that of its bytes, whether they are read again or not.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { fileVersion } from './file-version.ts'

it.each([0, 3_600_000])('what has changed has another version, also %i ms after it was written', async (laterMs) => {
  const path = join(makeScratch(), 'a.txt')
  const version = fileVersion(path, () => Date.now() + laterMs)
  const seen: string[] = []
  for (const text of ['a', 'bb', 'ccc', 'bb']) {
    writeFileSync(path, text)
    const found = await version(toldContext())
    expect(await version(toldContext())).toBe(found)
    seen.push(found)
  }
  expect(new Set(seen).size).toBe(3)
  expect(seen[3]).toBe(seen[1])
})

it('a signal ends the asking', async () => {
  const path = join(makeScratch(), 'a.txt')
  writeFileSync(path, 'a'.repeat(5_000_000))
  const context = toldContext()
  const asking = fileVersion(path)(context)
  context.abort(new Error('enough'))
  await expect(asking).rejects.toThrow('enough')
})
