// Applications as a client meets them, through the function that a server calls.

import { fakeClock } from 'throughline/testing'
import { describe, expect, it } from 'vitest'
import { forState, memoryPersister } from '../index.ts'
import { readEvents, serveChat } from './fixtures/serve-chat.ts'
import { applicationPath, serveApplications } from './index.ts'

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

describe('requests', () => {
  it('for one application wait for each other; others do not wait', async () => {
    const { call, stage } = serveChat()
    await Promise.all([call('POST', '/chat', { id: 'a' }), call('POST', '/chat', { id: 'b' })])
    let goOn = (): void => {}
    const gate = new Promise<void>((resolve) => (goOn = resolve))
    stage.mayGoOn = () => gate
    const inputs = { ask: { text: 'x' } }
    const first = call('POST', '/chat/a/run', { inputs })
    const second = call('POST', '/chat/a/resume', { payload: { ok: true } })
    const other = call('POST', '/chat/b/step', { inputs })
    expect((await other).body).toMatchObject({ status: 'limit', sequence: 1 })
    expect((await call('GET', '/chat/a')).body.sequence).toBe(1)
    goOn()
    expect((await first).body.status).toBe('suspended')
    expect((await second).body).toMatchObject({ status: 'halted', by: 'inputs', next: 'rate' })
    expect(stage.began).toEqual(['a'])
  })

  it('share one open application, which is closed when nobody asks for long', async () => {
    const clock = fakeClock()
    const leases: string[] = []
    const persister = memoryPersister()
    const lease = (app: string) => {
      leases.push(`take ${app}`)
      return { renew: () => true, release: () => void leases.push(`release ${app}`) }
    }
    const { call, serve } = serveChat({ persister: { ...persister, lease }, idleMs: 1_000, clock })
    await call('POST', '/chat', { id: 'a' })
    await call('POST', '/chat/a/run')
    await clock.advance(900)
    await call('POST', '/chat/a/run')
    await clock.advance(900)
    expect(leases).toEqual(['take a'])
    await clock.advance(200)
    expect(leases).toEqual(['take a', 'release a'])
    expect((await call('GET', '/chat/a')).status).toBe(200)
    expect(leases).toHaveLength(2)
    await call('POST', '/chat/a/run')
    await serve.close()
    expect(leases).toEqual(['take a', 'release a', 'take a', 'release a'])
    expect((await call('POST', '/chat/a/run')).status).toBe(503)
  })

  it('for an application that another process runs are refused with 423; reading it is not', async () => {
    const persister = memoryPersister()
    const { call } = serveChat({ persister })
    await call('POST', '/chat', { id: 'a' })
    const held = { ...persister, lease: () => ({ heldBy: 'process 4711 on secret-host' }) }
    const { call: other } = serveChat({ persister: held })
    const refused = await other('POST', '/chat/a/run')
    expect(refused).toMatchObject({ status: 423, body: { code: 'http/held' } })
    expect(JSON.stringify(refused.body)).not.toContain('secret-host')
    expect((await other('GET', '/chat/a')).status).toBe(200)
  })

  it.each([
    'a b',
    'a/b',
    '../x',
    '.',
    '..',
    '~',
    '~.',
    '%2F',
    'ключ/😀',
    '?q=1#x',
    '__proto__',
    '"\\',
    'step',
    'a\n\u0000b',
  ])('take the id %j as data', async (id) => {
    const { call } = serveChat({ basePath: '/api/v1' })
    const created = await call('POST', '/api/v1/chat', { id })
    expect(created).toMatchObject({ status: 201, body: { id } })
    expect(created.body.url).toBe(`/api/v1${applicationPath('chat', id)}`)
    expect((await call('POST', `${created.body.url}/step`, { inputs: { ask: { text: 'x' } } })).body.id).toBe(id)
    expect((await call('GET', created.body.url)).body).toMatchObject({ id, sequence: 1 })
    expect((await call('DELETE', created.body.url)).status).toBe(204)
  })

  it('are allowed or not by who serves, before anything is done', async () => {
    const targets: unknown[] = []
    const { call } = serveChat({
      authorize: (request, target) => {
        targets.push(target)
        const user = request.headers.get('x-user')
        if (user === null) return new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer' } })
        return target.operation === 'list' || (target.newId ?? target.id)?.startsWith(`${user}/`) === true
      },
    })
    const ada = { 'x-user': 'ada' }
    expect((await call('POST', '/chat', { id: 'ada/1' })).status).toBe(401)
    expect((await call('POST', '/chat', { id: 'ada/1' }, ada)).status).toBe(201)
    expect(await call('POST', '/chat', { id: 'bob/1' }, ada)).toMatchObject({
      status: 403,
      body: { code: 'http/refused' },
    })
    expect((await call('POST', '/chat', {}, ada)).status).toBe(403)
    expect((await call('POST', '/chat/ada%2F1/fork', { id: 'bob/2' }, ada)).status).toBe(403)
    expect((await call('GET', '/chat/ada%2F1/history/prompt', undefined, ada)).status).toBe(200)
    expect((await call('GET', '/openapi.json', undefined, ada)).status).toBe(403)
    expect(targets.at(-2)).toEqual({ operation: 'history', machine: 'chat', id: 'ada/1', key: 'prompt' })
    expect((await call('GET', '/chat', undefined, ada)).body.applications).toHaveLength(1)
  })

  it.each([
    ['GET', '/', undefined, 404, 'http/not-found'],
    ['GET', '/other', undefined, 404, 'http/not-found'],
    ['GET', '/chat/', undefined, 404, 'http/not-found'],
    ['GET', '/chat/a/steps', undefined, 404, 'http/not-found'],
    ['GET', '/chat/a/constructor', undefined, 404, 'http/not-found'],
    ['GET', '/chat/%ff', undefined, 404, 'http/not-found'],
    ['GET', '/chat/none', undefined, 404, 'http/no-application'],
    ['POST', '/chat/none/run', {}, 404, 'http/no-application'],
    ['POST', '/chat/none/fork', {}, 404, 'http/no-application'],
    ['DELETE', '/chat', undefined, 405, 'http/method-not-allowed'],
    ['GET', '/chat/a/run', undefined, 405, 'http/method-not-allowed'],
    ['POST', '/chat', '{', 400, 'http/bad-json'],
    ['POST', '/chat', '{ "tags": { "__proto__": "x" } }', 400, 'http/bad-json'],
    ['POST', '/chat', [], 422, 'http/bad-request'],
    ['POST', '/chat', { id: 1, color: 'red' }, 422, 'http/bad-request'],
    ['POST', '/chat', '{ "id": "\\ud800" }', 422, 'http/bad-request'],
    ['POST', '/chat', { id: '' }, 422, 'app/bad-id'],
    ['POST', '/chat', { id: 'x'.repeat(257) }, 422, 'app/bad-id'],
    ['POST', '/chat', { id: 'a' }, 409, 'app/exists'],
    ['POST', '/chat/a/run', { inputs: { asc: {} } }, 422, 'machine/unknown-action'],
    ['POST', '/chat/a/run', { inputs: { ask: 1 } }, 422, 'http/bad-request'],
    ['POST', '/chat/a/run', { before: ['asc'] }, 422, 'machine/unknown-action'],
    ['POST', '/chat/a/run', { maxSteps: 0 }, 422, 'http/bad-request'],
    ['GET', '/chat?status=odd&limit=0&x=1', undefined, 422, 'http/bad-request'],
  ])('%s %s %j is answered with %i, %s', async (method, path, body, status, code) => {
    const { call, errors } = serveChat()
    await call('POST', '/chat', { id: 'a' })
    const answer = await call(method, path, body)
    expect(answer).toMatchObject({ status, body: { status, code, title: expect.any(String) } })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(errors).toEqual([])
    if (status === 405) expect(answer.headers.get('allow')).toMatch(/^[A-Z, ]+$/)
  })

  it('say everything that is wrong with a body at once', async () => {
    const { call } = serveChat()
    const { body } = await call('POST', '/chat', { id: 1, tags: [], color: 'red' })
    expect(body.detail).toBe(
      '"id" is not well-formed text; "tags" is not an object of text; "color" is not known here; known: id, tags',
    )
  })

  it('have bodies of JSON, no larger than allowed', async () => {
    const { call, serve } = serveChat({ maxBodyBytes: 100 })
    const large = JSON.stringify({ id: 'x'.repeat(100) })
    expect(await call('POST', '/chat', large)).toMatchObject({ status: 413, body: { code: 'http/body-too-large' } })
    expect((await call('POST', '/chat', { id: 'y'.repeat(80) })).status).toBe(201)
    expect(await call('POST', '/chat', '{}', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 })
    expect(
      (await call('POST', '/chat', '{}', { 'content-type': 'application/merge-patch+json; charset=utf-8' })).status,
    ).toBe(201)
    let sent = 0
    const endless = new ReadableStream({
      pull: (controller) => {
        sent++
        controller.enqueue(new TextEncoder().encode('x'.repeat(40)))
      },
    })
    const options = { method: 'POST', body: endless, duplex: 'half' } as RequestInit
    expect((await serve(new Request('http://localhost/chat', options))).status).toBe(413)
    expect(sent).toBeLessThan(10)
  })
})

