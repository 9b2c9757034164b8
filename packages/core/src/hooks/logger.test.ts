import { afterEach, describe, expect, it, vi } from 'vitest'
import { inRange } from '../checks/index.ts'
import { checked, dataflow, hasIssue, retry, type Hooks, type NodeContext } from '../index.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { logger, type LoggerOptions, type LogRecord } from './index.ts'

const clock = fakeClock({ at: '2026-05-04T03:02:01Z' })
afterEach(() => void vi.restoreAllMocks())

/** A logger that keeps its records. */
function recorder(options: LoggerOptions = {}): { hooks: Hooks[]; records: LogRecord[] } {
  const records: LogRecord[] = []
  return { hooks: [logger({ to: (record) => void records.push(record), clock, ...options })], records }
}

const train = async (
  { rows }: { rows: number[] },
  { log, metric, progress, attempt }: NodeContext,
): Promise<number> => {
  log('training', { rows: rows.length })
  progress(1, 2)
  metric('loss', 0.5, 3)
  if (attempt === 1) throw Object.assign(new Error('out of memory'), { code: 'ENOMEM' })
  return 7
}
const module = {
  model: checked(retry(train, { maxAttempts: 2, backoffMs: 0 }), [inRange(0, 1)], { severity: 'warn' }),
  report: ({ model }: { model: number }) => `model ${model}`,
}
const failing = {
  rates: (): number => {
    throw new Error('503')
  },
  report: ({ rates }: { rates: number }) => rates,
}
const said = (records: readonly LogRecord[]): string[] =>
  records.map(({ level, event, message }) => `${level} ${event}: ${message}`)
const timeless = (text: string): string => text.replaceAll(/\d+(?:\.\d+)? ms/g, '0 ms')

