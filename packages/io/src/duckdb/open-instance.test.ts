// Waiting for a database that somebody else has open.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, it, onTestFinished } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { makeScratch } from '../fixtures/scratch.ts'
import { duckdbTable } from './index.ts'

it('ends with the reason of the signal', async () => {
  const path = join(makeScratch(), 'a.duckdb')
  const instance = await DuckDBInstance.create(path)
  instance.closeSync()
  const holds = `import('@duckdb/node-api').then(async ({ default: { DuckDBInstance } }) => {
    globalThis.held = await DuckDBInstance.create(${JSON.stringify(path)})
    console.log('held')
    setInterval(() => globalThis.held, 1000)
  })`
  const other = spawn(process.execPath, ['-e', holds], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    other.kill()
    await once(other, 'exit')
  })
  await once(other.stdout, 'data')
  const context = toldContext()
  const reading = Promise.resolve(duckdbTable(path, 't', { busyTimeoutMs: 60_000 }).read(context))
  setTimeout(() => context.abort(new Error('enough')), 50)
  await expect(reading).rejects.toThrow('enough')
})
