import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { copyFixtures } from '../../fixtures/copy-fixtures.ts'
import type { RunAnswer, RunEvent, RunRequest } from './messages.ts'
import { startProjectProcess, type ProjectProcess } from './start-project-process.ts'

const directory = join(copyFixtures(), 'process')
const config = join(directory, 'throughline.config.ts')

interface Started {
  readonly child: ProjectProcess
  readonly events: RunEvent[]
  readonly written: () => string
  readonly answer: Promise<RunAnswer>
  /** Waits until user code has written this, or the event has come. */
  readonly until: (text: string) => Promise<void>
}

function start(outputs: readonly string[], more: Partial<RunRequest> = {}): Started {
  const events: RunEvent[] = []
  let written = ''
  const waiting = new Map<string, () => void>()
  const wake = (): void => {
    for (const [text, resolve] of waiting)
      if (written.includes(text) || events.some((event) => event.type === text)) resolve()
  }
  const child = startProjectProcess(
    config,
    { kind: 'run', flow: 'main', outputs, inputs: [], config: [], directory, results: 'json', ...more },
    {
      onEvents: (more) => {
        events.push(...more)
        wake()
      },
      onOutput: (_, chunk) => {
        written += chunk.toString()
        wake()
      },
    },
  )
  return {
    child,
    events,
    written: () => written,
    answer: child.finished.then(({ answer }) => answer as RunAnswer),
    until: (text) => new Promise((resolve) => waiting.set(text, resolve)),
  }
}

describe.concurrent('a run in a process of its own', () => {
  test('answers with its outputs and tells what happens in order', async () => {
    const { answer, events } = start(['sum', 'folder'], { inputs: ['extra=4'] })
    expect(await answer).toMatchObject({
      status: 'succeeded',
      counts: { computed: 3, cached: 0, failed: 0, skipped: 0 },
      json: '{"sum":10,"folder":"process"}',
      warnings: [],
    })
    expect(events[0]).toMatchObject({ type: 'run-started', total: 3 })
    expect(events.filter((event) => 'node' in event && event.node === 'sum').map((event) => event.type)).toEqual([
      'started',
      'ended',
    ])
  })

  test('without outputs computes what nobody reads', async () => {
    const { answer } = start([], { outputs: [], flow: 'main', inputs: ['nobody=1'] })
    expect((await answer).problem?.issues.map((issue) => issue.code)).toEqual(['graph/unknown-input'])
  })

  test('without outputs leaves out a resource that nobody reads', async () => {
    const { answer } = start([], { flow: 'unread' })
    expect((await answer).json).toBe('{"answer":42}')
  })

  test('without outputs writes nothing that no node needs, gives what would be written, and names the sinks', async () => {
    const { answer } = start([], { flow: 'saving' })
    const { json, notWritten, counts } = await answer
    expect(JSON.parse(json!)).toEqual({ archived: 'done', report: 'report' })
    expect(notWritten).toEqual(['archived.saved', 'report.saved'])
    expect(counts.computed).toBe(6)
    const named = start(['report.saved'], { flow: 'saving' })
    expect(await named.answer).toMatchObject({ status: 'succeeded', counts: { computed: 2 } })
    expect((await named.answer).notWritten).toBeUndefined()
  })

  test('gives views for a person when asked', async () => {
    const { answer } = start(['numbers'], { results: 'views' })
    expect((await answer).views).toEqual([
      { name: 'numbers', view: expect.objectContaining({ kind: 'list', total: 3 }) as object },
    ])
  })

  test('passes on logs, progress and retries', async () => {
    const { answer, events } = start(['flaky'])
    await answer
    expect(events.map((event) => event.type)).toEqual([
      'run-started',
      'started',
      'progress',
      'log',
      'retry',
      'progress',
      'log',
      'ended',
    ])
    expect(events[3]).toEqual({ type: 'log', node: 'flaky', message: 'trying', fields: '{"attempts":0}' })
  })

  test('runs within the run are a part of their step: only what they say is passed on', async () => {
    const { answer, events } = start(['all'], { flow: 'fanOut' })
    const { runId, status, json, counts } = await answer
    expect({ status, json, counts }).toEqual({
      status: 'succeeded',
      json: '{"all":[1,4,9]}',
      counts: { computed: 2, cached: 0, failed: 0, skipped: 0 },
    })
    expect(events.filter(({ type }) => type === 'run-started')).toEqual([{ type: 'run-started', runId, total: 2 }])
    expect(events.flatMap((event) => (event.type === 'started' || event.type === 'ended' ? event.node : []))).toEqual([
      'numbers',
      'numbers',
      'all',
      'all',
    ])
    const said = events.filter(({ type }) => type === 'log')
    expect(said.map((event) => ({ ...event, fields: undefined }))).toEqual(
      ['0', '1', '2'].map((key) => ({
        type: 'log',
        node: 'told',
        within: [{ node: 'all', item: [key] }],
        message: expect.any(String) as string,
        fields: undefined,
      })),
    )
    const done = events.flatMap((event) => (event.type === 'progress' ? [[event.node, event.done]] : []))
    expect(done.at(-1)).toEqual(['all', 3])
    expect(done.every(([node]) => node === 'all')).toBe(true)
  })

  test('a failed node gives what it threw, its causes, and only frames of the user', async () => {
    const answer = await start(['report']).answer
    expect(answer).toMatchObject({ status: 'failed', counts: { failed: 1 } })
    expect(answer.problem).toMatchObject({
      phase: 'run',
      issues: [{ code: 'run/node-failed', facts: { path: ['broken', 'report'] }, at: { line: 13 } }],
      thrown: [
        {
          node: 'broken',
          error: {
            text: 'RangeError: no value number 3',
            frames: [{ name: 'broken' }],
            cause: { text: 'Error: the file ended' },
          },
        },
      ],
    })
  })

  test('what is thrown need not be an error', async () => {
    const answer = await start(['throwsText']).answer
    expect(answer.problem?.thrown[0]?.error).toEqual({ text: 'a thrown value that is no Error: just text', frames: [] })
  })

  test('can be aborted', async () => {
    const { child, answer, until } = start(['patient'])
    await until('started')
    child.abort('enough')
    expect(await answer).toMatchObject({
      status: 'aborted',
      problem: { issues: [{ code: 'run/aborted', facts: { reason: 'enough' } }] },
    })
  })

  test('can be killed whatever it does', async () => {
    const { child, answer, until } = start(['deaf'])
    await until('deaf')
    child.abort('in vain')
    child.kill()
    expect(await answer).toMatchObject({
      status: 'aborted',
      runId: expect.any(String) as string,
      problem: {
        issues: [{ code: 'project/process-ended', facts: { how: 'it was killed, as asked', running: ['deaf'] } }],
      },
    })
  })

  test('a request that is wrong runs nothing', async () => {
    const answer = await start(['sum'], { inputs: ['extr=1'] }).answer
    expect(answer).toMatchObject({
      status: 'invalid',
      runId: null,
      problem: { phase: 'request', issues: [{ code: 'graph/unknown-input' }] },
    })
  })
})
