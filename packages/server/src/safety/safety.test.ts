// Who is answered, and with what: every request is looked at, reads, files and streams included.

import { describe, expect, it } from 'vitest'
import { richHistory, runId } from '../../../tracking/src/record/fixtures/history.ts'
import { scratchFolder, scratchServer } from '../fixtures/scratch-server.ts'
import { startServer } from '../start-server.ts'

const run = runId(1)
const everywhere = [
  '/',
  '/runs',
  '/mark.svg',
  '/api/runs',
  '/api/live',
  `/api/runs/${run}/live`,
  '/api/docs',
  '/api/session',
]
const behindSession = [
  '/api/runs',
  '/api/home',
  '/api/live',
  `/api/runs/${run}/live`,
  '/api/docs',
  '/api/openapi.json',
  `/api/blobs/${'f'.repeat(64)}`,
  '/api/nothing',
]

describe('a request for another name', () => {
  it('is not answered', async () => {
    const { ask } = await scratchServer()
    const own =
      'evil.example 127.0.0.1.evil.example localhost.evil.example 192.0.2.1 evil.example:7717 127.0.0.1@evil.example'
    for (const host of own.split(' '))
      for (const path of everywhere) {
        const { status, text } = await ask(path, { headers: { host } })
        // What is no host at all is refused before anybody looks at it.
        expect([host, path, [421, host.includes('@') ? 400 : 421].includes(status)]).toEqual([host, path, true])
        expect(text).not.toContain('<!doctype html>')
      }
  })

  it('is answered under the names of loopback, with any port', async () => {
    const { ask } = await scratchServer()
    for (const host of ['localhost', 'LOCALHOST:80', '127.0.0.1:9', '[::1]:7717'])
      expect((await ask('/api/runs', { headers: { host } })).status).toBe(200)
  })
})

describe('a page of another origin', () => {
  const pages = [
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:9999' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
  ]

  it('gets nothing, also with the cookie', async () => {
    const { ask } = await scratchServer(richHistory())
    for (const headers of pages as readonly Record<string, string>[])
      for (const path of everywhere) {
        const { status, json } = await ask(path, { headers, as: 'browser' })
        expect([path, status, json.issues[0].code]).toEqual([path, 403, 'server/other-origin'])
      }
  })

  it('can lead to a page, and to nothing of the API', async () => {
    const { ask } = await scratchServer()
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    expect((await ask('/runs', { headers, as: 'nobody' })).status).not.toBe(403)
    expect((await ask('/api/runs', { headers })).status).toBe(403)
    expect((await ask('/runs', { headers, method: 'POST' })).status).toBe(403)
  })

  it('cannot send what a form can send', async () => {
    const { ask, server } = await scratchServer()
    const body = JSON.stringify({ token: server.token })
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      expect((await ask('/api/session', { method: 'POST', body, headers: { 'content-type': type } })).status).toBe(415)
  })
})

describe('whoever is not known', () => {
  it('gets nothing of the API', async () => {
    const { ask, server } = await scratchServer(richHistory())
    const wrong: Record<string, string>[] = [
      {},
      { authorization: 'Bearer ' },
      { authorization: `Bearer ${server.token!.slice(1)}` },
      { authorization: `Basic ${server.token!}` },
      { cookie: `throughline-${server.port}=` },
      { cookie: `throughline-${server.port}=${server.token!}` },
      { cookie: `throughline-1=${'a'.repeat(43)}` },
    ]
    for (const path of behindSession)
      for (const headers of wrong) {
        const { status, text } = await ask(path, { as: 'nobody', headers })
        expect([path, headers, status]).toEqual([path, headers, 401])
        expect(text).not.toContain('births')
      }
  })

  it('is not known again after the server was started anew', async () => {
    const one = await scratchServer()
    const [cookie] = [(await one.ask('/api/session', { as: 'browser' })).status]
    expect(cookie).toBe(204)
    const two = await scratchServer()
    expect(
      (await two.ask('/api/runs', { as: 'nobody', headers: { authorization: `Bearer ${one.server.token!}` } })).status,
    ).toBe(401)
  })

  it('gets a cookie for a right token alone, which scripts cannot read and other sites cannot send', async () => {
    const { ask, server } = await scratchServer()
    const post = (token: unknown) =>
      ask('/api/session', {
        as: 'nobody',
        method: 'POST',
        body: JSON.stringify({ token }),
        headers: { 'content-type': 'application/json' },
      })
    const { status, headers } = await post(server.token)
    expect(status).toBe(204)
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^throughline-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    ])
    expect(headers['set-cookie']![0]).not.toContain(server.token)
    for (const wrong of ['', 'x', 5, null, { length: 43 }, `${server.token!} `]) {
      const refused = await post(wrong)
      expect([refused.status, refused.headers['set-cookie']]).toEqual([401, undefined])
    }
  })
})

