import { afterEach, expect, test } from 'vitest'
import { startStub, type Stub } from './server.ts'

let stub: Stub | undefined
afterEach(() => stub?.close())

const ask = async (body: object): Promise<Response> =>
  fetch(`${stub!.url}/chat/completions`, { method: 'POST', body: JSON.stringify(body) })
const hello = { messages: [{ role: 'user', content: 'Hello' }] }

test('gives an answer at once with its usage', async () => {
  stub = await startStub()
  const completion = (await (await ask(hello)).json()) as { choices: { message: { content: string } }[]; usage: object }
  expect(completion.choices[0]!.message.content).toMatch(/^Hello!/)
  expect(completion.usage).toEqual({ prompt_tokens: 1, completion_tokens: 14, total_tokens: 15 })
})

test('streams the same answer as events, and the usage for those who ask', async () => {
  stub = await startStub()
  const response = await ask({ ...hello, stream: true, stream_options: { include_usage: true } })
  const events = (await response.text()).trim().split('\n\n')
  expect(events.at(-1)).toBe('data: [DONE]')
  const chunks = events.slice(0, -1).map((event) => JSON.parse(event.slice(6)) as Chunk)
  expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toMatch(/^Hello! Ask .*2021\.$/)
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 15 } })
})
interface Chunk {
  readonly choices: readonly { readonly delta: { readonly content?: string } }[]
}

test('asks for a tool', async () => {
  stub = await startStub()
  const completion = (await (await ask({ messages: [{ role: 'user', content: 'What about gold?' }] })).json()) as object
  expect(completion).toMatchObject({
    choices: [
      {
        finish_reason: 'tool_calls',
        message: {
          tool_calls: [{ function: { name: 'search_addresses', arguments: '{"query":"What about gold?"}' } }],
        },
      },
    ],
  })
})

test('fails when it is told to, and refuses what is not the protocol', async () => {
  stub = await startStub({ faults: ['busy', 'cut'] })
  expect((await ask(hello)).status).toBe(429)
  await expect(ask({ ...hello, stream: true }).then((response) => response.text())).rejects.toThrow(
    /terminated|fetch failed/,
  )
  expect((await fetch(stub.url)).status).toBe(404)
  expect((await fetch(`${stub.url}/chat/completions`, { method: 'POST', body: '{' })).status).toBe(400)
  expect(stub.requests).toBe(4)
})
