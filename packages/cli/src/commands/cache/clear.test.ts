import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLocalStore } from '@throughline/store'
import { afterAll, expect, test } from 'vitest'
import { atTerminal } from '../../../fixtures/at-terminal.ts'
import { clear } from './clear.ts'

const folder = mkdtempSync(join(tmpdir(), 'throughline-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
writeFileSync(join(folder, 'throughline.config.ts'), '')

async function clearing(answer: boolean, yes: boolean): Promise<{ asked: readonly string[]; written: string }> {
  const { context, asked, written } = atTerminal(folder, answer)
  await clear.call(context, { yes, json: false })
  return { asked, written: written() }
}

test('a person at the terminal is asked first, and may say no', async () => {
  const store = openLocalStore({ dir: join(folder, '.throughline') })
  const about = { node: 'n', flow: 'f', dataVersion: 'data1:0', madeByRun: undefined, madeAtMs: 1, sizeBytes: 2_000 }
  const blob = store.blobs.put('raw/1', new Uint8Array(2_000))
  store.entries.put({ ...about, key: 'k', blob, durationMs: undefined, facts: {} })
  await store.close()

  expect(await clearing(false, false)).toEqual({
    asked: ['Remove 1 value (2.0 kB)?'],
    written: 'Nothing was removed.\n',
  })
  expect(await clearing(false, true)).toEqual({ asked: [], written: 'Removed 1 value (2.0 kB).\n' })
  expect(await clearing(true, false)).toEqual({ asked: [], written: 'Nothing is kept.\n' })
})
