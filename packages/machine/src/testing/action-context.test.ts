import { expect, test } from 'vitest'
import { forState } from '../index.ts'
import { actionContext, recordEvents } from './index.ts'

const { action } = forState<{ rate: number }>()

test('effects come from the test, one after the other, and are kept in their order', async () => {
  const ask = action({ writes: ['rate'] }, async ({ ctx }) => {
    const first = await ctx.effect('rate', async () => 0)
    const second = await ctx.effect('rate', async () => 0)
    return { rate: first + second + ctx.random() + ctx.now() }
  })
  const ctx = actionContext({ effects: { rate: [1, 10] }, nowMs: 1_000, randoms: [0.25] })
  expect(await ask.run({ state: {}, inputs: {}, ctx })).toEqual({ rate: 1011.25 })
  expect(ctx.effects.map(({ name }) => name)).toEqual(['rate', 'rate', 'random', 'now'])
})

test('an effect that the test does not know is an error, and without any the work is done', () => {
  expect(() => actionContext({ effects: { rate: 1 } }).effect('rates', () => 0)).toThrow('no effect "rates"')
  expect(actionContext().effect('rates', () => 3)).toBe(3)
})

test('what is told is kept: logs, metrics, spans with those around them', () => {
  const ctx = actionContext({ attempt: 3, runId: 'r', sequence: 4 })
  ctx.span('outer', () => ctx.span('inner', () => ctx.log('deep', { n: 1 })))
  ctx.metric('loss', 0.5, 2)
  expect(ctx.spans).toEqual([{ name: 'outer' }, { name: 'inner', parent: 0 }])
  expect(ctx.logs).toEqual([{ message: 'deep', fields: { n: 1 } }])
  expect(ctx.metrics).toEqual([{ name: 'loss', value: 0.5, step: 2 }])
  expect(ctx).toMatchObject({ attempt: 3, idempotencyKey: 'r/4' })
})

test('its signal aborts when the test says so, and with the one that it was given', () => {
  const ctx = actionContext()
  ctx.abort('enough')
  expect([ctx.signal.aborted, ctx.signal.reason]).toEqual([true, 'enough'])
  const controller = new AbortController()
  const other = actionContext({ signal: controller.signal })
  controller.abort()
  expect(other.signal.aborted).toBe(true)
})

test('children are outcomes that the test gives', async () => {
  const ctx = actionContext({ children: { one: { status: 'completed' } } })
  expect(await ctx.spawn({} as never, { key: 'one', entry: '' } as never)).toEqual({ status: 'completed' })
  await expect(ctx.spawn({} as never, { key: 'two', entry: '' } as never)).rejects.toThrow('"two"')
})

test('a recorder of events says what happened, line by line', async () => {
  const { machine, stream, action: act } = forState<{ n: number }>()
  const recorder = recordEvents()
  const counter = machine({
    say: stream({}, function* ({ ctx }) {
      ctx.log('begins')
      ctx.metric('n', 1)
      ctx.span('part', () => {})
      yield 'a'
    }),
    fail: act({}, () => {
      throw new Error('no')
    }),
  })
    .from('say')
    .to('fail')
  await (await counter.open({ entry: 'say', hooks: [recorder.hook] })).run()
  expect(recorder.lines()).toEqual([
    'begin say',
    'log say begins',
    'metric say n = 1',
    'span say begin part',
    'span say end part',
    'chunk say',
    'step say -> fail',
    'begin fail',
    'fail fail',
    'end failed',
  ])
})
