// Starts a PostgreSQL server for tests and measurements.

import { spawn } from 'node:child_process'
import { join } from 'node:path'

export interface RunningPostgres {
  /** Of a user who may do everything. */
  readonly url: string
  /** Ends the server and removes its folder. */
  stop(): Promise<void>
}

/** @throws an error that says why there is no server */
export async function startPostgres(): Promise<RunningPostgres> {
  const keeper = spawn(process.execPath, [join(import.meta.dirname, 'keeper.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' },
  })
  const ended = new Promise<void>((resolve) => {
    keeper.on('exit', () => resolve())
    keeper.on('error', () => resolve())
  })
  keeper.unref()
  const said = await new Promise<string>((resolve) => {
    let text = ''
    keeper.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('\n')) resolve(text)
    })
    void ended.then(() => resolve(text))
  })
  const { url, error = 'the process that starts it ended' } = JSON.parse(said || '{}') as {
    readonly url?: string
    readonly error?: string
  }
  if (url === undefined) throw new Error(`PostgreSQL, which these tests need, could not be started: ${error}`)
  return {
    url,
    stop: async () => {
      keeper.ref()
      keeper.stdin.end()
      await ended
    },
  }
}
