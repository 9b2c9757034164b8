import { createServer, type IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { inRange } from '../checks/index.ts'
import { checked, dataflow, hasIssue, type Hooks, type RunEnd, type RunStart } from '../index.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { webhook, type PostRequest, type RunSummary, type WebhookOptions } from './index.ts'

const url = 'https://user:s3cret@hooks.example.org/services/t0ken?key=s3cret'
type Sent = { readonly to: string } & Parameters<PostRequest>[1]

/** A `fetch` that keeps what it is asked. */
function receiver(status = 200): { sent: Sent[]; fetch: PostRequest; bodies: () => RunSummary[] } {
  const sent: Sent[] = []
  const fetch: PostRequest = async (to, request) => {
    sent.push({ to, ...request })
    return { ok: status < 300, status, body: null }
  }
  return { sent, fetch, bodies: () => sent.map(({ body }) => JSON.parse(body) as RunSummary) }
}

const module = {
  good: ({ key }: { key: string }) => `${key}-value`,
  bad: checked(({}: {}) => 's3cret'.length, [inRange(0, 1)]),
  worse: (): number => {
    throw new Error('could not sign in with s3cret\nand more')
  },
}
const inputs = { key: 's3cret-input' }
const flow = dataflow(module).with({ name: 'nightly' })

/** What is reported of hooks that fail. */
function reporter(): { hooks: Hooks; reports: [string, unknown][] } {
  const reports: [string, unknown][] = []
  return { hooks: { onHookError: (error, hook) => void reports.push([hook, error]) }, reports }
}

describe('a webhook', () => {
  it('posts how a run went, and nothing of what it computed', async () => {
    const { fetch, sent } = receiver()
    await flow
      .with({ hooks: [webhook({ url, fetch })] })
      .settle(['good', 'bad', 'worse'], { inputs, runId: 'r1', tags: { by: 's3cret' } })
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ to: url, method: 'POST', headers: { 'content-type': 'application/json' } })
    const { startedAt, durationMs, ...rest } = JSON.parse(sent[0]!.body) as RunSummary
    expect([new Date(startedAt).toISOString(), durationMs >= 0]).toEqual([startedAt, true])
    expect(rest).toEqual({
      runId: 'r1',
      flow: 'nightly',
      status: 'failed',
      counts: { computed: 1, cached: 0, failed: 2, skipped: 0 },
      failures: [
        { node: 'bad', attempt: 1, codes: ['check/failed'] },
        { node: 'worse', attempt: 1, codes: [] },
      ],
    })
    expect(sent[0]!.body).not.toContain('s3cret')
  })

  it('sends the messages of failures when told to, their first lines', async () => {
    const { fetch, bodies } = receiver()
    await flow.with({ hooks: [webhook({ url, fetch, messages: true })] }).settle(['worse'])
    expect(bodies()[0]?.failures).toEqual([
      { node: 'worse', attempt: 1, codes: [], message: 'could not sign in with s3cret' },
    ])
  })

  it.each<[WebhookOptions['on'], RunEnd['status'][]]>([
    [undefined, ['succeeded', 'failed', 'aborted']],
    ['always', ['succeeded', 'failed', 'aborted']],
    ['failed', ['failed']],
    [
      ['failed', 'aborted'],
      ['failed', 'aborted'],
    ],
    ['succeeded', ['succeeded']],
  ])('tells of the runs that were asked for: %o', async (on, expected) => {
    const { fetch, bodies } = receiver()
    const told = flow.with({ hooks: [webhook({ url, fetch, ...(on && { on }) })] })
    await told.execute(['good'], { inputs })
    await told.execute(['worse']).catch(() => {})
    await told.execute(['good'], { inputs, signal: AbortSignal.abort() }).catch(() => {})
    expect(bodies().map(({ status }) => status)).toEqual(expected)
  })

  it('adds headers, whatever their case', async () => {
    const { fetch, sent } = receiver()
    const headers = { Authorization: 'Bearer x', 'Content-Type': 'text/plain' }
    await flow.with({ hooks: [webhook({ url, fetch, headers })] }).execute(['good'], { inputs })
    expect(sent[0]?.headers).toEqual({ authorization: 'Bearer x', 'content-type': 'text/plain' })
  })

  it('sends what a function makes of the run, or nothing', async () => {
    const { fetch, sent } = receiver()
    const body = (summary: RunSummary, end: RunEnd): unknown => {
      if (summary.status === 'succeeded') return undefined
      return end.failures.length > 1 ? 'as it is' : { text: `${summary.flow} ${summary.status}` }
    }
    const told = flow.with({ hooks: [webhook({ url, fetch, body })] })
    await told.execute(['good'], { inputs })
    await told.settle(['worse'])
    await told.settle(['worse', 'bad'])
    expect(sent.map((one) => one.body)).toEqual(['{"text":"nightly failed"}', 'as it is'])
  })

  it('is waited for before the run settles', async () => {
    const order: string[] = []
    const fetch: PostRequest = async () => {
      await new Promise((resolve) => setImmediate(resolve))
      order.push('answered')
      return { ok: true, status: 204 }
    }
    await flow.with({ hooks: [webhook({ url, fetch })] }).execute(['good'], { inputs })
    order.push('settled')
    expect(order).toEqual(['answered', 'settled'])
  })

  it('is silent about runs within a run', async () => {
    const { fetch, sent } = receiver()
    const hook = webhook({ url, fetch })
    const parent = { runId: 'outer', node: 'items', key: '1', path: ['1'] }
    const start: RunStart = { runId: 'inner', outputs: [], nodes: [], tags: {}, startedAtMs: 0, parent }
    await hook.onRunStart!(start)
    const counts = { computed: 0, cached: 0, failed: 0, skipped: 0 }
    await hook.onRunEnd!({ runId: 'inner', status: 'failed', durationMs: 0, counts, failures: [] })
    expect(sent).toEqual([])
  })

  it('works with the fetch of the host, over the network', async () => {
    const received: { method: string | undefined; type: string | undefined; body: RunSummary }[] = []
    const read = async (request: IncomingMessage): Promise<void> => {
      let body = ''
      for await (const part of request) body += String(part)
      const { method, headers } = request
      received.push({ method, type: headers['content-type'], body: JSON.parse(body) as RunSummary })
    }
    const server = createServer((request, response) => void read(request).then(() => response.end('a long answer')))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    await flow.with({ hooks: [webhook({ url: `http://127.0.0.1:${port}/hook` })] }).execute(['good'], { inputs })
    await new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
    expect(received).toMatchObject([{ method: 'POST', type: 'application/json', body: { status: 'succeeded' } }])
  })
})