describe('a logger', () => {
  it('writes a record for each event, in order, with its level and a sentence', async () => {
    const { hooks, records } = recorder({ level: 'debug' })
    await dataflow(module)
      .with({ name: 'births', hooks })
      .execute(['report'], { inputs: { rows: [1, 2] } })
    expect(said(records).map(timeless)).toEqual([
      'info run-start: run of births started: 2 nodes',
      'debug step-start: model started',
      'info log: training',
      'debug progress: model: 1 of 2',
      'info metric: model: loss 0.5',
      'warn retry: model: attempt 1 failed (out of memory); again in 0 ms',
      'info log: training',
      'debug progress: model: 1 of 2',
      'info metric: model: loss 0.5',
      'warn check: model: inRange(0, 1) found 7',
      'debug step-end: model succeeded after 0 ms',
      'debug step-start: report started',
      'debug step-end: report succeeded after 0 ms',
      'info run-end: run succeeded after 0 ms: 2 computed, 0 failed, 0 skipped',
    ])
  })

  it('leaves out what is less important than its level', async () => {
    const events = async (level: LoggerOptions['level']): Promise<string[]> => {
      const { hooks, records } = recorder(level ? { level } : {})
      await dataflow(module)
        .with({ hooks })
        .execute(['report'], { inputs: { rows: [] } })
      return records.map(({ event }) => event)
    }
    const info = ['run-start', 'log', 'metric', 'retry', 'log', 'metric', 'check', 'run-end']
    expect(await events(undefined)).toEqual(info)
    expect(await events('info')).toEqual(info)
    expect(await events('warn')).toEqual(['retry', 'check'])
    expect(await events('error')).toEqual([])
  })

  it('gives the facts of each event as plain data', async () => {
    const { hooks, records } = recorder({ level: 'debug', fields: { service: 'forecast', build: 7n } })
    const flow = dataflow(module).with({ name: 'births', hooks })
    await flow.execute(['model'], { inputs: { rows: [1, 2] }, runId: 'run-1', tags: { user: 'ada' } })
    const about = { time: '2026-05-04T03:02:01.000Z', runId: 'run-1', service: 'forecast', build: '7' }
    const of = (event: string): LogRecord => records.find((record) => record.event === event)!
    expect(of('run-start')).toEqual({
      ...about,
      level: 'info',
      event: 'run-start',
      message: 'run of births started: 1 node',
      flow: 'births',
      outputs: ['model'],
      nodeCount: 1,
      tags: { user: 'ada' },
    })
    expect(of('log')).toMatchObject({ ...about, node: 'model', message: 'training', fields: { rows: 2 } })
    expect(of('metric')).toMatchObject({ metric: 'loss', value: 0.5, step: 3 })
    expect(of('progress')).toMatchObject({ done: 1, total: 2 })
    expect(of('retry')).toMatchObject({ attempt: 1, delayMs: 0, error: { message: 'out of memory', code: 'ENOMEM' } })
    expect(of('check')).toMatchObject({ check: 'inRange(0, 1)', passed: false, severity: 'warn', found: 'found 7' })
    expect(of('step-end')).toMatchObject({ status: 'succeeded', attempts: 2 })
    expect(of('run-end')).toMatchObject({ status: 'succeeded', counts: { computed: 1 }, failures: [] })
    expect(JSON.parse(JSON.stringify(records))).toEqual(records)
  })

  it('tells of failures: the node, its error, and what was not run', async () => {
    const { hooks, records } = recorder({ level: 'debug' })
    await dataflow(failing)
      .with({ hooks })
      .execute(['report'])
      .catch(() => {})
    expect(said(records).map(timeless).slice(2)).toEqual([
      'error step-end: rates failed after 0 ms: 503',
      'debug step-end: report skipped',
      'error run-end: run failed after 0 ms: 0 computed, 1 failed, 1 skipped',
    ])
    expect(records[2]).toMatchObject({ error: { name: 'Error', message: '503' } })
    expect(records.at(-1)).toMatchObject({
      failures: [{ node: 'rates', attempt: 1, path: ['rates', 'report'], message: '503' }],
    })
  })

  it('names the codes of failures that are ours, and the reason of an abort', async () => {
    const { hooks, records } = recorder()
    const flow = dataflow({ share: checked(() => 3, [inRange(0, 1)]) }).with({ hooks })
    await flow.settle(['share'])
    expect(records.at(-1)).toMatchObject({ failures: [{ node: 'share', codes: ['check/failed'] }] })
    await flow.execute(['share'], { signal: AbortSignal.abort(new Error('closed')) }).catch(() => {})
    expect(records.at(-1)).toMatchObject({ level: 'warn', status: 'aborted', reason: 'closed' })
  })

  it('never writes values, whatever the level', async () => {
    const { hooks, records } = recorder({ level: 'debug' })
    const flow = dataflow({ a: ({ key }: { key: string }) => `${key}-value`, b: ({ a }: { a: string }) => a })
    await flow.with({ hooks }).execute(['b'], { inputs: { key: 's3cret' } })
    expect(records).toHaveLength(6)
    expect(JSON.stringify(records)).not.toContain('s3cret')
  })

  it('keeps what the run says when added fields have the same names', async () => {
    const { hooks, records } = recorder({ fields: { runId: 'mine', message: 'mine', level: 'mine', status: 'mine' } })
    await dataflow({ a: () => 1 })
      .with({ hooks })
      .execute(['a'], { runId: 'r' })
    expect(records.at(-1)).toMatchObject({ runId: 'r', level: 'info', status: 'succeeded' })
    expect(records.at(-1)?.message).toMatch(/^run succeeded/)
  })
})

