// What a request may ask for, of which application, and who waits for whom.

import { fakeClock } from 'throughline/testing'
import { describe, expect, it } from 'vitest'
import { memoryPersister } from '../index.ts'
import { serveChat } from './fixtures/serve-chat.ts'
import { applicationPath } from './index.ts'

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
    expect(refused.headers.get('retry-after')).toBe('1')
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
  })

  it('of a method that is not possible are told which are', async () => {
    const { call } = serveChat()
    expect((await call('PUT', '/chat')).headers.get('allow')).toBe('GET, POST')
    expect((await call('POST', '/chat/a')).headers.get('allow')).toBe('GET, DELETE')
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