describe('a webhook that fails', () => {
  it('never changes the run: a refusal is reported with its status, without the secrets of the address', async () => {
    const { fetch } = receiver(500)
    const { hooks, reports } = reporter()
    const result = await flow.with({ hooks: [webhook({ url, fetch }), hooks] }).execute(['good'], { inputs })
    expect(result).toEqual({ good: 's3cret-input-value' })
    expect(reports).toHaveLength(1)
    const [name, error] = reports[0]!
    expect([name, hasIssue(error, 'hook/webhook-refused')]).toEqual(['onRunEnd', true])
    expect((error as Error).message).toContain('hooks.example.org answered with status 500')
    expect((error as Error).message).not.toMatch(/s3cret|t0ken/)
  })

  it('is reported with what fetch rejects with, or throws', async () => {
    const cause = new TypeError('fetch failed')
    for (const fetch of [
      async () => Promise.reject(cause),
      () => {
        throw cause
      },
    ] as PostRequest[]) {
      // prettier-ignore
      const { hooks, reports } = reporter()
      await flow.with({ hooks: [webhook({ url, fetch }), hooks] }).execute(['good'], { inputs })
      expect(reports).toEqual([['onRunEnd', cause]])
    }
  })

  it('is given up after its time, and its request is aborted', async () => {
    const clock = fakeClock()
    const signals: AbortSignal[] = []
    const fetch: PostRequest = (_, { signal }) => {
      signals.push(signal)
      return new Promise(() => {})
    }
    const { hooks, reports } = reporter()
    const run = flow.with({ hooks: [webhook({ url, fetch, clock }), hooks] }).execute(['good'], { inputs })
    expect(await clock.until(run)).toEqual({ good: 's3cret-input-value' })
    expect(clock.elapsedMs).toBe(10_000)
    expect(hasIssue(reports[0]?.[1], 'hook/webhook-timeout')).toBe(true)
    expect(signals[0]?.aborted).toBe(true)
  })

  it('leaves no timer behind when it was answered', async () => {
    const clock = fakeClock()
    await flow.with({ hooks: [webhook({ url, fetch: receiver().fetch, clock })] }).execute(['good'], { inputs })
    expect(clock.waiting).toBe(0)
  })

  it('is reported when its body cannot be made', async () => {
    const { fetch, sent } = receiver()
    const { hooks, reports } = reporter()
    const cause = new Error('no body')
    const body = (): never => {
      throw cause
    }
    await flow.with({ hooks: [webhook({ url, fetch, body }), hooks] }).execute(['good'], { inputs })
    expect([reports, sent]).toEqual([[['onRunEnd', cause]], []])
  })

  it.each<[Partial<Record<keyof WebhookOptions, unknown>>, string]>([
    [{ url: undefined }, '"url" is missing'],
    [{ url: 'hooks.example.org/s3cret' }, '"url" is text; expected an address'],
    [{ url: 'file:///s3cret' }, '"url" is text; expected an address'],
    [{ on: 'sometimes' }, '"on" is text'],
    [{ on: [] }, '"on" is a list'],
    [{ timeoutMs: 0 }, '"timeoutMs" is 0'],
    [{ body: 'text' }, '"body" is text'],
    [{ fetch: 1 }, '"fetch" is 1'],
  ])('is refused when it cannot be meant: %o', (options, message) => {
    expect(() => webhook({ url, ...options } as never)).toThrow(message)
  })
})
