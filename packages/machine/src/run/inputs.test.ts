import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { expects, forState, type ApplicationRunOptions } from '../index.ts'

const { action, machine } = forState<{ seen: unknown }>()
const schema = z.object({ text: z.string().trim(), lang: z.string().default('en') })
const ask = action({ writes: ['seen'], inputs: schema }, ({ inputs }) => ({ seen: inputs }))

async function seen(one: typeof ask, inputs?: unknown): Promise<unknown> {
  const app = await machine({ one }).open({ entry: 'one' })
  const given = (inputs === undefined ? {} : { inputs: { one: inputs } }) as ApplicationRunOptions<never, never>
  const outcome = await app.run(given as object)
  return outcome.status === 'halted' ? outcome.by : outcome.state.seen
}

describe('inputs with a schema', () => {
  it('are what the schema makes of them', async () => {
    expect(await seen(ask, { text: ' Hi ' })).toEqual({ text: 'Hi', lang: 'en' })
  })

  it('are refused with all that the schema finds', async () => {
    const strict = action({ inputs: z.object({ a: z.number(), b: z.number() }) }, () => {})
    const app = await machine({ strict }).open({ entry: 'strict' })
    const run = app.run({ inputs: { strict: { a: '1', b: '2' } as never } })
    const text: string = await Promise.resolve(run).then(
      () => '',
      (error: Error) => error.message,
    )
    expect(text.split('\n').filter((line) => line.startsWith('  '))).toHaveLength(2)
  })

  it('need not be given when the schema does without them, and else the run halts', async () => {
    const optional = action({ writes: ['seen'], inputs: z.object({ n: z.number().default(3) }) }, ({ inputs }) => ({
      seen: inputs,
    }))
    expect(await seen(optional as never)).toEqual({ n: 3 })
    expect(await seen(ask)).toBe('inputs')
  })

  it('may be checked asynchronously', async () => {
    const slow = z.object({ text: z.string().refine(async (text) => (await Promise.resolve(), text === 'Hi')) })
    const one = action({ writes: ['seen'], inputs: slow }, ({ inputs }) => ({ seen: inputs }))
    expect(await seen(one as never, { text: 'Hi' })).toEqual({ text: 'Hi' })
    await expect(seen(one as never, { text: 'Ho' })).rejects.toThrow('The inputs of "one" do not fit.')
  })

  it('may be bound in part, or all', async () => {
    const german = ask.bind({ lang: 'de' })
    expect(await seen(german as never, { text: 'Hallo' })).toEqual({ text: 'Hallo', lang: 'de' })
    expect(await seen(german as never)).toBe('inputs')
    expect(await seen(ask.bind({ text: 'Hi', lang: 'de' }) as never)).toEqual({ text: 'Hi', lang: 'de' })
  })
})

describe('inputs', () => {
  it('are an object', async () => {
    await expect(seen(ask, null)).rejects.toThrow('expected an object, found null')
    await expect(seen(ask, 'Hi')).rejects.toThrow('expected an object, found string')
  })

  it('that are all optional need not be given', async () => {
    const one = action({ writes: ['seen'], inputs: expects<{ a?: 1 }>({ a: 'optional' }) }, ({ inputs }) => ({
      seen: inputs,
    }))
    expect(await seen(one as never)).toEqual({})
  })

  it('of a function that throws are a mistake of the caller: nothing is done', async () => {
    const app = await machine({ ask }).open({ entry: 'ask' })
    const broken = (): never => {
      throw new Error('no terminal')
    }
    await expect(app.run({ inputs: { ask: broken } })).rejects.toThrow('no terminal')
    expect(app.sequence).toBe(0)
    expect((await app.run({ inputs: { ask: () => ({ text: 'Hi', lang: 'en' }) } })).status).toBe('completed')
  })
})
