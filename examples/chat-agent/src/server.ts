// `npm run serve`: the agent behind a page. Conversations are kept in an SQLite file, and go on after a restart.

import { join } from 'node:path'
import { sqlitePersister } from '@throughline/tracking/applications'
import { createAgent } from './agent.ts'
import { readSpeeches } from './corpus.ts'
import { createLibrary } from './library.ts'
import { openModel } from './model.ts'
import { listen } from './node-http.ts'
import { createTools } from './tools.ts'
import { createWeb } from './web.ts'

const folder = join(import.meta.dirname, '..')
const { PORT = '0', CHAT_DATA: data = join(folder, '.throughline') } = process.env

const opened = await openModel(process.env, { tokenMs: 25 })
const tools = createTools({ library: await createLibrary(readSpeeches()), notesFile: join(data, 'notes.jsonl') })
const persister = sqlitePersister({ dir: data, record: { project: 'chat-agent' } })
const web = createWeb({ agent: createAgent({ model: opened.model, tools }), persister })
const server = await listen(web, Number(PORT))
console.log(
  `Open ${server.url} (you talk to ${opened.name}). Stop with Ctrl+C; start again, and the conversation goes on.`,
)

let isStopping = false
async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  await server.close()
  await web.close()
  await persister.close?.()
  await opened.close()
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
