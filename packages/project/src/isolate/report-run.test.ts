// What another process is told of the items of a fan-out.

import { expect, test } from 'vitest'
import { checked, dataflow, retry, type Check, type NodeContext } from 'throughline'
import { each } from 'throughline/fan-out'
import { untypedFlow } from 'throughline/testing'
import type { RunEvent } from './messages.ts'
import { createRunReport, type RunReport } from './report-run.ts'

async function report(module: object): Promise<{ events: RunEvent[]; warnings: RunReport['warnings'] }> {
  const events: RunEvent[] = []
  const { hooks, warnings } = createRunReport((more) => events.push(...more))
  await untypedFlow(module)
    .with({ hooks: [hooks] })
    .execute(['all'])
  return { events, warnings }
}

test('what an item says comes with its key; how far it is, is not how far its step is', async () => {
  let tries = 0
  const work = ({ x }: { x: number }, { log, progress }: NodeContext): number => {
    log(`item ${x}`)
    progress(x, 1_000)
    if (x === 7 && ++tries < 2) throw new Error('again')
    return x
  }
  const all = each({ x: 'xs' }, retry(work, { maxAttempts: 2, backoffMs: 0 }), {
    concurrency: 1,
    key: ({ x }) => `k${x}`,
  })
  const { events } = await report({ xs: () => [6, 7], all })
  expect(events.filter(({ type }) => type === 'log' || type === 'retry')).toEqual([
    { type: 'log', node: 'all', item: ['k6'], message: 'item 6' },
    { type: 'log', node: 'all', item: ['k7'], message: 'item 7' },
    { type: 'retry', node: 'all', item: ['k7'], attempt: 1, delayMs: 0, message: 'again' },
    { type: 'log', node: 'all', item: ['k7'], message: 'item 7' },
  ])
  const done = events.flatMap((event) => (event.type === 'progress' ? [event.total] : []))
  expect(done.includes(1_000)).toBe(false)
})

test('what a flow inside of a flow says comes with all steps that it is a part of', async () => {
  const inner = dataflow({ said: ({ y }: { y: string }, { log }: NodeContext) => log(y) })
  const middle = dataflow({
    ys: ({ x }: { x: string }) => [`${x}1`],
    each: each({ y: 'ys' }, inner, { output: 'said' }),
  })
  const all = each({ x: 'xs' }, middle, { output: 'each', key: ({ x }) => x })
  const { events } = await report({ xs: () => ['a'], all })
  expect(events.filter(({ type }) => type === 'log')).toEqual([
    {
      type: 'log',
      node: 'said',
      within: [
        { node: 'all', item: ['a'] },
        { node: 'each', item: ['0'] },
      ],
      message: 'a1',
    },
  ])
})

test('a warning of a check says which item it is about', async () => {
  const small: Check<number> = { name: 'small', test: (value) => value < 2 || `is ${value}` }
  const all = each(
    { x: 'xs' },
    checked(({ x }: { x: number }) => x, [small], { severity: 'warn' }),
  )
  const { warnings } = await report({ xs: () => [1, 2], all })
  expect(warnings.map(({ node, check, message }) => [node, check, message])).toEqual([['all', 'small', 'item 1: is 2']])
})
