// What the shipped hooks say of the items of a fan-out, and of runs within a run.

import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { describe, expect, it } from 'vitest'
import { inRange } from '../checks/index.ts'
import { checked, dataflow, retry, type NodeContext } from '../index.ts'
import { each } from '../fan-out/index.ts'
import { openTelemetry } from '../opentelemetry/index.ts'
import { fakeClock, recordingHook } from '../testing/index.ts'
import { logger, progress, type LogRecord } from './index.ts'

const price = ({ shop, product }: { shop: string; product: string }, context: NodeContext): number => {
  context.log('asked', { from: 'a list' })
  context.metric('length', product.length)
  context.progress(1, 7)
  if (shop === 'rome' && context.attempt === 1) throw new Error('closed')
  return product.length
}
const prices = each(
  { shop: 'shops' },
  each(
    { product: 'products' },
    checked(retry(price, { maxAttempts: 2, backoffMs: 0 }), [inRange(0, 4)], { severity: 'warn' }),
    {
      key: ({ product }) => product,
    },
  ),
  { key: ({ shop }) => shop },
)
const calls = dataflow({ prices })
const inputs = { shops: ['oslo', 'rome'], products: ['lamp', 'table'] }

const page = dataflow({
  html: ({ url }: { url: string }): string => {
    if (url === 'gone') throw new Error('404')
    return `<${url}>`
  },
}).with({ name: 'page' })
const pages = each({ url: 'urls' }, page, { output: 'html', key: ({ url }) => url, settle: true })
const runs = dataflow({ pages }).with({ name: 'site' })

describe('a logger', () => {
  it('names the item, in the text and as a fact', async () => {
    const records: LogRecord[] = []
    await calls
      .with({ hooks: [logger({ to: (record) => records.push(record), level: 'debug' })] })
      .execute(['prices'], { inputs })
    const item = { key: 'table', index: 1, path: ['rome', 'table'] }
    const ofItem = records.filter((record) => JSON.stringify(record['item']) === JSON.stringify(item))
    expect(ofItem.map(({ event }) => event)).toEqual([
      'log',
      'metric',
      'progress',
      'retry',
      'log',
      'metric',
      'progress',
      'check',
    ])
    expect(ofItem.find(({ event }) => event === 'retry')?.message).toMatch(
      /^prices \(item rome > table\): attempt 1 failed \(closed\); again in /,
    )
    expect(ofItem.at(-1)?.message).toBe('prices (item rome > table): inRange(0, 4) found 5')
    expect(records.filter(({ event }) => event === 'step-end')).toHaveLength(1)
  })

  it('tells of runs within a run as details, unless they fail', async () => {
    const records: LogRecord[] = []
    await runs
      .with({ hooks: [logger({ to: (record) => records.push(record), level: 'debug' })] })
      .execute(['pages'], { inputs: { urls: ['left', 'gone'] } })
    const said = records.filter(({ event }) => event.startsWith('run')).map(({ level, message }) => [level, message])
    expect(said.map(([level, message]) => `${level} ${message!.replace(/ after.*/, '')}`)).toEqual([
      'info run of site started: 1 node',
      'debug run of page within pages (item left) started: 1 node',
      'debug run of page within pages (item gone) started: 1 node',
      'debug run succeeded',
      'error run failed',
      'info run succeeded',
    ])
  })

  it('names the item of a failure at the end of the run', async () => {
    const records: LogRecord[] = []
    const failing = each({ url: 'urls' }, ({ url }: { url: string }) => {
      if (url === 'gone') throw new Error('404')
      return url
    })
    await dataflow({ failing })
      .with({ hooks: [logger({ to: (record) => records.push(record) })] })
      .settle(['failing'], { inputs: { urls: ['gone'] } })
    expect(records.at(-1)).toMatchObject({ failures: [{ node: 'failing', item: { key: '0', index: 0, attempt: 1 } }] })
  })
})

describe('progress', () => {
  it('names the item, and the step that a run belongs to', async () => {
    let text = ''
    await calls.with({ hooks: [progress((part) => (text += part))] }).execute(['prices'], { inputs })
    expect(text).toContain('prices (item oslo > lamp): asked {"from":"a list"}\n')
    expect(text).toContain('prices (item rome > lamp): attempt 1 failed (closed); again in ')
    expect(text).toContain('prices (item oslo > table): inRange(0, 4) found 5\n')
    text = ''
    await runs
      .with({ hooks: [progress((part) => (text += part))] })
      .execute(['pages'], { inputs: { urls: ['left', 'gone'] } })
    expect(text).toMatch(/^pages \(item gone\), html: failed after .*: 404$/m)
    expect(text).toMatch(/^site: done after .*, 1\/1 nodes$/m)
  })

  it('shows how many items are done, not how far one of them is', async () => {
    const clock = fakeClock()
    let drawn = ''
    const hook = progress((part) => (drawn += part), { live: true, clock })
    const step = { runId: 'r', node: 'items' }
    await hook.onRunStart!({ runId: 'r', outputs: ['items'], nodes: ['items'], tags: {}, startedAtMs: 0 })
    await hook.onStepStart!({ ...step, inputs: {}, startedAtMs: 0 })
    await hook.onStepProgress!({ ...step, done: 3, total: 10 })
    await hook.onStepProgress!({ ...step, done: 1, total: 7, item: { key: '4', index: 4, path: ['4'] } })
    await clock.advance(200)
    expect(drawn).toContain('3/10')
    expect(drawn).not.toContain('1/7')
    const counts = { computed: 1, cached: 0, failed: 0, skipped: 0 }
    await hook.onRunEnd!({ runId: 'r', status: 'succeeded', durationMs: 1, counts, failures: [] })
  })
})

describe('openTelemetry', () => {
  it('has the keys of items at what they say, and at runs within a run', async () => {
    const exporter = new InMemorySpanExporter()
    const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).getTracer('test')
    await calls.with({ hooks: [openTelemetry({ tracer })] }).execute(['prices'], { inputs })
    const step = exporter.getFinishedSpans().find(({ name }) => name === 'step prices')!
    expect(step.attributes).not.toHaveProperty('throughline.metric.length')
    expect(step.events.find(({ name }) => name === 'throughline.metric')?.attributes).toEqual({
      'throughline.metric.name': 'length',
      'throughline.metric.value': 4,
      'throughline.metric.item': ['oslo', 'lamp'],
    })
    expect(step.events.find(({ name }) => name === 'throughline.retry')?.attributes).toMatchObject({
      'throughline.retry.item': ['rome', 'lamp'],
    })
    exporter.reset()
    await runs.with({ hooks: [openTelemetry({ tracer })] }).execute(['pages'], { inputs: { urls: ['left'] } })
    const spans = exporter.getFinishedSpans()
    const [inner, outer] = ['run page', 'step pages'].map((name) => spans.find((span) => span.name === name)!)
    expect(inner!.attributes['throughline.run.item']).toEqual(['left'])
    expect(inner!.parentSpanContext?.spanId).toBe(outer!.spanContext().spanId)
  })
})

describe('recordingHook', () => {
  it('has the item of a failure in what is steady', async () => {
    const recorder = recordingHook()
    const failing = each({ url: 'urls' }, ({ url }: { url: string }) => {
      throw new Error(url)
    })
    await dataflow({ failing })
      .with({ hooks: [recorder] })
      .settle(['failing'], { inputs: { urls: ['gone'] } })
    const item = { key: '0', index: 0, path: ['0'], attempt: 1 }
    expect(recorder.steady().at(-1)).toMatchObject({
      failures: [{ node: 'failing', attempt: 1, item, error: 'Error: gone' }],
    })
  })
})
