// Dataflows as actions, as somebody who builds an agent of them would.

import { dataflow, isThroughlineError, NodeError, retry, type Hooks, type NodeContext } from 'throughline'
import type { Memo } from 'throughline/memo'
import { describe, expect, it } from 'vitest'
import { appendTo, forState, fromInput, fromState, fromValue, toState, type AnyEvent } from '../index.ts'

interface Chat {
  prompt: string
  reply: string
  history: string[]
  lang?: string
}
const { flowAction, machine, action } = forState<Chat>()
const done = action({}, () => {})

const flow = dataflow({
  words: ({ text }: { text: string }) => text.split(' '),
  answer: async ({ words, lang = 'en' }: { words: string[]; lang?: string }) => `${words.length} words (${lang})`,
})

/** Takes each node from the run that first computed it. */
function rememberingMemo(): Memo {
  const kept = new Map<string, unknown>()
  return {
    begin: (run) => ({
      hits: 0,
      step: (index, scope) => {
        const { name } = run.plan.steps[index]!
        if (!kept.has(name)) {
          const value = run.compute(index, scope)
          kept.set(name, value)
          return value
        }
        const from = { runId: 'earlier', atMs: 1 }
        run.tell('onStepEnd', { runId: run.runId, node: name, status: 'cached', from, attempts: 0, durationMs: 0 })
        return kept.get(name)
      },
      item: (_args, _scope, call) => call(),
    }),
  }
}

async function eventsOf(running: AsyncIterable<unknown>): Promise<AnyEvent[]> {
  const events: AnyEvent[] = []
  for await (const event of running) events.push(event as AnyEvent)
  return events
}

