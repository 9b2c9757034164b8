import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { inRange } from '../checks/index.ts'
import {
  byConfig,
  checked,
  extract,
  isThroughlineError,
  parsed,
  positional,
  retry,
  type Hooks,
  type NodeContext,
  type StandardSchema,
  type UntypedFlow,
} from '../index.ts'
import { failureOf, untypedFlow } from '../testing/index.ts'

const flowOf = (module: object, hooks: Hooks = {}): UntypedFlow => untypedFlow(module).with({ hooks: [hooks] })

const codeOf = (make: () => unknown): string | undefined => {
  try {
    make()
  } catch (error) {
    if (isThroughlineError(error)) return error.code
    throw error
  }
  return undefined
}

const schemas = {
  zod: z.object({ price: z.coerce.number(), currency: z.string().default('EUR') }),
  valibot: v.object({
    price: v.pipe(v.string(), v.transform(Number), v.number()),
    currency: v.optional(v.string(), 'EUR'),
  }),
  arktype: type({ price: 'string.numeric.parse', currency: 'string = "EUR"', '+': 'delete' }),
}

describe('parsed', () => {
  it.each(Object.entries(schemas))('gives the readers what %s makes of the value', async (_, schema) => {
    const ended: unknown[] = []
    const raw = ({ body }: { body: string }): unknown => JSON.parse(body)
    const flow = flowOf(
      { offer: parsed(raw, schema), text: ({ offer }: { offer: { price: number } }) => offer.price.toFixed(2) },
      { onStepEnd: (event) => void (event.status === 'succeeded' && ended.push(event.value)) },
    )
    const inputs = { body: '{"price": "3.5", "more": 1}' }
    expect(await flow.execute(['offer', 'text'], { inputs })).toEqual({
      offer: { price: 3.5, currency: 'EUR' },
      text: '3.50',
    })
    expect(ended).toEqual([{ price: 3.5, currency: 'EUR' }, '3.50'])
  })

  it.each(Object.entries(schemas))('fails the node with all that %s found, and where', async (_, schema) => {
    let readers = 0
    const flow = flowOf({
      offer: parsed((): unknown => ({ price: {}, currency: 3 }), schema),
      reader: ({ offer }: { offer: unknown }) => [offer, readers++],
    })
    const failure = await failureOf(flow.execute(['reader']))
    expect(failure.issues.map((issue) => issue.code)).toEqual(['run/node-failed', 'check/not-parsed'])
    expect(failure.issues[1]?.title).toBe('The value of "offer" does not fit its schema.')
    expect(failure.issues[1]?.details.map((line) => line.split(':')[0])).toEqual(['price', 'currency'])
    expect(failure.issues[1]?.facts).toMatchObject({
      node: 'offer',
      findings: [
        { path: ['price'], message: expect.any(String) },
        { path: ['currency'], message: expect.any(String) },
      ],
    })
    expect([readers, failure.node]).toEqual([0, 'offer'])
  })

  it('waits for values and for schemas that are asynchronous', async () => {
    const known = z.string().transform(async (name) => ({ id: name.length }))
    const flow = flowOf({ user: parsed(async ({ name }: { name: string }) => name, known) })
    expect(await flow.execute(['user'], { inputs: { name: 'ada' } })).toEqual({ user: { id: 3 } })
    const refused = z.string().refine(async () => false, 'nobody knows it')
    const failure = await failureOf(flowOf({ user: parsed(() => 'x', refused) }).execute(['user']))
    expect(failure.issues[1]?.details).toEqual(['nobody knows it'])
  })

  it('lets a synchronous node stay one', async () => {
    const order: string[] = []
    const flow = flowOf({
      a: parsed(() => '1', z.coerce.number()),
      b: ({ a }: { a: number }) => void order.push(`b reads ${a}`),
    })
    const run = flow.execute(['b'])
    order.push('execute has returned')
    await run
    expect(order).toEqual(['b reads 1', 'execute has returned'])
  })

  it('parses in a direct call too, as a promise, under the name of the function', async () => {
    const offer = parsed(function offer({ body }: { body: string }): unknown {
      return JSON.parse(body)
    }, schemas.zod)
    expect(offer.name).toBe('offer')
    const call = offer({ body: '{"price": "2"}' })
    expect(call).toBeInstanceOf(Promise)
    expect(await call).toEqual({ price: 2, currency: 'EUR' })
    await expect(offer({ body: '{}' })).rejects.toThrow('The value of "offer" does not fit its schema.')
  })

  it('passes on the context, and names given in words', async () => {
    const inContext = parsed(({}: {}, { node }: NodeContext) => node, z.string().toUpperCase())
    const total = parsed(
      positional(['price', 'quantity?'], (price: number, quantity: number = 2) => price * quantity),
      z.number().transform(String),
    )
    const flow = flowOf({ inContext, total })
    expect(await flow.execute(['inContext', 'total'], { inputs: { price: 3 } })).toEqual({
      inContext: 'INCONTEXT',
      total: '6',
    })
    expect(flow.required(['total'])).toEqual(['price', 'quantity'])
    expect(await total({ price: 5, quantity: 1 })).toBe('5')
  })

  it('parses whichever variant was chosen', async () => {
    const flow = flowOf({
      rate: parsed(
        byConfig('source', { file: () => '1.5', constant: () => '2' }, { default: 'constant' }),
        z.coerce.number(),
      ),
    })
    expect(await flow.execute(['rate'])).toEqual({ rate: 2 })
    expect(await flow.configure({ source: 'file' }).execute(['rate'])).toEqual({ rate: 1.5 })
  })

  it('composes in the order of writing', async () => {
    const told: string[] = []
    const hooks: Hooks = { onStepCheck: ({ check, passed }) => void told.push(`${check} ${passed}`) }
    const number = z.coerce.number()
    const flow = flowOf(
      {
        a: checked(
          parsed(() => '7', number),
          [inRange(0, 9)],
        ),
        parts: extract(
          parsed(() => ({ x: '1' }), z.object({ x: number })),
          ['x'],
        ),
        twice: parsed(
          parsed(() => '5', number),
          z.number().transform((one) => one * 2),
        ),
      },
      hooks,
    )
    expect(await flow.execute(['a', 'x', 'twice'])).toEqual({ a: 7, x: 1, twice: 10 })
    expect(told).toEqual(['inRange(0, 9) true'])
  })

  it('is tried again when it does not fit', async () => {
    let attempts = 0
    const shaky = retry(
      parsed((): unknown => (++attempts < 3 ? 'busy' : 1), z.number()),
      {
        maxAttempts: 3,
        backoffMs: 0,
      },
    )
    expect(await flowOf({ shaky }).execute(['shaky'])).toEqual({ shaky: 1 })
  })

  it('is not switched off with the checks, and never sees an override', async () => {
    const flow = flowOf({ a: parsed(() => '7', z.coerce.number()) })
    expect(await flow.with({ checks: 'off' }).execute(['a'])).toEqual({ a: 7 })
    expect(await flow.override({ a: 'as it is' }).execute(['a'])).toEqual({ a: 'as it is' })
  })

  it('fails the node with what the schema throws', async () => {
    const broken: StandardSchema = {
      '~standard': {
        version: 1,
        vendor: 'mine',
        validate: () => {
          throw new Error('broken')
        },
      },
    }
    const failure = await failureOf(flowOf({ a: parsed(() => 1, broken) }).execute(['a']))
    expect((failure.cause as Error).message).toBe('broken')
  })

  it('shows the first of many issues', async () => {
    const list = z.array(z.number('no number'))
    const failure = await failureOf(flowOf({ a: parsed((): unknown => Array(12).fill('x'), list) }).execute(['a']))
    expect(failure.issues[1]?.details).toHaveLength(10)
    expect(failure.issues[1]?.details.slice(-2)).toEqual(['[8]: no number', 'and 3 more'])
  })

  it('refuses what is no schema, and what is not one node', () => {
    expect(codeOf(() => parsed(() => 1, {} as never))).toBe('modifier/not-a-schema')
    expect(codeOf(() => parsed(() => 1, undefined as never))).toBe('modifier/not-a-schema')
    expect(codeOf(() => parsed(3 as never, z.number()))).toBe('modifier/not-a-function')
    const parts = extract(() => ({ x: 1 }), ['x'])
    expect(codeOf(() => parsed(parts as never, z.object({})))).toBe('modifier/not-a-function')
  })
})