describe('every answer', () => {
  it('says that nothing from elsewhere may be loaded, and nobody may frame it', async () => {
    const { ask } = await scratchServer(richHistory())
    const paths = [
      ...everywhere.filter((path) => !path.endsWith('live')),
      '/api/nothing',
      '/nothing',
      '/assets/nothing.js',
    ]
    for (const path of paths)
      for (const as of ['program', 'nobody'] as const) {
        const { headers } = await ask(path, { as })
        expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
        expect(headers['content-security-policy']).not.toContain('unsafe')
        expect(headers).toMatchObject({
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
          'referrer-policy': 'no-referrer',
          'cross-origin-resource-policy': 'same-origin',
        })
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
      }
  })

  it('of the API is kept by nobody', async () => {
    const { ask } = await scratchServer()
    expect((await ask('/api/runs')).headers['cache-control']).toBe('no-store')
  })
})

describe('a body', () => {
  it('that is too large is not read, whatever it says of its size', async () => {
    const { ask } = await scratchServer()
    const body = JSON.stringify({ token: 'x'.repeat(2_000_000) })
    const headers = { 'content-type': 'application/json' }
    expect((await ask('/api/session', { method: 'POST', body, headers })).status).toBe(413)
    const chunked = await ask('/api/session', {
      method: 'POST',
      body,
      headers: { ...headers, 'transfer-encoding': 'chunked' },
    })
    expect(chunked.status).toBe(413)
  })

  it('that is something else is a mistake of whoever sent it', async () => {
    const { ask, failures } = await scratchServer()
    const headers = { 'content-type': 'application/json' }
    for (const body of ['', '{', 'null', '[]', '"x"', '{"token":{"__proto__":1}}']) {
      const { status } = await ask('/api/session', { method: 'POST', body, headers })
      expect([body, status >= 400 && status < 500]).toEqual([body, true])
    }
    expect(failures).toEqual([])
  })
})

describe('a path', () => {
  const outside = [
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/assets/..%2f..%2fpackage.json',
    '/assets/../../package.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/%00',
    '//etc/passwd',
    '/assets/..\\..\\package.json',
  ]

  it('leads to no file that is not a page', async () => {
    const { ask, failures } = await scratchServer()
    for (const path of outside) expect((await ask(path)).text).not.toMatch(/root:|"name": "@throughline/)
    expect(failures).toEqual([])
  })

  it('leads to no bytes that are none of an artifact', async () => {
    const { ask, failures } = await scratchServer(richHistory())
    const digits = 'f'.repeat(63)
    const blobs = ['..%2f..%2fformat.json', '%2fetc%2fpasswd', 'x', 'F'.repeat(64), `${digits}%00`, `${digits}f.`, '%']
    for (const blob of blobs) {
      const { status } = await ask(`/api/blobs/${blob}`)
      expect([blob, status]).toEqual([blob, blob.includes('%00') ? 400 : 404])
    }
    expect(failures).toEqual([])
  })
})

describe('where others can reach it', () => {
  it('the server does not start without tokens that nobody can guess', async () => {
    const start = (host: string, tokens: readonly string[]) =>
      startServer({ record: 'sqlite:store.db', dir: scratchFolder(), port: 0, host, tokens })
    await expect(start('0.0.0.0', [])).rejects.toThrow('server/needs-token')
    await expect(start('::', [])).rejects.toThrow('server/needs-token')
    await expect(start('0.0.0.0', ['secret'])).rejects.toThrow('server/weak-token')
  })

  it('the server is asked by its addresses and its names, and by no other name', async () => {
    const tokens = ['a token that is long enough']
    const { ask, server } = await scratchServer([], { host: '0.0.0.0', tokens, names: ['runs.farm.example'] })
    expect(server.address).toBe(server.url)
    const statusFor = async (host: string): Promise<number> => (await ask('/api/runs', { headers: { host } })).status
    expect(await statusFor('192.0.2.1:7717')).toBe(200)
    expect(await statusFor('runs.farm.example')).toBe(200)
    expect(await statusFor('evil.example')).toBe(421)
  })
})
