// Applications as a client meets them, through the function that a server calls.

import { describe, expect, it } from 'vitest'
import { forState, memoryPersister } from '../index.ts'
import { readEvents, serveChat } from './fixtures/serve-chat.ts'
import { serveApplications } from './index.ts'

const EVENTS = { accept: 'text/event-stream' }

describe('an application over HTTP', () => {
  it('is created, run, answered and read', async () => {
    const { call } = serveChat()
    const created = await call('POST', '/chat', { id: 'a', tags: { user: 'ada' } })
    expect(created.status).toBe(201)
    expect(created.headers.get('location')).toBe('/chat/a')
    expect(created.body).toMatchObject({
      id: 'a',
      url: '/chat/a',
      machine: 'chat',
      status: 'open',
      sequence: 0,
      last: null,
      next: 'ask',
      state: { count: 0 },
      awaiting: { kind: 'inputs', action: 'ask', required: ['text'], optional: ['lang'] },
    })
    const waiting = await call('POST', '/chat/a/run')
    expect(waiting.body).toMatchObject({ status: 'halted', by: 'inputs', awaiting: { action: 'ask' } })
    const ran = await call('POST', '/chat/a/run', { inputs: { ask: { text: 'hello you' } } })
    expect(ran.status).toBe(200)
    expect(ran.body).toMatchObject({
      status: 'suspended',
      sequence: 2,
      next: 'approve',
      state: { reply: 'HELLO YOU' },
      awaiting: { kind: 'answer', action: 'approve', prompt: { draft: 'HELLO YOU' } },
    })
    const resumed = await call('POST', '/chat/a/resume', { payload: { ok: true }, inputs: { rate: { stars: 5 } } })
    expect(resumed.body).toMatchObject({ status: 'completed', state: { approved: true, count: 5 }, awaiting: null })
    expect((await call('GET', '/chat/a')).body).toMatchObject({ status: 'completed', sequence: 4, next: null })
    expect((await call('GET', '/chat?status=completed&tag.user=ada')).body.applications).toMatchObject([
      { id: 'a', url: '/chat/a', machine: 'chat', status: 'completed', tags: { user: 'ada' } },
    ])
    expect((await call('GET', '/chat?tag.user=bob')).body).toEqual({ applications: [] })
  })

  it('does one step, and stops where it is told', async () => {
    const { call } = serveChat()
    const { body } = await call('POST', '/chat', {})
    expect(body.id).toBe(body.runId)
    const stepped = await call('POST', `${body.url}/step`, { inputs: { ask: { text: 'x' } } })
    expect(stepped.body).toMatchObject({ status: 'limit', steps: 1, next: 'answer' })
    const halted = await call('POST', `${body.url}/run`, { after: ['answer'] })
    expect(halted.body).toMatchObject({ status: 'halted', by: 'after', next: 'approve' })
  })

  it('says what it waits for, with the JSON Schema of the answer', async () => {
    const { call } = serveChat()
    await call('POST', '/chat', { id: 'a' })
    expect((await call('GET', '/chat/a/form')).body).toEqual({
      kind: 'inputs',
      action: 'ask',
      required: ['text'],
      optional: ['lang'],
      schema: { type: 'object', properties: { text: {}, lang: {} }, required: ['text'], additionalProperties: false },
    })
    await call('POST', '/chat/a/run', { inputs: { ask: { text: 'x' } } })
    expect((await call('GET', '/chat/a/form')).body).toEqual({
      kind: 'answer',
      action: 'approve',
      prompt: { draft: 'X' },
      schema: {
        type: 'object',
        properties: { ok: { type: 'boolean' }, by: { type: 'string' } },
        required: ['ok'],
      },
    })
    await call('POST', '/chat/a/resume', { payload: { ok: false } })
    expect((await call('GET', '/chat/a/form')).status).toBe(204)
  })

  it('refuses an answer that nobody waits for, or that does not fit, and still waits', async () => {
    const { call } = serveChat()
    await call('POST', '/chat', { id: 'a' })
    expect(await call('POST', '/chat/a/resume', { payload: {} })).toMatchObject({
      status: 409,
      body: { code: 'app/not-suspended', type: 'urn:throughline:app/not-suspended', status: 409 },
    })
    await call('POST', '/chat/a/run', { inputs: { ask: { text: 'x' } } })
    expect(await call('POST', '/chat/a/resume', { payload: { ok: 'yes' } })).toMatchObject({
      status: 422,
      body: { code: 'app/bad-payload', detail: expect.stringContaining('ok') },
    })
    expect((await call('POST', '/chat/a/resume', { payload: { ok: false } })).body.status).toBe('completed')
  })

  it('tells the history of a key, and forks where it was', async () => {
    const { call } = serveChat({ chat: { edits: true } })
    await call('POST', '/chat', { id: 'a' })
    await call('POST', '/chat/a/run', { inputs: { ask: { text: 'one' } } })
    const { body } = await call('GET', '/chat/a/history/prompt')
    expect(body).toMatchObject({ id: 'a', key: 'prompt', changes: [{ sequence: 1, action: 'ask', value: 'one' }] })
    const forked = await call('POST', '/chat/a/fork', { id: 'b', at: 1, state: { prompt: 'two' } })
    expect(forked).toMatchObject({
      status: 201,
      body: { id: 'b', sequence: 1, next: 'answer', state: { prompt: 'two' } },
    })
    expect((await call('POST', '/chat/b/run')).body.state.reply).toBe('TWO')
    expect((await call('GET', '/chat/a')).body.state.reply).toBe('ONE')
    expect((await call('GET', '/chat?parent=a')).body.applications).toMatchObject([{ id: 'b', parent: { app: 'a' } }])
    expect((await call('POST', '/chat/a/fork', { at: 99 })).status).toBe(404)
    const { call: strict } = serveChat()
    await strict('POST', '/chat', { id: 'a' })
    expect(await strict('POST', '/chat/a/fork', { state: { prompt: 'x' } })).toMatchObject({
      status: 403,
      body: { code: 'http/edits-refused' },
    })
    expect((await strict('POST', '/chat/a/fork')).status).toBe(201)
  })

  it('is cancelled for good, and taken away', async () => {
    const { call } = serveChat()
    await call('POST', '/chat', { id: 'a' })
    expect((await call('POST', '/chat/a/cancel', { reason: 'enough' })).body.status).toBe('cancelled')
    expect((await call('POST', '/chat/a/run')).body.status).toBe('cancelled')
    expect((await call('DELETE', '/chat/a')).status).toBe(204)
    expect((await call('GET', '/chat/a')).status).toBe(404)
    expect((await call('DELETE', '/chat/a')).status).toBe(404)
    expect((await call('POST', '/chat', { id: 'a' })).status).toBe(201)
  })

  it('begins with the state that the server makes of what the client gives', async () => {
    const asked: unknown[] = []
    const { call } = serveChat({
      chat: {
        state: (given) => {
          asked.push(given)
          return { count: 7, prompt: typeof given === 'string' ? given : '' }
        },
      },
    })
    const created = await call('POST', '/chat', { state: 'hi' })
    expect(created.body.state).toEqual({ count: 7, prompt: 'hi' })
    expect(asked).toEqual(['hi'])
    const { call: other } = serveChat()
    expect(await other('POST', '/chat', { state: { count: 9 } })).toMatchObject({ status: 422 })
  })
})