describe('what a logger must not write', () => {
  const secretive = {
    a: ({}: {}, { log }: NodeContext): void =>
      log('signed in', { user: 'ada', token: 't0p', nested: [{ password: ['p4ss'] }] }),
  }

  it('is hidden by the names of fields, wherever they stand', async () => {
    const { hooks, records } = recorder({ redact: ['token', 'password', 'team'], fields: { team: 'x-team' } })
    await dataflow(secretive).with({ hooks }).execute(['a'])
    expect(records[1]).toMatchObject({
      team: '[redacted]',
      fields: { user: 'ada', token: '[redacted]', nested: [{ password: '[redacted]' }] },
    })
    expect(JSON.stringify(records)).not.toMatch(/t0p|p4ss|x-team/)
  })

  it('is changed or dropped by a function', async () => {
    const redact = (record: LogRecord): LogRecord | undefined =>
      record.event === 'log' ? { ...record, fields: null } : record.event === 'run-end' ? undefined : record
    const { hooks, records } = recorder({ redact })
    await dataflow(secretive).with({ hooks }).execute(['a'])
    expect(records.map(({ event, fields }) => [event, fields])).toEqual([
      ['run-start', undefined],
      ['log', null],
    ])
  })

  it('is not written when the function throws, and the run goes on', async () => {
    const { hooks, records } = recorder({
      redact: () => {
        throw new Error('cannot tell')
      },
    })
    const reports: string[] = []
    const listener: Hooks = { onHookError: (error, hook) => void reports.push(`${hook}: ${String(error)}`) }
    await dataflow(secretive)
      .with({ hooks: [...hooks, listener] })
      .execute(['a'])
    expect(records).toEqual([])
    expect(reports).toEqual(['onRunStart', 'onStepLog', 'onRunEnd'].map((hook) => `${hook}: Error: cannot tell`))
  })
})

describe('a logger writes', () => {
  it('lines of JSON to a stream', async () => {
    let text = ''
    const stream = { write: (part: string) => ((text += part), true) }
    await dataflow({ a: () => 1 })
      .with({ hooks: [logger({ to: stream, clock })] })
      .execute(['a'], { runId: 'r' })
    const lines = text.split('\n')
    expect(lines.at(-1)).toBe('')
    expect(lines.slice(0, -1).map((line) => (JSON.parse(line) as LogRecord).event)).toEqual(['run-start', 'run-end'])
  })

  it('to the method of each level, and to the console when told nothing', async () => {
    const calls: [string, string, LogRecord][] = []
    const method = (level: string) => (message: string, record: LogRecord) => void calls.push([level, message, record])
    const to = { debug: method('debug'), info: method('info'), warn: method('warn'), error: method('error') }
    await dataflow(failing)
      .with({ hooks: [logger({ to, level: 'debug' })] })
      .settle(['report'])
    expect(calls.map(([level]) => level)).toEqual(['info', 'debug', 'error', 'debug', 'error'])
    for (const [level, message, record] of calls) expect(record).toMatchObject({ level, message })

    const printed = vi.spyOn(console, 'info').mockImplementation(() => {})
    await dataflow({ a: () => 1 })
      .with({ hooks: [logger()] })
      .execute(['a'])
    expect(printed.mock.calls.map(([message]) => timeless(message as string))).toEqual([
      'run of a started: 1 node',
      'run succeeded after 0 ms: 1 computed, 0 failed, 0 skipped',
    ])
  })

  it('to a target that takes its time, for which the run waits', async () => {
    const written: string[] = []
    const to = async ({ event }: LogRecord): Promise<void> => {
      for (let turn = 0; turn < 20; turn++) await Promise.resolve()
      written.push(event)
    }
    await dataflow({ a: () => 1 })
      .with({ hooks: [logger({ to })] })
      .execute(['a'])
    expect(written).toEqual(['run-start', 'run-end'])
  })

  it.each<[string, LoggerOptions]>([
    ['to nothing', { to: null as never }],
    ['to something else', { to: { info: () => {} } as never }],
    ['at no level', { level: 'verbose' as never }],
    ['without a name', { redact: 'password' as never }],
  ])('not %s', (_, options) => {
    expect(() => logger(options)).toThrow(expect.toSatisfy((error) => hasIssue(error, 'hook/bad-option')) as Error)
  })
})
