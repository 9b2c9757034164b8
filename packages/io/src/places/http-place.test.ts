// Addresses on the web, against a server that behaves and one that does not.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { toldContext } from '../fixtures/contexts.ts'
import { issueText } from '../fixtures/texts-of-issues.ts'
import type { Format } from '../formats/format.ts'
import { bytes, csv, http, json, jsonLines, text } from '../index.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

const seen: { method: string | undefined; url: string | undefined; authorization: string | undefined }[] = []
let base: string
let other: string
let isEnded: Promise<void> | undefined
const servers: Server[] = []

const pages: Readonly<Record<string, Handler>> = {
  '/sales.csv': (_, response) => {
    response.setHeader('etag', '"v1"').setHeader('last-modified', 'Thu, 29 Feb 2024 10:00:00 GMT')
    response.end('id,name\n1,a\n')
  },
  '/packed': (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('{"a":1}')),
  '/twice.json.gz': (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('[1]')),
  '/identity.json.gz': (_, response) => response.setHeader('content-encoding', 'identity').end(gzipSync('[1]')),
  '/lines.jsonl.gz': (_, response) => response.end(gzipSync('{"a":1}\n{"a":2}\n')),
  '/weak': (_, response) => response.setHeader('etag', 'W/"v1"').end('{}'),
  '/error': (_, response) => response.writeHead(500, 'Broken').end('the password is 1234'),
  '/denied': (_, response) => response.writeHead(403).end(),
  '/silent': () => {},
  '/stalled': (_, response) => response.writeHead(200, { 'content-length': 10 }).write('{"a'),
  '/cut': (_, response) => {
    response.writeHead(200, { 'content-length': 10 }).write('{"a')
    setTimeout(() => response.destroy(), 20)
  },
  '/cut-chunks': (_, response) => {
    response.writeHead(200).write('id\n1\n')
    setTimeout(() => response.destroy(), 20)
  },
  '/endless': (_, response) => {
    const write = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(1 << 16, 'a\n'))) {}
    }
    isEnded = new Promise((resolve) => response.on('close', resolve))
    response.writeHead(200).on('drain', write)
    write()
  },
  '/huge': (_, response) => response.writeHead(200, { 'content-length': 1e12 }).write('x'),
  '/here': (_, response) => response.writeHead(302, { location: '/who' }).end(),
  '/there': (_, response) => response.writeHead(302, { location: `${other}/who` }).end(),
  '/who': ({ headers }, response) => response.end(JSON.stringify(headers.authorization ?? null)),
  '/round': (_, response) => response.writeHead(301, { location: '/round' }).end(),
  '/file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/moved': (_, response) => response.writeHead(307, { location: '/store' }).end(),
  '/slow-store': (request, response) => {
    request.resume().on('end', () => setTimeout(() => response.end(), 200))
  },
  '/store': (request, response) => {
    const pieces: Buffer[] = []
    request
      .on('data', (piece: Buffer) => pieces.push(piece))
      .on('end', () => {
        stored = Buffer.concat(pieces).toString()
        response.setHeader('etag', '"v2"').writeHead(201).end('thanks')
      })
  },
}
let stored: string | undefined

