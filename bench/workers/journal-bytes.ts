// How many bytes a conversation takes, by its length: in memory, and in SQLite.
//
// usage: node journal-bytes.ts <memory | sqlite | recorded> <turns>

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { append, expects, forState } from '@throughline/machine'
import { openKept, type Where } from './machine-persisters.ts'

const [, , where, given] = process.argv
const turns = Number(given)

interface Message {
  role: 'user' | 'assistant'
  text: string
}
const { action, machine } = forState<{ history: Message[]; prompt: string }>()
const ask = action(
  { writes: ['prompt', 'history'], inputs: expects<{ text: string }>({ text: 'required' }) },
  ({ inputs: { text } }) => ({ prompt: text, history: append({ role: 'user' as const, text }) }),
)
const answer = action({ reads: ['prompt'], writes: ['history'] }, ({ state: { prompt } }) => ({
  history: append({ role: 'assistant' as const, text: sentence(prompt.length, 40) }),
}))
const chat = machine({ ask, answer }).from('ask').to('answer').from('answer').to('ask')

/** Words of different length, the same in every run. */
function sentence(seed: number, words: number): string {
  return Array.from({ length: words }, (_, at) => 'abcdefghij'.slice(0, 2 + ((seed * 7 + at * 3) % 8))).join(' ')
}

const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
try {
  const kept = openKept(where as Where, folder)
  const app = await chat.open({
    id: 'chat',
    entry: 'ask',
    state: { history: [], prompt: '' },
    persister: kept.persister,
    durability: 'batch',
  })
  for (let turn = 0; turn < turns; turn++) {
    await app.run({ until: { after: ['answer'] }, inputs: { ask: { text: sentence(turn, 12) } } })
  }
  if (app.state.history.length !== turns * 2) throw new Error(`${app.state.history.length} messages`)
  await app.close()
  console.log(JSON.stringify({ bytes: await kept.sizeBytes('chat') }))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
