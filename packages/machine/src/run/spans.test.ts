// What a step times, and below what it is told.

import { describe, expect, it } from 'vitest'
import { forState, type ActionContext } from '../index.ts'

const { action, machine } = forState<{ a: number }>()
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** By name, the name of the span above it. */
async function spansOf(work: (ctx: ActionContext) => unknown): Promise<Record<string, string | undefined>> {
  const app = await machine({ work: action({}, async ({ ctx }) => void (await work(ctx))) }).open({ entry: 'work' })
  const names: string[] = []
  const above: Record<string, string | undefined> = {}
  for await (const event of app.run()) {
    if (event.type !== 'span' || event.phase !== 'begin') continue
    names[event.span] = event.name
    above[event.name] = event.parent === undefined ? undefined : names[event.parent]
  }
  return above
}

describe('a span', () => {
  it('is below the one that it begins in, also after an await', async () => {
    const above = await spansOf((ctx) =>
      ctx.span('outer', async () => {
        ctx.span('at once', () => {})
        await turn()
        ctx.span('after', () => ctx.span('innermost', () => {}))
      }),
    )
    expect(above).toEqual({ outer: undefined, 'at once': 'outer', after: 'outer', innermost: 'after' })
  })

  it('is beside those that go on at the same time', async () => {
    const part = (ctx: ActionContext, name: string): Promise<void> =>
      ctx.span(name, async () => {
        await turn()
        await ctx.span(`${name} inner`, turn)
      })
    const above = await spansOf(async (ctx) => {
      await Promise.all([part(ctx, 'left'), part(ctx, 'right')])
      await part(ctx, 'later')
    })
    expect(above).toEqual({
      left: undefined,
      right: undefined,
      'left inner': 'left',
      'right inner': 'right',
      later: undefined,
      'later inner': 'later',
    })
  })

  it('that has failed lets those after it begin where it began', async () => {
    const above = await spansOf(async (ctx) => {
      await ctx.span('outer', async () => {
        await ctx
          .span('broken', async () => {
            await turn()
            throw new Error('no')
          })
          .catch(() => {})
        ctx.span('next', () => {})
      })
    })
    expect(above).toEqual({ outer: undefined, broken: 'outer', next: 'outer' })
  })
})
