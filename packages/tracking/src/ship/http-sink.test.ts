// Shipping over HTTP: patient with what may pass, clear about what will not, and nothing lost or doubled by either.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isThroughlineError } from 'throughline'
import { describe, expect, it } from 'vitest'
import { httpSink, type HttpSinkOptions } from './http-sink.ts'
import { startRecordServer, type RecordServer } from './fixtures/record-server.ts'
import { makeRecord, type ScratchRecord } from './fixtures/scratch-record.ts'
import { retryAfterMs } from './retry.ts'
import { setAsideFiles } from './set-aside.ts'
import type { SpoolShipper } from './ship.ts'
import type { Clock } from '@throughline/store'

interface OverHttp extends ScratchRecord {
  readonly server: RecordServer
  /** How long it waited between attempts. */
  readonly pauses: number[]
  readonly shipping: SpoolShipper
}

/** Ships to a server of this machine; pauses take no time, and are noted. */
async function overHttp(options: Partial<HttpSinkOptions> = {}): Promise<OverHttp> {
  const record = makeRecord()
  const server = await startRecordServer()
  const pauses: number[] = []
  const timeoutMs = options.timeoutMs ?? 30_000
  const clock: Clock = {
    nowMs: () => Date.UTC(2030, 0, 1),
    later: (delayMs, call) => {
      // The limit of an answer is real time here.
      const timer = setTimeout(call, delayMs === timeoutMs ? delayMs : 0)
      if (delayMs !== timeoutMs) pauses.push(delayMs)
      return () => clearTimeout(timer)
    },
  }
  const sink = httpSink({
    url: server.url,
    token: 'secret',
    setAside: setAsideFiles(record.dir),
    onTrouble: (issue) => record.told.push(issue),
    random: () => 0.5,
    clock,
    ...options,
  })
  return { ...record, server, pauses, shipping: record.shipper({ sink, batchEvents: 8 }) }
}

function write({ writer }: ScratchRecord, count: number): void {
  const one = writer()
  for (let n = 1; n <= count; n++) one.append({ type: 'log', n } as never)
  one.flush()
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
  } catch (error) {
    if (isThroughlineError(error)) return error.issues[0]!.code
    throw error
  }
  return 'nothing was thrown'
}