describe('a dataflow as an action', () => {
  it('reads and writes what its inputs and outputs say', () => {
    const reply = flowAction(flow, {
      inputs: { text: fromState('prompt'), lang: fromState('lang?') },
      outputs: { answer: toState('reply'), words: toState('history') },
      doc: 'Counts.',
    })
    expect(reply).toMatchObject({ kind: 'flow', reads: ['prompt', 'lang?'], writes: ['reply', 'history'] })
    expect(machine({ reply }).toJSON().actions[0]).toMatchObject({ doc: 'Counts.' })
  })

  it('gives what it computes to the state, as a value or as an item', async () => {
    const reply = flowAction(flow, {
      inputs: { text: fromState('prompt'), lang: fromState('lang?') },
      outputs: { answer: appendTo('history') },
    })
    const machineOfIt = machine({ reply, done }).from('reply').to('done')
    const app = await machineOfIt.open({ entry: 'reply', state: { prompt: 'a b', history: ['before'] } })
    expect(await app.run()).toMatchObject({ status: 'completed', state: { history: ['before', '2 words (en)'] } })
    const other = await machineOfIt.open({ entry: 'reply', state: { prompt: 'a', history: [], lang: 'fr' } })
    expect((await other.run()).state.history).toEqual(['1 words (fr)'])
  })

  it('takes inputs of the flow from outside, required ones and others', async () => {
    const reply = flowAction(flow, {
      inputs: { text: fromInput('question'), lang: fromInput('language') },
      outputs: { answer: toState('reply') },
    })
    const asked = machine({ reply })
    expect(asked.toJSON().actions[0]?.inputs).toEqual({ required: ['question'], optional: ['language'] })
    const app = await asked.open({ entry: 'reply' })
    expect(await app.run()).toMatchObject({ status: 'halted', by: 'inputs' })
    const outcome = await app.run({ inputs: { reply: { question: 'x y z' } } })
    expect(outcome.state.reply).toBe('3 words (en)')
    const bound = await machine({ reply: reply.bind({ question: 'a' }) }).open({ entry: 'reply' })
    expect((await bound.run()).state.reply).toBe('1 words (en)')
  })

  it('can be called in a unit test as it is', async () => {
    const reply = flowAction(flow, {
      inputs: { text: fromValue('a b c'), lang: fromState('lang?') },
      outputs: { answer: toState('reply') },
    })
    expect(await reply.run({ state: {}, inputs: {} })).toEqual({ reply: '3 words (en)' })
  })

  it('tells its nodes as events of the step, of overlapping steps each its own', async () => {
    const reply = flowAction(flow, { inputs: { text: fromState('prompt') }, outputs: { answer: toState('reply') } })
    const apps = await Promise.all(
      ['a', 'b'].map((id) => machine({ reply }).open({ id, entry: 'reply', state: { prompt: id } })),
    )
    const told = await Promise.all(apps.map(async (app) => eventsOf(app.run())))
    for (const events of told) {
      expect(events.map((event) => (event.type === 'node' ? `${event.node} ${event.status}` : event.type))).toEqual([
        'begin',
        'words begin',
        'words succeeded',
        'answer begin',
        'answer succeeded',
        'step',
        'end',
      ])
      const ends = events.flatMap((event) => (event.type === 'node' && event.status !== 'begin' ? [event] : []))
      for (const end of ends)
        expect(end).toMatchObject({ action: 'reply', sequence: 1, attempt: 1, durationMs: expect.any(Number) })
    }
  })

  it('tells its run which step it belongs to, and keeps the hooks and the cache of the flow', async () => {
    const parents: unknown[] = []
    const hooks: Hooks[] = [{ onRunStart: ({ parent }) => void parents.push(parent) }]
    let calls = 0
    const expensive = ({ text }: { text: string }): number => {
      calls++
      return text.length
    }
    const lengths = forState<{ prompt: string; length: number }>()
    const kept = dataflow({ expensive }).with({ hooks, cache: rememberingMemo() })
    const measure = lengths.flowAction(kept, {
      inputs: { text: fromState('prompt') },
      outputs: { expensive: toState('length') },
    })
    const opened = lengths.machine({ measure }).from('measure').to('measure')
    const app = await opened.open({ entry: 'measure', state: { prompt: 'four' } })
    await app.step()
    const events = await eventsOf(app.step())
    expect(calls).toBe(1)
    expect(events).toContainEqual(expect.objectContaining({ type: 'node', node: 'expensive', status: 'cached' }))
    const parent = { runId: app.runId, node: 'measure' }
    expect(parents).toEqual([parent, parent])
  })

  it('fails with the name of its node, and the edge for that error is taken', async () => {
    class RateLimit extends Error {}
    const broken = dataflow({
      fetched: ({ text }: { text: string }): string => {
        throw new RateLimit(text)
      },
    })
    const fetch = flowAction(broken, { inputs: { text: fromState('prompt') }, outputs: { fetched: toState('reply') } })
    const alone = await machine({ fetch }).open({ entry: 'fetch', state: { prompt: 'slow down' } })
    const outcome = await alone.run()
    expect(outcome).toMatchObject({ status: 'failed', error: expect.any(NodeError) })
    if (outcome.status !== 'failed') return
    expect(outcome.error).toMatchObject({ node: 'fetched', cause: expect.any(RateLimit) })
    const saved = machine({ fetch, done }).from('fetch').onError('run/node-failed', 'done')
    const app = await saved.open({ entry: 'fetch', state: { prompt: '' } })
    expect(await app.run()).toMatchObject({ status: 'completed', last: 'done' })
  })

  it('is tried again as the action says, while its nodes keep their own attempts', async () => {
    const attempts: number[] = []
    const flaky = dataflow({
      once: retry(
        ({}: {}, { attempt }: NodeContext) => {
          attempts.push(attempt)
          if (attempts.length < 4) throw new Error('not yet')
          return 'done'
        },
        { maxAttempts: 2, backoffMs: 0 },
      ),
    })
    const work = flowAction(flaky, { outputs: { once: toState('reply') }, retry: { maxAttempts: 2, backoffMs: 0 } })
    const app = await machine({ work }).open({ entry: 'work' })
    expect(await app.run()).toMatchObject({ status: 'completed', state: { reply: 'done' } })
    expect(attempts).toEqual([1, 2, 1, 2])
  })

  it('stops when the run is stopped, and its nodes are told', async () => {
    const controller = new AbortController()
    const reasons: unknown[] = []
    const endless = dataflow({
      waits: ({}: {}, { signal }: NodeContext): Promise<string> =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reasons.push(signal.reason)
            reject(new Error('stopped'))
          })
          controller.abort(new Error('enough'))
        }),
    })
    const wait = flowAction(endless, { outputs: { waits: toState('reply') } })
    const app = await machine({ wait }).open({ entry: 'wait' })
    expect(await app.run({ signal: controller.signal })).toMatchObject({ status: 'cancelled' })
    expect(reasons).toHaveLength(1)
    expect(app).toMatchObject({ sequence: 0, next: 'wait' })
  })

  it('refuses names that the flow does not have, and two outputs for one key, when it is made', () => {
    const make = flowAction as unknown as (flow: unknown, wiring: object) => unknown
    const failureOf = (wiring: object): unknown => {
      try {
        return make(flow, wiring)
      } catch (error) {
        return isThroughlineError(error) ? error.issues.map(({ code }) => code) : error
      }
    }
    const inputs = { text: fromState('prompt') }
    expect(failureOf({ inputs, outputs: { anser: toState('reply') } })).toEqual(['graph/unknown-output'])
    expect(failureOf({ inputs: { txt: fromState('prompt') }, outputs: { answer: toState('reply') } })).toContain(
      'graph/missing-input',
    )
    expect(failureOf({ inputs, outputs: { answer: toState('reply'), words: toState('reply') } })).toEqual([
      'app/written-twice',
    ])
  })
})
