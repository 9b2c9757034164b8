// The whole server: a model, a library, conversations in an SQLite file, and a page.

import { join } from 'node:path'
import { sqlitePersister } from '@throughline/tracking/applications'
import { createAgent } from './agent.ts'
import type { Speech } from './corpus.ts'
import { createLibrary } from './library.ts'
import { openModel } from './model.ts'
import { listen } from './node-http.ts'
import type { StubOptions } from './stub/server.ts'
import { createTools } from './tools.ts'
import { createWeb } from './web.ts'

interface ServerOptions {
  readonly speeches: readonly Speech[]
  /** The folder of conversations and notes. */
  readonly data: string
  /** @defaultValue any that is free */
  readonly port?: number
  /** Says which model: as `openModel` reads it. @defaultValue the stub */
  readonly env?: NodeJS.ProcessEnv
  readonly stub?: StubOptions
}

export interface ChatServer {
  readonly url: string
  /** Who answers, for people. */
  readonly model: string
  stop(): Promise<void>
}

export async function startServer({ speeches, data, port = 0, env = {}, stub }: ServerOptions): Promise<ChatServer> {
  const opened = await openModel(env, stub)
  const tools = createTools({ library: await createLibrary(speeches), notesFile: join(data, 'notes.jsonl') })
  const persister = sqlitePersister({ dir: data, record: { project: 'chat-agent' } })
  const web = createWeb({ agent: createAgent({ model: opened.model, tools }), persister })
  const server = await listen(web, port)
  const close = async (): Promise<void> => {
    await server.close()
    await web.close()
    await persister.close?.()
    await opened.close()
  }
  let stopped: Promise<void> | undefined
  return { url: server.url, model: opened.name, stop: () => (stopped ??= close()) }
}
