// What the server says when something is wrong, provoked as it happens, has the text that its page in docs/errors shows.

import { Hono } from 'hono'
import { isThroughlineError, renderIssue } from 'throughline'
import { systemClock } from '@throughline/store'
import { describe, expect, it } from 'vitest'
import { runId, Writer } from '../../tracking/src/record/fixtures/history.ts'
import { problemResponse, toProblem } from './answers/problem-answer.ts'
import { scratchFolder, scratchServer, type Asked } from './fixtures/scratch-server.ts'
import { serverIssue } from './issues.ts'
import { Streams } from './live/streams.ts'
import { PageFiles } from './pages/page-files.ts'
import { servePages } from './pages/serve-pages.ts'
import { startServer, type ServerOptions } from './start-server.ts'

const [first, second] = [runId(1), runId(2)]

/** A run of each of two flows. */
function history(): Writer['events'] {
  const writer = new Writer('w')
  writer.start(first)
  writer.finish(first, 'births')
  writer.end(first)
  writer.start(second, { subject: 'weekly' })
  return writer.events
}

const json = { 'content-type': 'application/json' }

/** What is said, by the code of it. */
const SITUATIONS: Readonly<Record<string, () => Promise<string>>> = {
  'server/needs-token': () => starting({ host: '0.0.0.0' }),
  'server/weak-token': () => starting({ tokens: ['secret'] }),
  'server/port-taken': async () => {
    const { server } = await scratchServer()
    return (await starting({ port: server.port })).replace(String(server.port), '7717')
  },
  'server/cannot-listen': () => starting({ host: '192.0.2.1', port: 7717, tokens: ['a token that is long enough'] }),
  'server/no-pages': async () => {
    const app = new Hono()
    app.onError((error) => problemResponse(toProblem(error)!))
    servePages(app, new PageFiles('/app/node_modules/@throughline/ui/dist'))
    return textOf(await (await app.request('/runs')).json())
  },
  'server/other-host': () => asking('/', { headers: { host: 'evil.example' } }),
  'server/other-origin': () => asking('/api/runs', { headers: { origin: 'http://evil.example' } }),
  'server/not-signed-in': () => asking('/api/runs', { as: 'nobody' }),
  'server/wrong-token': () => asking('/api/session', { method: 'POST', headers: json, body: '{"token":"x"}' }),
  'server/no-such-address': () => asking('/api/rums'),
  'server/bad-request': () => asking('/api/runs?limit=many'),
  'server/not-json': () => asking('/api/session', { method: 'POST', body: 'token=x' }),
  'server/too-large': () => asking('/api/session', { method: 'POST', headers: json, body: 'x'.repeat(2_000_000) }),
  'server/too-many-streams': () => {
    const streams = newStreams()
    return thrownBy(() => {
      for (let count = 0; count < 1_000; count++) void streams.open(never)
    })
  },
  'server/closing': () => {
    const streams = newStreams()
    streams.close()
    return thrownBy(() => void streams.open(never))
  },
  'server/unknown-run': () => asking(`/api/runs/${runId(9)}`),
  'server/unknown-step': () => asking(`/api/runs/${first}/steps/birth`),
  'server/unknown-version': () => asking('/api/versions/code1:0123'),
  'server/no-earlier-run': () => asking(`/api/runs/${second}/comparison`),
  'server/unknown-blob': () => asking(`/api/blobs/${'a'.repeat(64)}`),
  'server/bad-search': () => asking(`/api/runs?q=${encodeURIComponent('flow:daily status:broken')}`),
  'server/failed': async () => {
    const server = await scratchServer([], {
      routes: [({ app }) => app.get('/api/breaks', () => Promise.reject(new Error('no space in /secret/place')))],
    })
    const { text, json: problem } = await server.ask('/api/breaks')
    expect(text).not.toContain('secret')
    expect(server.failures).toMatchObject([{ message: 'no space in /secret/place' }])
    return textOf(problem)
  },
}

/** A stream in which nothing is told. */
function never(): AsyncIterator<never, undefined> {
  return { next: () => new Promise(() => {}) }
}

function newStreams(): Streams {
  return new Streams(systemClock, (error) => expect(error).toBeUndefined())
}

async function starting(options: Partial<ServerOptions>): Promise<string> {
  return thrownBy(() => startServer({ record: 'sqlite:store.db', dir: scratchFolder(), ...options }))
}

async function thrownBy(call: () => unknown): Promise<string> {
  try {
    await call()
  } catch (error) {
    if (isThroughlineError(error)) return renderIssue(error.issues[0]!)
    throw error
  }
  throw new Error('nothing was thrown')
}

async function asking(path: string, asked: Asked = {}): Promise<string> {
  const { ask, failures } = await scratchServer(history())
  const { json: problem } = await ask(path, asked)
  expect(failures).toEqual([])
  return textOf(problem)
}

function textOf(problem: { readonly issues: readonly { readonly text: string }[] }): string {
  return problem.issues[0]!.text
}

describe('the error catalogue of the server', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(serverIssue.codes).toHavePagesIn('server')
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const text = await situation()
    expect(text.split('\n')[0]).toBe(code)
    expect(text).toReadAsThePageOf(code)
    expect(text.split('\n')[1]!.length).toBeLessThanOrEqual(110)
  })
})