describe('what is not told', () => {
  it('are messages and stacks of errors of actions, unless who serves says so', async () => {
    const failure = new TypeError('cannot reach postgres://user:s3cret@db')
    const { call, stage, errors } = serveChat()
    stage.failure = failure
    await call('POST', '/chat', { id: 'a' })
    const { body } = await call('POST', '/chat/a/run', { inputs: { ask: { text: 'x' } } })
    expect(body).toMatchObject({ status: 'failed', action: 'answer', error: { name: 'TypeError' } })
    expect(JSON.stringify(body)).not.toMatch(/s3cret|serve-chat/)
    expect(errors).toEqual([])
    const { raw } = await call('POST', '/chat/a/run', {}, EVENTS)
    expect(await raw.text()).not.toMatch(/s3cret|serve-chat/)
    const open = serveChat({ errorMessage: () => 'try later' })
    open.stage.failure = failure
    await open.call('POST', '/chat', { id: 'a' })
    const told = await open.call('POST', '/chat/a/run', { inputs: { ask: { text: 'x' } } })
    expect(told.body.error).toEqual({ name: 'TypeError', message: 'try later' })
  })

  it('is what the state does not show', async () => {
    const { call } = serveChat({ chat: { state: { count: 0, secret: 's3cret' }, show: ({ reply }) => ({ reply }) } })
    await call('POST', '/chat', { id: 'a' })
    const texts = [
      (await call('GET', '/chat/a')).body,
      (await call('POST', '/chat/a/step', { inputs: { ask: { text: 's3cret words' } } })).body,
      await (await call('POST', '/chat/a/step', {}, EVENTS)).raw.text(),
    ].map((one) => JSON.stringify(one))
    expect(texts[0]).not.toContain('s3cret')
    expect(texts[1]).not.toContain('s3cret')
    expect(texts[2]).not.toContain('"result')
    expect((await call('GET', '/chat/a/history/secret')).status).toBe(403)
    expect((await call('GET', '/chat/a/history/reply')).status).toBe(200)
  })

  it('is what a server that fails knows of it', async () => {
    const persister = memoryPersister()
    const list = () => {
      throw new Error('no table in /secret/path')
    }
    const { call, errors } = serveChat({ persister: { ...persister, list } })
    expect(await call('GET', '/chat')).toMatchObject({
      status: 500,
      body: { code: 'http/failed', title: 'The server could not do this.' },
    })
    expect(errors).toHaveLength(1)
  })
})

