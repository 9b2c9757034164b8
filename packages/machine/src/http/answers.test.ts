// What a client is told, and what it is not told.

import { describe, expect, it } from 'vitest'
import { forState, memoryPersister } from '../index.ts'
import { serveChat } from './fixtures/serve-chat.ts'
import { serveApplications } from './index.ts'

const EVENTS = { accept: 'text/event-stream' }

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
