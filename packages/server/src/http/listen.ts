// Takes a port, and answers on it until it is closed.

import { createAdaptorServer } from '@hono/node-server'
import type { Server } from 'node:http'
import { ThroughlineError } from 'throughline'
import { serverIssue } from '../issues.ts'

export interface ListenOptions {
  readonly host: string
  /** Without one the first that is free from 7717 on. 0 is any. */
  readonly port: number | undefined
}

export interface Listening {
  readonly port: number
  /** Takes no more requests, and ends when those that are under way have ended, at the latest after a while. */
  close(): Promise<void>
}

const firstPort = 7717
/** So many ports are tried when none was asked for. */
const tries = 20
/** Answers that are under way are waited for so long when the server stops. */
const graceMs = 2_000

/**
 * @param answer is asked when the port is known
 * @throws {server/port-taken} {server/cannot-listen}
 */
export async function listen(
  { host, port }: ListenOptions,
  answer: (port: number) => (request: Request) => Response | Promise<Response>,
): Promise<Listening> {
  const answering: { fetch?: (request: Request) => Response | Promise<Response> } = {}
  const server = createAdaptorServer({
    fetch: (request) => answering.fetch!(request),
    serverOptions: { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000, maxHeaderSize: 32_768 },
  }) as Server
  const taken = await take(server, host, port)
  answering.fetch = answer(taken)
  return { port: taken, close: () => close(server) }
}

async function take(server: Server, host: string, port: number | undefined): Promise<number> {
  for (let tried = 0; ; tried++) {
    const asked = port ?? (tried < tries ? firstPort + tried : 0)
    const error = await listenOn(server, host, asked)
    if (!error) return (server.address() as { readonly port: number }).port
    const isTaken = error.code === 'EADDRINUSE' || error.code === 'EACCES'
    if (!isTaken) throw new ThroughlineError([serverIssue('server/cannot-listen', { host, reason: error.message })])
    if (port !== undefined) throw new ThroughlineError([serverIssue('server/port-taken', { host, port })])
  }
}

function listenOn(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void => resolve(error)
    server.once('error', failed)
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', failed)
      resolve(undefined)
    })
  })
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearTimeout(timer)
}
