// Every issue of a replay, provoked as a user would, has the text that its page in docs/errors shows.

import { isThroughlineError, renderIssue } from 'throughline'
import { describe, expect, it } from 'vitest'
import { forState, memoryPersister, type ActionContext } from '../index.ts'
import { actionContext, parseFixture, replay, replayIssue, stepFixture } from './index.ts'

const { action, machine } = forState<{ rate: number }>()
const of = (asks: (ctx: ActionContext) => unknown) =>
  machine({
    fetchRate: action({ writes: ['rate'] }, async ({ ctx }) => {
      await asks(ctx)
      return { rate: 1 }
    }),
  })
const rate = (ctx: ActionContext): number => ctx.effect('rate', () => 1)

async function recorded(asks: (ctx: ActionContext) => unknown) {
  const persister = memoryPersister()
  await (await of(asks).open({ id: 'shop', entry: 'fetchRate', persister })).run()
  return persister
}

async function replayed(now: (ctx: ActionContext) => unknown): Promise<unknown> {
  return replay(await stepFixture(await recorded(rate), 'shop', 1), of(now))
}

const SITUATIONS: Readonly<Record<(typeof replayIssue.codes)[number], () => unknown>> = {
  'replay/other-effect': () => replayed((ctx) => ctx.effect('price', () => 1)),
  'replay/more-effects': () => replayed((ctx) => [rate(ctx), rate(ctx)]),
  'replay/fewer-effects': () => replayed(() => {}),
  'replay/unknown-child': () =>
    replayed((ctx) => [rate(ctx), ctx.spawn(of(rate), { key: 'one', entry: 'fetchRate' }).catch(() => {})]),
  'replay/no-effect': () => actionContext({ effects: { rate: 1 } }).effect('rates', () => 1),
  'replay/unfinished-step': async () => {
    const persister = memoryPersister()
    const app = await of(() => Promise.reject(new Error())).open({ id: 'shop', entry: 'fetchRate', persister })
    const number = (await persister.entries('shop')).length
    await persister.append('shop', number, [{ type: 'begun', atMs: 0, sequence: 1, action: 'fetchRate', attempt: 1 }])
    await app.close()
    return stepFixture(persister, 'shop', 1)
  },
  'replay/no-attempt': async () => stepFixture(await recorded(rate), 'shop', 1, { attempt: 2 }),
  'replay/not-a-fixture': () => parseFixture('{ "name": "shop" }'),
  'replay/newer-fixture': () => parseFixture('{ "fixture": 9 }'),
}

describe('the error catalogue of replays', () => {
  it('has a page for every code, and a code for every page', () => {
    expect(replayIssue.codes).toHavePagesIn('replay')
  })
  it.each(Object.entries(SITUATIONS))('%s reads as its page says', async (code, situation) => {
    const issues = await (async () => situation())().then(
      () => [],
      (error: unknown) => (isThroughlineError(error) ? error.issues : []),
    )
    expect(issues.map((issue) => issue.code)).toContain(code)
    expect(renderIssue(issues.find((issue) => issue.code === code)!)).toReadAsThePageOf(code)
  })
})