async function listen(): Promise<string> {
  const server = createServer((request, response) => {
    const { method, url, headers } = request
    seen.push({ method, url, authorization: headers.authorization })
    const page = pages[new URL(url!, 'http://one').pathname]
    if (page) page(request, response)
    else response.writeHead(404).end()
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  base = await listen()
  other = await listen()
})
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

async function problem(path: string, format: Format<unknown, never> = json(), options = {}): Promise<string> {
  const reading = async (): Promise<unknown> => {
    const value = await http(`${base}${path}`, format, { timeoutMs: 2000, ...options }).read(toldContext())
    return format.isStream ? await Array.fromAsync(value as AsyncIterable<unknown>) : value
  }
  return (await issueText(reading)).replaceAll(base, 'http://host')
}

it('what is at an address is read, and facts about it are told', async () => {
  const context = toldContext()
  const sales = http(`${base}/sales.csv`, csv({ columns: 'infer' }))
  expect(await sales.read(context)).toEqual([{ id: 1, name: 'a' }])
  expect(context.facts).toMatchObject({ rows: 1, sizeBytes: 12, etag: '"v1"', modifiedAt: '2024-02-29T10:00:00.000Z' })
  expect(await http(`${base}/packed`, json()).read(context)).toEqual({ a: 1 })
  expect(await http(`${base}/twice.json.gz`, json()).read(context)).toEqual([1])
  expect(await http(`${base}/lines.jsonl.gz`, jsonLines()).read(context)).toEqual([{ a: 1 }, { a: 2 }])
})

it('a strong ETag is a version, and nothing else is', async () => {
  const versionOf = (path: string) => http(base + path, json()).version!(toldContext())
  expect(await versionOf('/sales.csv')).toBe('etag:"v1"')
  expect(await versionOf('/weak')).toBeUndefined()
  expect(await versionOf('/error')).toBeUndefined()
  expect(seen.at(-1)!.method).toBe('HEAD')
})

it('a value is sent when all of it is there', async () => {
  const facts = await http(`${base}/moved`, csv()).write([{ a: 1 }], toldContext())
  expect(stored).toBe('a\n1\n')
  expect(facts).toMatchObject({ rows: 1, sizeBytes: 4, etag: '"v2"' })
  stored = undefined
  const rows = [{ a: 1 }, { a: new Map() }]
  expect(await issueText(http(`${base}/store`, jsonLines()).write(rows, toldContext()))).toContain('class Map')
  expect(stored).toBeUndefined()
  const large = http(`${base}/store`, bytes(), { maxSizeBytes: 10 }).write(new Uint8Array(11), toldContext())
  expect(await issueText(large)).toContain('what is sent beyond 10 bytes')
  expect(await issueText(http(`${base}/error`, json()).write(1, toldContext()))).toContain('answered PUT with 500')
})

it('nobody is shown who asks, and only the server that was named is told', async () => {
  const address = base.replace('//', '//ada:secret@')
  const who = http(`${address}/who?token=abc&page=2#top`, json())
  expect(who.describe()).toEqual({ type: 'json', url: `${base}/who?token=***&page=2` })
  const basic = `Basic ${Buffer.from('ada:secret').toString('base64')}`
  expect(await who.read(toldContext())).toBe(basic)
  expect(await http(`${address}/here`, json()).read(toldContext())).toBe(basic)
  expect(await http(`${address}/there`, json()).read(toldContext())).toBe(null)
  const headers = { authorization: 'Bearer abc' }
  expect(await http(`${base}/there`, json(), { headers }).read(toldContext())).toBe(null)
  expect(await issueText(http(`${base}/denied`, json(), { headers }).read(toldContext()))).not.toContain('abc')
})

it.each([
  ['/error', 'http://host/error answered GET with 500 Broken.\nhelp: it may pass'],
  ['/nothing?sig=abc', 'http://host/nothing?sig=*** answered GET with 404 Not Found.'],
  ['/cut', 'The answer of http://host/cut was cut off.\n3 bytes came, 10 were announced'],
  ['/round', 'http://host/round sends elsewhere.\nIt was not followed after 10 other addresses.'],
  ['/file', 'It was not followed to something that is no address on the web.'],
  ['/huge', 'is larger than allowed: what it sends beyond 2 GiB.'],
])('%s is told', async (path, found) => {
  expect((await problem(path)).replaceAll('  ', '')).toContain(found)
})

it('what the server says about itself in an error is not repeated', async () => {
  expect(await problem('/error')).not.toContain('1234')
})

it('an answer that is cut off is no shorter answer', async () => {
  expect(await problem('/cut-chunks', csv())).toContain('5 bytes came')
  expect(await problem('/cut-chunks', csv({ as: 'stream' }))).toContain('5 bytes came')
})

it('silence ends, before and within an answer', async () => {
  expect(await problem('/silent', json(), { timeoutMs: 50 })).toContain('has said nothing for 50 ms')
  expect(await problem('/stalled', json(), { timeoutMs: 50 })).toContain('has said nothing for 50 ms')
})

it('what takes long to be sent is given its time', async () => {
  const store = http(`${base}/slow-store`, bytes(), { timeoutMs: 20 })
  expect(await issueText(store.write(new Uint8Array(10), toldContext()))).toContain('has said nothing for 20 ms')
  expect(await store.write(new Uint8Array(10_000_000), toldContext())).toMatchObject({ sizeBytes: 10_000_000 })
})

it('an endless answer is bounded, and its connection closed', async () => {
  expect(await problem('/endless', text(), { maxSizeBytes: 1 << 20 })).toContain('what is in it beyond 1 MiB')
  await isEnded
})

it('a stream that is left closes the connection', async () => {
  const lines = await http(`${base}/endless`, text({ as: 'lines' })).read(toldContext())
  for await (const line of lines) {
    expect(line).toBe('a')
    break
  }
  await isEnded
})

it('a stream that is left before its first item closes the connection too', async () => {
  const stream = await http(`${base}/endless`, csv({ as: 'stream' })).read(toldContext())
  await stream[Symbol.asyncIterator]().return!()
  expect(await isEnded).toBeUndefined()
})

it('what is packed as it is, is unpacked', async () => {
  expect(await http(`${base}/identity.json.gz`, json()).read(toldContext())).toEqual([1])
})

it('a header that cannot be sent is refused without being shown', async () => {
  const make = (headers: Record<string, string>) => () => http(base, json(), { headers })
  expect(await issueText(make({ authorization: 'Bearer sec\nret' }))).toBe(
    [
      'io/bad-option',
      'The option "headers.authorization" of http is nothing that can be sent.',
      '  expected: one line of text; names of letters, digits and "-"',
    ].join('\n'),
  )
  expect(await issueText(make({ 'sec ret': 'x' }))).not.toContain('sec ret')
})

it('a signal ends the reading at once', async () => {
  for (const path of ['/silent', '/stalled']) {
    const context = toldContext()
    const reading = http(base + path, json()).read(context)
    setTimeout(() => context.abort(new Error('enough')), 30)
    await expect(reading).rejects.toThrow('enough')
  }
})

it('an address that nobody answers is told', async () => {
  const closed = createServer()
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
  const { port } = closed.address() as AddressInfo
  await new Promise((resolve) => closed.close(resolve))
  const found = await issueText(http(`http://127.0.0.1:${port}/`, json()).read(toldContext()))
  expect(found).toContain(`http://127.0.0.1:${port}/ cannot be reached: nobody listens there.`)
  expect(await issueText(() => http('ftp://host/x', json()))).toContain(
    'The option "url" of http is an address of ftp:',
  )
  expect(await issueText(() => http('nonsense', json()))).toContain('The option "url" of http is no address')
})
