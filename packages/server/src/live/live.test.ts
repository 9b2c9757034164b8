// What is told live: of a run its steps, logs and metrics as they come, and of all runs which ones changed.

import { describe, expect, it } from 'vitest'
import { newUrl, type DatabaseKind } from '../../../tracking/src/record/fixtures/databases.ts'
import { runId, Writer } from '../../../tracking/src/record/fixtures/history.ts'
import { scratchServer } from '../fixtures/scratch-server.ts'
import { fromCursor, toCursor } from './place-cursor.ts'

const [first, second] = [runId(1), runId(2)]

/** A run of which one step is over and another one has begun. */
function begun(writer: Writer = new Writer('a')): Writer {
  writer.start(first)
  writer.begin(first, 'births')
  writer.finish(first, 'births')
  writer.begin(first, 'rate')
  return writer
}

describe('a run that goes on', () => {
  it.each<DatabaseKind>(['sqlite', 'postgres'])('is told by another process to its end, on %s', async (kind) => {
    const writer = begun()
    const { ask, listen, apply } = await scratchServer(writer.events, { record: await newUrl(kind) })
    const { cursor, steps } = (await ask(`/api/runs/${first}/states`)).json
    expect(steps).toMatchObject([
      { node: 'births', status: 'succeeded' },
      { node: 'rate', status: 'running' },
    ])
    const stream = await listen(`/api/runs/${first}/live?cursor=${cursor}`)
    expect((await stream.until('run')).at(-1)!.data.run).toMatchObject({ id: first, status: 'running' })

    await apply([
      writer.say(first, { type: 'step.progress', node: 'rate', done: 3, total: 9 }),
      writer.say(first, { type: 'log', node: 'rate', message: 'half', fields: { big: { $bigint: '9' } } }),
      writer.say(first, { type: 'metric', node: 'rate', name: 'loss', value: { $number: 'NaN' } as never }),
    ])
    const [states, logs, metrics] = await stream.until('metrics')
    expect(states!.data.steps).toMatchObject([{ node: 'rate', status: 'running', progress: { done: 3, total: 9 } }])
    expect(logs!.data.logs).toMatchObject([{ node: 'rate', message: 'half', fields: { big: { $bigint: '9' } } }])
    expect(metrics!.data.metrics).toMatchObject([{ name: 'loss', value: { $number: 'NaN' } }])

    await apply([writer.finish(first, 'rate'), writer.end(first)])
    const rest = await stream.until('end')
    expect(rest.map(({ type }) => type)).toEqual(['states', 'run', 'end'])
    expect(rest[0]!.data.steps).toMatchObject([{ node: 'rate', status: 'succeeded' }])
    expect(rest[1]!.data.run).toMatchObject({ status: 'succeeded', counts: { computed: 2 } })
    expect(await stream.next()).toBeUndefined()
  })

  it('goes on where a stream was cut off, and tells nothing twice', async () => {
    const writer = begun()
    const { listen, apply } = await scratchServer(writer.events)
    const one = await listen(`/api/runs/${first}/live`)
    const [states] = await one.until('states')
    expect(states!.data.steps).toHaveLength(2)
    one.close()
    await apply([writer.say(first, { type: 'log', node: 'rate', message: 'while nobody listened' })])
    const two = await listen(`/api/runs/${first}/live?cursor=older`, { headers: { 'last-event-id': states!.id! } })
    const [logs, run] = await two.until('run')
    expect(logs!.data.logs).toMatchObject([{ message: 'while nobody listened' }])
    const three = await listen(`/api/runs/${first}/live`, { headers: { 'last-event-id': run!.id! } })
    await apply([writer.end(first)])
    for (const stream of [two, three]) {
      const types = (await stream.until('end')).map(({ type }) => type)
      expect(types.filter((type) => type === 'logs')).toEqual([])
    }
  })

  it('is told whole when it has many writers, items and events', async () => {
    const writers = Array.from({ length: 7 }, (_, index) => new Writer(`writer ${index}`))
    writers[0]!.start(first)
    const { listen, apply } = await scratchServer(writers[0]!.events)
    const stream = await listen(`/api/runs/${first}/live`)
    await stream.until('run')
    for (let round = 0; round < 5; round++)
      await apply(
        writers.flatMap((writer, at) =>
          Array.from({ length: 120 }, (_, item) => [
            writer.begin(first, `node ${at}`, { item: [`${round}.${item}`] }),
            writer.say(first, { type: 'log', node: `node ${at}`, message: `${at} ${round} ${item}` }),
            writer.finish(first, `node ${at}`, { item: [`${round}.${item}`] }),
          ]).flat(),
        ),
      )
    await apply([writers[0]!.end(first)])
    const told = await stream.until('end')
    const logs = told.flatMap(({ data }) => (data.type === 'logs' ? data.logs : [])) as { readonly message: string }[]
    expect(logs).toHaveLength(7 * 5 * 120)
    expect(new Set(logs.map(({ message }) => message)).size).toBe(7 * 5 * 120)
    const last = new Map<string, string>()
    for (const { data } of told)
      if (data.type === 'states') for (const { node, item, status } of data.steps) last.set(`${node} ${item}`, status)
    expect([...last.values()].filter((status) => status === 'succeeded')).toHaveLength(7 * 5 * 120)
  })

  it('that has ended is told as it ended, at once', async () => {
    const writer = begun()
    writer.end(first, 'failed')
    const { listen } = await scratchServer(writer.events)
    const types = (await (await listen(`/api/runs/${first}/live`)).until('end')).map(({ type }) => type)
    expect(types).toEqual(['states', 'run', 'end'])
  })

  it('is not there, or its cursor is none: that is said before anything is told', async () => {
    const { ask } = await scratchServer(begun().events)
    expect((await ask(`/api/runs/${second}/live`)).status).toBe(404)
    expect((await ask(`/api/runs/${first}/live?cursor=x`)).status).toBe(400)
  })

  it('ends for its listeners when it is removed', async () => {
    const writer = begun()
    const { listen, apply } = await scratchServer(writer.events)
    const stream = await listen(`/api/runs/${first}/live`)
    await stream.until('run')
    await apply([writer.say(undefined, { type: 'deleted', runs: [first], sha256: 'a'.repeat(64) })])
    expect((await stream.until('end')).map(({ type }) => type)).toEqual(['end'])
  })
})

describe('what changed anywhere', () => {
  it('is told with the runs, to everybody who listens', async () => {
    const writer = begun()
    const { listen, apply, server } = await scratchServer(writer.events)
    const streams = await Promise.all([listen('/api/live'), listen('/api/live')])
    // The watch begins when somebody listens: what comes after its first look is told.
    await new Promise((resolve) => setTimeout(resolve, 400))
    await apply([writer.end(first), writer.start(second)])
    for (const stream of streams) expect((await stream.next())!.data).toEqual({ type: 'runs', runs: [first, second] })
    await server.close()
    for (const stream of streams) expect(await stream.next()).toBeUndefined()
  })
})

describe('a cursor', () => {
  it('is what it was made of, and nothing else is one', () => {
    const place = new Map([
      ['a', 3],
      ['b ü', 0],
    ])
    expect(fromCursor(toCursor(place))).toEqual(place)
    for (const text of [
      '',
      'x',
      '{}',
      Buffer.from('[["a"]]').toString('base64url'),
      Buffer.from('[["a","b"]]').toString('base64url'),
    ])
      expect(fromCursor(text)).toBeUndefined()
  })
})
