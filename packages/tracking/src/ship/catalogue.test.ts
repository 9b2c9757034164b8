// Every issue of shipping, provoked as it happens, has the text that its page in docs/errors shows.

import { isThroughlineError, renderIssue, type Issue } from 'throughline'
import { describe, expect, it } from 'vitest'
import { httpSink, type HttpSinkOptions } from './http-sink.ts'
import { startRecordServer } from './fixtures/record-server.ts'
import { makeRecord } from './fixtures/scratch-record.ts'
import { setAsideFiles } from './set-aside.ts'
import { shipIssue } from './ship-issues.ts'
import { startShipLoop } from './ship-loop.ts'

/** What happens, by the code of what a user then sees. */
const SITUATIONS: Readonly<Record<(typeof shipIssue.codes)[number], () => Promise<readonly Issue[]>>> = {
  'ship/failed': async () => {
    const { clock, shipper, sink, told, writer } = makeRecord()
    const one = writer()
    one.append({ type: 'log' })
    one.flush()
    sink.fail(new Error('database or disk is full'))
    await startShipLoop(shipper(), {
      clock,
      intervalMs: 500,
      to: 'the store',
      onTrouble: (one) => told.push(one),
    }).stop()
    return told
  },
  'ship/unreachable': () =>
    shipTo({
      fetch: () =>
        Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 10.0.0.7:443') })),
    }),
  'ship/refused': () =>
    shipTo({ fetch: () => Promise.resolve(new Response('{"error":"this token has expired"}', { status: 401 })) }),
  'ship/set-aside': async () => {
    const server = await startRecordServer()
    server.refuse = (events) => (events.some(({ type }) => type === 'odd') ? 422 : undefined)
    return shipTo({ fetch: (url, init) => fetch(`${server.url}${(url as string).slice(24)}`, init) })
  },
}

/** Ships an event to a server of the given behaviour. */
async function shipTo(options: Partial<HttpSinkOptions>): Promise<readonly Issue[]> {
  const { dir, clock, writer, shipper, told } = makeRecord()
  const sink = httpSink({
    url: 'https://runs.example.com',
    setAside: setAsideFiles(dir),
    onTrouble: (issue) => told.push(issue),
    clock: { nowMs: () => clock.nowMs(), later: (delayMs, call) => (delayMs < 30_000 && call(), () => {}) },
    random: () => 0,
    ...options,
  })
  const one = writer()
  one.append({ type: 'odd' })
  one.flush()
  try {
    await shipper({ sink }).pass()
  } catch (error) {
    if (isThroughlineError(error)) return error.issues
    throw error
  }
  return told
}

describe('the error catalogue of shipping', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(shipIssue.codes).toHavePagesIn('ship')
  })

  it.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const issue = (await situation()).find((one) => one.code === code)
    expect(issue).toBeDefined()
    const text = renderIssue(issue!)
    expect(text).toReadAsThePageOf(code)
    expect(issue!.title.length).toBeLessThanOrEqual(110)
  })
})