it('values that JSON does not have are told as what is nearest', async () => {
  interface Odd {
    all: unknown
  }
  const { action, machine } = forState<Odd>()
  const make = action({ writes: ['all'] }, () => ({
    all: {
      big: 12345678901234567890n,
      at: new Date(0),
      map: new Map([[1, { a: NaN }]]),
      set: new Set([1]),
      bytes: Uint8Array.of(1, 2, 255),
      floats: Float64Array.of(0.5),
      error: new RangeError('too far'),
      record: { name: 'E', message: 'm', stack: 'at /secret/path' },
      none: undefined,
    },
  }))
  const serve = serveApplications({
    machines: { odd: { machine: machine({ make }), entry: 'make' } },
    persister: memoryPersister(),
  })
  await serve(
    new Request('http://localhost/odd', {
      method: 'POST',
      body: '{"id":"a"}',
      headers: { 'content-type': 'application/json' },
    }),
  )
  await serve(new Request('http://localhost/odd/a/run', { method: 'POST' }))
  const read = await serve(new Request('http://localhost/odd/a'))
  expect(((await read.json()) as { state: Odd }).state.all).toEqual({
    big: '12345678901234567890',
    at: '1970-01-01T00:00:00.000Z',
    map: [[1, { a: 'NaN' }]],
    set: [1],
    bytes: 'AQL/',
    floats: [0.5],
    error: { name: 'RangeError', message: 'too far' },
    record: { name: 'E', message: 'm' },
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
