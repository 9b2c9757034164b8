// Starts a PostgreSQL server for tests and measurements.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
/** @throws an error that says why there is no server */
export async function startPostgres() {
  const keeper = spawn(process.execPath, [join(import.meta.dirname, 'keeper.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' },
  })
  const ended = new Promise((resolve) => {
    keeper.on('exit', () => resolve())
    keeper.on('error', () => resolve())
  })
  keeper.unref()
  const said = await new Promise((resolve) => {
    let text = ''
    keeper.stdout.on('data', (chunk) => {
      text += chunk.toString()
      if (text.includes('\n')) resolve(text)
    })
    void ended.then(() => resolve(text))
  })
  const { url, error = 'the process that starts it ended' } = JSON.parse(said || '{}')
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
//# sourceMappingURL=start-postgres.js.map
