// The address of the server, for a test that needs one.

import { connect } from 'node:net'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** A port of this machine that answers a connection with the address of the server, or why there is none. */
    readonly postgresPort: number
  }
}

/** What that port says. */
export interface PostgresAnswer {
  readonly url?: string
  readonly error?: string
}

/** Of a user who may do everything. The server is started by the first test that asks for it. Call it inside of a test. */
export async function postgresUrl(): Promise<string> {
  const said = await new Promise<string>((resolve, reject) => {
    let text = ''
    const socket = connect(inject('postgresPort'), '127.0.0.1')
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
  })
  const { url, error } = JSON.parse(said) as PostgresAnswer
  if (url === undefined) throw new Error(error)
  return url
}
