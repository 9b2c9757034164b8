import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startServer, type ChatServer } from './start-server.ts'

const speeches = [{ year: 1832, president: 'Andrew Jackson', text: 'The railroad is built.' }]

let folder: string
const servers: ChatServer[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chat-web-'))
})
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function start(tokenMs = 0): Promise<ChatServer> {
  const server = await startServer({ speeches, data: folder, stub: { tokenMs } })
  servers.push(server)
  return server
}

const post = (url: string, body: object, accept = 'application/json', signal?: AbortSignal): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  })
const askFor = (question: string): object => ({ inputs: { ask: { question } } })

test('the page is served, and loads nothing from elsewhere', async () => {
  const { url } = await start()
  const response = await fetch(url)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  const page = await response.text()
  expect(page).toContain('<title>Ask the addresses</title>')
  expect(page).not.toMatch(/https?:/)
})

test('tokens arrive one by one as server-sent events', async () => {
  const { url } = await start(5)
  expect((await post(`${url}/api/chat`, { id: 'c1' })).status).toBe(201)
  const response = await post(`${url}/api/chat/c1/run`, askFor('Hello'), 'text/event-stream')
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  let reads = 0
  let text = ''
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    if (part.includes('event: chunk')) reads++
    text += part
  }
  expect(reads).toBeGreaterThan(3)
  expect(text.match(/^event: chunk$/gm)!.length).toBe(14)
  expect(text).toMatch(/event: end\nid: \d+\ndata: .*"status":"halted","by":"inputs"/)
})

test('a stopped server continues the conversation after a restart, in the middle of an approval', async () => {
  const first = await start()
  await post(`${first.url}/api/chat`, { id: 'c1' })
  await post(`${first.url}/api/chat/c1/run`, askFor('Who was the first to mention "railroad"?'))
  const waiting = (await (await post(`${first.url}/api/chat/c1/run`, askFor('Save that'))).json()) as object
  expect(waiting).toMatchObject({ status: 'suspended', awaiting: { kind: 'answer', prompt: { tool: 'save_note' } } })
  await first.stop()

  const second = await start()
  const kept = (await (await fetch(`${second.url}/api/chat/c1`)).json()) as object
  expect(kept).toMatchObject({ status: 'suspended', state: { messages: { length: 6 } } })
  const done = (await (
    await post(`${second.url}/api/chat/c1/resume`, { payload: { approved: true } })
  ).json()) as object
  expect(done).toMatchObject({ status: 'halted', by: 'inputs', state: { messages: { length: 8 } } })
  expect(readFileSync(join(folder, 'notes.jsonl'), 'utf8')).toContain('first in 1832 (Andrew Jackson)')
})

test('a reader that leaves in the middle of an answer gets the whole of it from the next server', async () => {
  const first = await start(30)
  await post(`${first.url}/api/chat`, { id: 'c1' })
  const leave = new AbortController()
  const response = await post(`${first.url}/api/chat/c1/run`, askFor('Hello'), 'text/event-stream', leave.signal)
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  for (let text = ''; !text.includes('event: chunk');) text += (await reader.read()).value ?? ''
  leave.abort()
  await reader.cancel().catch(() => {})
  await first.stop()

  const second = await start()
  const kept = (await (await fetch(`${second.url}/api/chat/c1`)).json()) as object
  expect(kept).toMatchObject({ status: 'open', next: 'answer', awaiting: null, state: { messages: { length: 1 } } })
  const done = (await (await post(`${second.url}/api/chat/c1/run`, {})).json()) as object
  expect(done).toMatchObject({
    status: 'halted',
    state: { messages: [{}, { text: expect.stringMatching(/2021\.$/) }] },
  })
})

test('a request under another name is refused', async () => {
  const { url } = await start()
  const { statusCode } = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${url}/api/chat`, { headers: { host: 'elsewhere.example' } }, resolve).once('error', reject)
  })
  expect(statusCode).toBe(403)
  expect((await fetch(`${url}/api/chat`)).status).toBe(200)
})
