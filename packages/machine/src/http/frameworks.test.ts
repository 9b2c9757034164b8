// The same function under Hono and under Fastify, on loopback, as the guide shows it.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import fastify from 'fastify'
import { Hono } from 'hono'
import { afterEach, describe, expect, it } from 'vitest'
import { readEvents, serveChat, type ServedChat } from './fixtures/serve-chat.ts'

type Serve = ServedChat['serve']
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** Hono speaks web standards; in Node something stands between it and the server, as `@hono/node-server` does. */
async function underHono(serve: Serve): Promise<string> {
  const app = new Hono()
  app.get('/health', (context) => context.text('fine'))
  app.all('/agents/*', (context) => serve(context.req.raw))
  const server = createServer((incoming, outgoing) => {
    const gone = new AbortController()
    outgoing.on('close', () => gone.abort())
    const { method = 'GET', url = '/' } = incoming
    const hasBody = method !== 'GET' && method !== 'DELETE'
    const request = new Request(`http://localhost${url}`, {
      method,
      headers: incoming.headers as Record<string, string>,
      signal: gone.signal,
      ...(hasBody && { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' }),
    })
    void Promise.resolve(app.fetch(request)).then((response) => {
      outgoing.writeHead(response.status, Object.fromEntries(response.headers))
      if (!response.body) return outgoing.end()
      const body = Readable.fromWeb(response.body as never)
      outgoing.on('close', () => body.destroy())
      return body.on('error', () => {}).pipe(outgoing)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => closed(server))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

async function underFastify(serve: Serve): Promise<string> {
  const app = fastify({ forceCloseConnections: true })
  app.get('/health', () => 'fine')
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, Readable.toWeb(payload)))
    scope.all('/agents/*', (request, reply) => {
      const gone = new AbortController()
      reply.raw.on('close', () => gone.abort())
      const { method, body = null } = request
      const options = { method, headers: request.headers, body, duplex: 'half', signal: gone.signal } as RequestInit
      return serve(new Request(new URL(request.url, 'http://localhost'), options))
    })
  })
  closers.push(() => app.close())
  return app.listen({ port: 0, host: '127.0.0.1' })
}

describe.each([
  ['Hono', underHono],
  ['Fastify', underFastify],
])('under %s', (_, start) => {
  const post = (body: object, headers: Record<string, string> = {}): RequestInit => ({
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })

  it('applications are created, run and read, beside other routes', async () => {
    const { serve } = serveChat({ basePath: '/agents' })
    closers.push(serve.close)
    const url = await start(serve)
    expect(await (await fetch(`${url}/health`)).text()).toBe('fine')
    const created = await fetch(`${url}/agents/chat`, post({ id: 'a/b ключ' }))
    expect(created.status).toBe(201)
    const at = `${url}${created.headers.get('location')}`
    const ran = await fetch(`${at}/run`, post({ inputs: { ask: { text: 'one two' } } }))
    expect(await ran.json()).toMatchObject({ id: 'a/b ключ', status: 'suspended', state: { reply: 'ONE TWO' } })
    expect((await fetch(`${at}/resume`, post({ payload: {} }))).status).toBe(422)
    expect(
      (await fetch(`${at}/run`, { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } })).status,
    ).toBe(415)
    expect((await fetch(at, { method: 'DELETE' })).status).toBe(204)
    const gone = await fetch(at)
    expect([gone.status, gone.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  })

  it('events arrive while the action still makes others', async () => {
    const { serve, stage } = serveChat({ basePath: '/agents' })
    closers.push(serve.close)
    const url = await start(serve)
    await fetch(`${url}/agents/chat`, post({ id: 'a' }))
    let goOn = (): void => {}
    stage.mayGoOn = () => (stage.chunksMade === 0 ? Promise.resolve() : new Promise((resolve) => (goOn = resolve)))
    const inputs = { ask: { text: 'one two' } }
    const response = await fetch(`${url}/agents/chat/a/run`, post({ inputs }, { accept: 'text/event-stream' }))
    const chunks = []
    const made: number[] = []
    let last
    for await (const event of readEvents(response)) {
      last = event
      if (event.type !== 'chunk') continue
      chunks.push(event.data.chunk)
      // The second one is not made before the first one has arrived here.
      made.push(stage.chunksMade)
      while (stage.chunksMade < 2) {
        await new Promise((resolve) => setTimeout(resolve, 1))
        goOn()
      }
    }
    expect(chunks).toEqual(['one', 'two'])
    expect(made).toEqual([1, 2])
    expect(last).toMatchObject({ type: 'end', data: { outcome: { status: 'suspended' } } })
  })

  it('a client that leaves stops the run', async () => {
    const { serve, stage, call } = serveChat({ basePath: '/agents' })
    closers.push(serve.close)
    const url = await start(serve)
    await fetch(`${url}/agents/chat`, post({ id: 'a' }))
    stage.mayGoOn = () => new Promise((resolve) => setTimeout(resolve, 1))
    const text = Array.from({ length: 100_000 }, () => 'word').join(' ')
    const controller = new AbortController()
    const options = {
      ...post({ inputs: { ask: { text } } }, { accept: 'text/event-stream' }),
      signal: controller.signal,
    }
    const response = await fetch(`${url}/agents/chat/a/run`, options)
    for await (const { type } of readEvents(response)) if (type === 'chunk') break
    controller.abort()
    // Waits for the run before it, and is stopped itself.
    expect((await call('POST', '/agents/chat/a/cancel', {})).body).toMatchObject({ status: 'cancelled', sequence: 1 })
    expect(stage.chunksMade).toBeLessThan(10_000)
  })
})
