// One PostgreSQL server for a whole run of the tests, started when the first test asks for it.

import { createServer, type AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { startPostgres, type RunningPostgres } from './start-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A port of this machine that answers a connection with the address of the server, or why there is none. */
    readonly postgresPort: number
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<RunningPostgres> | undefined
  const listener = createServer((socket) => {
    socket.on('error', () => {})
    starting ??= startPostgres()
    starting.then(
      ({ url }) => socket.end(JSON.stringify({ url })),
      (error: unknown) => socket.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) })),
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
