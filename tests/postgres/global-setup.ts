// One PostgreSQL server for a whole run of the tests, started when the first test asks for it.

import { createServer, type AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import type { PostgresAnswer } from './postgres-url.ts'
import { startPostgres, type RunningPostgres } from './start-postgres.ts'

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<RunningPostgres> | undefined
  const listener = createServer((socket) => {
    socket.on('error', () => {})
    const answer = (said: PostgresAnswer): void => void socket.end(JSON.stringify(said))
    starting ??= startPostgres()
    starting.then(
      ({ url }) => answer({ url }),
      (error: unknown) => answer({ error: error instanceof Error ? error.message : String(error) }),
    )
  })
  listener.unref()
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve)
  })
  project.provide('postgresPort', (listener.address() as AddressInfo).port)
  return async () => {
    listener.close()
    const server = await starting?.catch(() => undefined)
    await server?.stop()
  }
}
