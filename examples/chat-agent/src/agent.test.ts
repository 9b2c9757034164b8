import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryPersister, type Persister } from '@throughline/machine'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAgent, NEW_CONVERSATION, type Agent } from './agent.ts'
import { createLibrary } from './library.ts'
import { openModel, type OpenModel } from './model.ts'
import type { StubOptions } from './stub/server.ts'
import { takeTurn } from './terminal.ts'
import { createTools } from './tools.ts'

const library = await createLibrary([
  { year: 1832, president: 'Andrew Jackson', text: 'The railroad and the canal are works of the States.' },
  { year: 1902, president: 'Theodore Roosevelt', text: 'The isthmian canal will be built. The railroad is there.' },
])

let folder: string
let notesFile: string
const opened: OpenModel[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chat-agent-'))
  notesFile = join(folder, 'notes.jsonl')
})
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
  rmSync(folder, { recursive: true, force: true })
})

async function agentWith(options?: StubOptions): Promise<Agent> {
  const model = await openModel({}, options)
  opened.push(model)
  return createAgent({ model: model.model, tools: createTools({ library, notesFile }) })
}
const start = (agent: Agent): ReturnType<Agent['open']> => agent.open({ entry: 'ask', state: NEW_CONVERSATION })
const notes = (): unknown[] =>
  readFileSync(notesFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)

test('a question is answered from the addresses, token by token, and the next question is waited for', async () => {
  const app = await start(await agentWith())
  const running = app.run({ inputs: { ask: { question: 'What about the canal?' } } })
  const chunks: string[] = []
  const actions: string[] = []
  for await (const event of running) {
    if (event.type === 'chunk') chunks.push(event.chunk)
    if (event.type === 'step') actions.push(event.action)
  }
  expect(await running).toMatchObject({ status: 'halted', by: 'inputs', next: 'ask' })
  expect(actions).toEqual(['ask', 'answer', 'look', 'answer'])
  expect(chunks.length).toBeGreaterThan(10)
  expect(app.state.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant'])
  const answer = app.state.messages.at(-1)
  expect(answer).toMatchObject({ text: chunks.join('') })
  expect(chunks.join('')).toContain('1902, Theodore Roosevelt')
  expect(app.state.outputTokens).toBeGreaterThan(chunks.length)
})

test('the second question is asked with what was said before', async () => {
  const app = await start(await agentWith())
  await app.run({ inputs: { ask: { question: 'Who was the first to mention "railroad"?' } } })
  expect(app.state.messages.at(-1)).toMatchObject({ text: expect.stringContaining('first in 1832 (Andrew Jackson)') })
  const outcome = await app.run({ inputs: { ask: { question: 'Save that' } } })
  expect(outcome).toMatchObject({
    status: 'suspended',
    awaiting: {
      action: 'approve',
      prompt: { tool: 'save_note', input: { title: 'Who was the first to mention "railroad"' } },
    },
  })
})

test('nothing is written before a person agrees, and nothing when they do not', async () => {
  const app = await start(await agentWith())
  await app.run({ inputs: { ask: { question: 'Save a note that it rains' } } })
  expect(() => notes()).toThrow(/ENOENT/)
  await app.resume({ approved: false, reason: 'It does not rain.' })
  expect(() => notes()).toThrow(/ENOENT/)
  expect(app.state.messages.at(-1)).toMatchObject({ text: 'I have not saved it. It does not rain.' })
  expect(app.state).not.toHaveProperty('decision')
})

test('a conversation that waits for a person goes on in another process', async () => {
  const persister: Persister = memoryPersister()
  const agent = await agentWith()
  const first = await agent.open({ id: 'c1', entry: 'ask', state: NEW_CONVERSATION, persister })
  await first.run({ inputs: { ask: { question: 'Save a note that it rains' } } })
  await first.close()

  const second = await (await agentWith()).open({ resume: 'c1', persister })
  expect(second.awaiting?.prompt).toMatchObject({ tool: 'save_note' })
  await second.resume({ approved: true })
  expect(notes()).toEqual([{ key: expect.any(String), title: 'A note', text: 'Save a note that it rains' }])
  expect(second.state.messages.at(-1)).toMatchObject({ text: 'I have saved the note "A note".' })
})

test('a model that is busy is asked again, and one that stops in the middle too', async () => {
  const app = await start(await agentWith({ faults: ['busy', 'cut', 'none', 'none'] }))
  const retries: number[] = []
  const running = app.run({ inputs: { ask: { question: 'Hello' } } })
  for await (const event of running) if (event.type === 'retry') retries.push(event.attempt)
  expect((await running).status).toBe('halted')
  expect(retries).toEqual([1, 2])
  expect(app.state.messages).toHaveLength(2)
  expect(app.state.messages.at(-1)).toMatchObject({ text: expect.stringMatching(/^Hello! Ask me/) })
})

test('when every attempt fails the agent says so, and takes the next question', async () => {
  const app = await start(await agentWith({ faults: ['busy', 'busy', 'busy'] }))
  expect(await app.run({ inputs: { ask: { question: 'Hello' } } })).toMatchObject({ status: 'halted', next: 'ask' })
  expect(app.state.messages.at(-1)).toMatchObject({ text: expect.stringContaining('too many requests') })
  await app.run({ inputs: { ask: { question: 'Hello' } } })
  expect(app.state.messages.at(-1)).toMatchObject({ text: expect.stringMatching(/^Hello! Ask me/) })
})

test('an answer that nobody reads on is stopped, and given again in the next run', async () => {
  const app = await start(await agentWith({ tokenMs: 1 }))
  for await (const event of app.run({ inputs: { ask: { question: 'Hello' } } })) if (event.type === 'chunk') break
  expect([app.next, app.sequence]).toEqual(['answer', 1])
  expect(await app.run()).toMatchObject({ status: 'halted', sequence: 2 })
})

test('the terminal shows tokens, tools and what is decided', async () => {
  const app = await start(await agentWith())
  let shown = ''
  const terminal = {
    write: (text: string) => {
      shown += text
    },
    decide: ({ tool }: { tool: string }) => {
      shown += `<${tool}?>`
      return { approved: true }
    },
  }
  await takeTurn(app, 'How often is "canal" mentioned?', terminal)
  await takeTurn(app, 'Save that', terminal)
  await takeTurn(app, 'Save that too', { ...terminal, decide: () => ({ approved: false }) })
  expect(shown).toContain('[count_mentions {"phrase":"canal"}]')
  expect(shown).toContain('"canal" is in 2 of the addresses')
  expect(shown).toMatch(/<save_note\?>.*\[save_note [\s\S]*I have saved the note/)
  expect(shown).toMatch(/: not done\]\nI have not saved it/)
  expect(notes()).toHaveLength(1)
})

test('the machine has nothing wrong with its structure', async () => {
  expect((await agentWith()).validate({ entry: 'ask', state: NEW_CONVERSATION })).toEqual([])
})