describe('a sink over HTTP', () => {
  it('brings lines as they are, with the token, from where the server is', async () => {
    const http = await overHttp()
    write(http, 10)
    await http.shipping.pass()
    expect(http.server.sink.events.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(new Set(http.server.asked)).toEqual(
      new Set([
        'POST /record/cursors Bearer secret',
        'POST /record/events Bearer secret',
        'GET /record/open-runs?host=here Bearer secret',
      ]),
    )
    http.server.sink.restore(6)
    http.clock.advance(60_000)
    await http.shipping.pass()
    expect(http.server.sink.events).toHaveLength(10)
  })

  it('tries again what may work later, after growing pauses, or those that it is asked for', async () => {
    const http = await overHttp()
    write(http, 3)
    http.server.next.push(
      (response) => response.writeHead(503).end(),
      (response) => response.writeHead(429, { 'retry-after': '7' }).end(),
      (response) => response.destroy(),
      (response) => response.writeHead(502, { 'retry-after': 'Tue, 01 Jan 2030 00:00:20 GMT' }).end(),
    )
    await http.shipping.pass()
    expect(http.pauses).toEqual([250, 7_000, 1_000, 20_000])
    expect(http.server.sink.events).toHaveLength(3)
  })

  it('does nothing twice when an answer is lost after the work was done', async () => {
    const http = await overHttp()
    write(http, 3)
    await http.shipping.pass()
    const one = http.writer()
    one.append({ type: 'log', n: 4 } as never)
    one.flush()
    http.server.next.push(
      (response) => response.writeHead(500).end(),
      (response) => response.writeHead(200).end('{"cursors":{}}'),
      (response, body) => {
        expect(body).toContain('"n":4')
        response.destroy()
      },
    )
    await http.shipping.pass()
    expect(http.server.sink.events.map(({ n }) => n)).toEqual([1, 2, 3, 4])
  })

  it('gives up for now when nobody answers, and goes on another time', async () => {
    const http = await overHttp({ retry: { maxAttempts: 3 } })
    write(http, 3)
    for (let n = 0; n < 3; n++) http.server.next.push((response) => response.destroy())
    expect(await codeOf(http.shipping.pass())).toBe('ship/unreachable')
    await http.shipping.pass()
    expect(http.server.sink.events).toHaveLength(3)
  })

  it('does not wait for ever for an answer', async () => {
    const http = await overHttp({ retry: { maxAttempts: 1 }, timeoutMs: 50 })
    write(http, 1)
    http.server.next.push(() => {})
    expect(await codeOf(http.shipping.pass())).toBe('ship/unreachable')
  })

  it.each([401, 403, 404, 302])('stops at a refusal that is not about events: %i', async (status) => {
    const http = await overHttp()
    write(http, 3)
    http.server.next.push((response) =>
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('no\u001b[31m\n!'),
    )
    const failure = http.shipping.pass()
    expect(await codeOf(failure)).toBe('ship/refused')
    await expect(failure).rejects.toMatchObject({ issues: [{ facts: { status, reason: 'no [31m !' } }] })
    expect(http.pauses).toEqual([])
    await http.shipping.pass()
    expect(http.server.sink.events).toHaveLength(3)
  })

  it('is not taken in by something else at the address', async () => {
    const http = await overHttp()
    write(http, 1)
    http.server.next.push((response) => response.end('<html>Welcome</html>'))
    expect(await codeOf(http.shipping.pass())).toBe('ship/refused')
    http.server.next.push((response) => response.end('{"cursors":5}'))
    expect(await codeOf(http.shipping.pass())).toBe('ship/refused')
  })

  it.each([400, 413, 422])('sets aside the event that is refused with %i, and ships the others', async (status) => {
    const http = await overHttp()
    write(http, 12)
    http.server.refuse = (events) => (events.some(({ n }) => n === 5 || n === 12) ? status : undefined)
    await http.shipping.pass()
    expect(http.server.sink.events.map(({ n }) => n)).toEqual([1, 2, 3, 4, 6, 7, 8, 9, 10, 11])
    expect(http.told.map(({ code, facts }) => [code, facts['seq']])).toEqual([
      ['ship/set-aside', 5],
      ['ship/set-aside', 12],
    ])
    expect(readdirSync(join(http.dir, 'spool', 'set-aside'))).toEqual([
      'writer-01.12.refused.ndjson',
      'writer-01.5.refused.ndjson',
    ])
    const asked = http.server.asked.length
    await http.shipping.pass()
    expect(http.server.asked.slice(asked).filter((one) => one.includes('/events'))).toEqual([])
  })

  it('asks for what was too large as a whole in halves', async () => {
    const http = await overHttp()
    write(http, 12)
    http.server.refuse = (events) => (events.length > 3 ? 413 : undefined)
    await http.shipping.pass()
    expect(http.server.sink.events).toHaveLength(12)
    expect(existsSync(join(http.dir, 'spool', 'set-aside'))).toBe(false)
  })

  it('ends at once when it is told to', async () => {
    const stopping = new AbortController()
    const http = await overHttp({ signal: stopping.signal })
    write(http, 1)
    http.server.next.push((response) => {
      stopping.abort(new Error('enough'))
      response.writeHead(503).end()
    })
    await expect(http.shipping.pass()).rejects.toThrow('enough')
  })
})

describe('Retry-After', () => {
  const nowMs = Date.UTC(2030, 0, 1)
  it.each([
    [null, undefined],
    ['soon', undefined],
    ['0', 0],
    [' 120 ', 120_000],
    ['Tue, 01 Jan 2030 00:01:00 GMT', 60_000],
    ['Tue, 01 Jan 2019 00:00:00 GMT', 0],
    ['99999999', 3_600_000],
  ])('of %o is %o ms', (header, expected) => {
    expect(retryAfterMs(header, nowMs)).toBe(expected)
  })
})