describe('events', () => {
  it('come as they are made, one message each, and the outcome last', async () => {
    const { call } = serveChat()
    await call('POST', '/chat', { id: 'a' })
    const { raw } = await call('POST', '/chat/a/run', { inputs: { ask: { text: 'one two' } } }, EVENTS)
    expect(raw.headers.get('content-type')).toBe('text/event-stream')
    const events = []
    for await (const event of readEvents(raw)) events.push(event)
    expect(events.map(({ type, data }) => (type === 'chunk' ? data.chunk : type))).toEqual([
      'begin',
      'step',
      'begin',
      'one',
      'two',
      'step',
      'begin',
      'suspend',
      'end',
    ])
    expect(events.at(-1)!.data.outcome).toMatchObject({ id: 'a', status: 'suspended', state: { reply: 'ONE TWO' } })
  })

  it('are not made before the client takes them', async () => {
    const { call, stage } = serveChat()
    await call('POST', '/chat', { id: 'a' })
    const text = Array.from({ length: 50 }, (_, index) => `w${index}`).join(' ')
    const { raw } = await call('POST', '/chat/a/run', { inputs: { ask: { text } } }, EVENTS)
    const reader = raw.body!.getReader()
    for (let taken = 0; taken < 8; taken++) await reader.read()
    for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
    expect(stage.chunksMade).toBeGreaterThan(3)
    expect(stage.chunksMade).toBeLessThan(8)
    await reader.cancel()
  })

  it('stop when the client leaves, and the application can go on', async () => {
    const { call, stage } = serveChat()
    await call('POST', '/chat', { id: 'a' })
    const text = 'one two three four five six seven eight'
    const { raw } = await call('POST', '/chat/a/run', { inputs: { ask: { text } } }, EVENTS)
    for await (const { type } of readEvents(raw)) if (type === 'chunk') break
    expect(stage.chunksMade).toBeLessThan(5)
    expect((await call('GET', '/chat/a')).body).toMatchObject({ sequence: 1, next: 'answer', status: 'open' })
    expect((await call('POST', '/chat/a/run')).body).toMatchObject({
      status: 'suspended',
      state: { reply: text.toUpperCase() },
    })
  })

  it('stop when the client leaves while it waits for one', async () => {
    const { call, stage, errors } = serveChat()
    await call('POST', '/chat', { id: 'a' })
    let goOn = (): void => {}
    stage.mayGoOn = () => new Promise((resolve) => (goOn = resolve))
    const { raw } = await call('POST', '/chat/a/run', { inputs: { ask: { text: 'one two' } } }, EVENTS)
    const reader = raw.body!.getReader()
    for (let taken = 0; taken < 3; taken++) await reader.read()
    const waiting = reader.read()
    await new Promise<void>((resolve) => setImmediate(resolve))
    const left = reader.cancel()
    goOn()
    await left
    expect(await waiting).toMatchObject({ done: true })
    expect((await call('GET', '/chat/a')).body).toMatchObject({ sequence: 1, next: 'answer' })
    expect(errors).toEqual([])
  })

  it('stop with the signal of a request for JSON, too', async () => {
    const { serve, call, stage } = serveChat()
    await call('POST', '/chat', { id: 'a' })
    const controller = new AbortController()
    stage.mayGoOn = async () => controller.abort()
    const request = new Request('http://localhost/chat/a/run', {
      method: 'POST',
      body: JSON.stringify({ inputs: { ask: { text: 'one two' } } }),
      headers: { 'content-type': 'application/json' },
      signal: controller.signal,
    })
    expect(await (await serve(request)).json()).toMatchObject({ status: 'cancelled' })
    expect((await call('GET', '/chat/a')).body).toMatchObject({ sequence: 1, next: 'answer' })
  })

  it('of a run that cannot begin are a problem with its status', async () => {
    const { call } = serveChat()
    await call('POST', '/chat', { id: 'a' })
    expect(await call('POST', '/chat/a/run', { inputs: { ask: { txt: 'x' } } }, EVENTS)).toMatchObject({
      status: 422,
      body: { issues: [{ code: 'app/unknown-input' }, { code: 'app/missing-input' }] },
    })
  })

  it('say that they live while nothing happens', async () => {
    const { call, stage } = serveChat({ keepAliveMs: 1 })
    await call('POST', '/chat', { id: 'a' })
    let goOn = (): void => {}
    stage.mayGoOn = () => new Promise((resolve) => (goOn = resolve))
    const { raw } = await call('POST', '/chat/a/run', { inputs: { ask: { text: 'one' } } }, EVENTS)
    let text = ''
    for await (const bytes of raw.body! as unknown as AsyncIterable<Uint8Array>) {
      text += new TextDecoder().decode(bytes)
      if (text.includes('\n\n:\n\n:\n\n')) goOn()
    }
    expect(text).toContain('event: end\n')
  })

  it('of an application whose journal breaks end with a problem', async () => {
    const persister = memoryPersister()
    let isFull = false
    const append: typeof persister.append = (...given) => {
      if (isFull) throw new Error('the disk /secret/path is full')
      return persister.append(...given)
    }
    const { call, errors } = serveChat({ persister: { ...persister, append } })
    await call('POST', '/chat', { id: 'a' })
    const { raw } = await call('POST', '/chat/a/run', { inputs: { ask: { text: 'one' } } }, EVENTS)
    const seen = []
    for await (const event of readEvents(raw)) {
      seen.push(event)
      if (event.type === 'step') isFull = true
    }
    expect(seen.at(-1)).toMatchObject({ type: 'error', data: { code: 'http/failed', status: 500 } })
    expect(JSON.stringify(seen)).not.toContain('secret')
    expect(errors.map(String)).toEqual(['Error: the disk /secret/path is full'])
    isFull = false
    expect((await call('POST', '/chat/a/run')).body.status).toBe('suspended')
  })
})

it('a setup that cannot work is refused at once', () => {
  const { action, machine } = forState<{ a: number }>()
  const plain = machine({ one: action({}, () => {}) })
  const persister = memoryPersister()
  const one = { machine: plain, entry: 'one' } as const
  expect(() => serveApplications({ machines: { a: one, b: one }, persister })).toThrow('http/same-machine')
  expect(() => serveApplications({ machines: {}, persister })).toThrow('http/bad-setup')
  expect(() => serveApplications({ machines: { a: one }, persister, basePath: 'api/' })).toThrow('http/bad-setup')
  const wrong = { machine: plain, entry: 'two' as 'one' }
  expect(() => serveApplications({ machines: { a: wrong }, persister })).toThrow('machines.a.entry')
})
