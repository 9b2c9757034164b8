// `npm run serve`: the agent behind a page, on port 8417 or on PORT. Conversations go on after a restart.

import { join } from 'node:path'
import { readSpeeches } from './corpus.ts'
import { startServer } from './start-server.ts'

const { PORT = '8417', CHAT_DATA: data = join(import.meta.dirname, '..', '.throughline') } = process.env

const server = await startServer({
  speeches: readSpeeches(),
  data,
  port: Number(PORT),
  env: process.env,
  stub: { tokenMs: 25 },
})
console.log(
  `Open ${server.url} (you talk to ${server.model}). Stop with Ctrl+C; start again, and the conversation goes on.`,
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void server.stop())
