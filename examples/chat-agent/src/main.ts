// `npm start`: a scripted conversation; `npm start -- --interactive`: yours.

import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createAgent, NEW_CONVERSATION } from './agent.ts'
import { readSpeeches } from './corpus.ts'
import { createLibrary } from './library.ts'
import { openModel } from './model.ts'
import { takeTurn, type Terminal } from './terminal.ts'
import { createTools } from './tools.ts'

const SCRIPT = [
  'What did presidents say about a canal across the isthmus?',
  'Who was the first to mention "railroad"?',
  'Save that, please.',
]

const { CHAT_DATA: data = join(import.meta.dirname, '..', '.throughline') } = process.env
const write = (text: string): void => void process.stdout.write(text)
const isInteractive = process.argv.includes('--interactive')

const opened = await openModel(process.env, { tokenMs: 12 })
const library = await createLibrary(readSpeeches())
const agent = createAgent({
  model: opened.model,
  tools: createTools({ library, notesFile: join(data, 'notes.jsonl') }),
})
const chat = await agent.open({ entry: 'ask', state: NEW_CONVERSATION })
write(`You talk to ${opened.name}.\n`)

try {
  if (isInteractive) await talk()
  else await playScript()
} finally {
  await chat.close()
  await opened.close()
}
write(`\n${chat.state.inputTokens} tokens read, ${chat.state.outputTokens} written, ${chat.sequence} steps\n`)

async function playScript(): Promise<void> {
  const terminal: Terminal = {
    write,
    decide: ({ tool }) => {
      write(`  (${tool} waits for a person; the script says yes)\n`)
      return { approved: true }
    },
  }
  for (const question of SCRIPT) {
    write(`\n> ${question}\n`)
    await takeTurn(chat, question, terminal)
  }
}

async function talk(): Promise<void> {
  const input = createInterface({ input: process.stdin })
  const lines = input[Symbol.asyncIterator]()
  const read = async (prompt: string): Promise<string> => {
    write(prompt)
    const { done, value } = await lines.next()
    return done ? '' : value.trim()
  }
  const terminal: Terminal = {
    write,
    decide: async ({ tool, input: wanted }) => {
      const said = await read(`  ${tool} ${JSON.stringify(wanted)}\n  May it? [y/N] `)
      return { approved: /^y/i.test(said) }
    },
  }
  for (let question = await read('\n> '); question !== ''; question = await read('\n> '))
    await takeTurn(chat, question, terminal)
  input.close()
}
