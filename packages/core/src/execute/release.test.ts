// A value is let go as soon as nobody needs it: the last that reads it is done, or will never run.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, it } from 'vitest'
import { node, retry, type Hooks, type UntypedFlow } from '../index.ts'
import { untypedFlow } from '../testing/index.ts'

setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc') as () => void

type Values = Record<string, unknown>

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const collected = new Set<string>()
const registry = new FinalizationRegistry<string>((name) => void collected.add(name))
function watched<Value extends object>(name: string, value: Value): Value {
  registry.register(value, name)
  return value
}
const made = (name: string): object => watched(name, { name, filler: new Array(1_000).fill(0) })

/** What has been collected by now, of what was made. */
async function collectedNow(): Promise<string[]> {
  for (let round = 0; round < 5; round++) {
    gc()
    await settled()
  }
  return [...collected].sort()
}

beforeEach(async () => {
  await collectedNow()
  collected.clear()
})

describe('a value', () => {
  const observers: Hooks = { onStepStart: () => {}, onStepEnd: () => {}, around: (_, next) => next() }
  const then = (name: string, ...read: unknown[]): object => (read.length > 0 ? made(name) : {})
  /** `end` looks while `c` is still its argument: `a` and `b` have had their last reader. */
  const chain = {
    a: () => made('a'),
    b: ({ a }: Values) => then('b', a),
    pause: async ({ b }: Values) => {
      await settled()
      return typeof b
    },
    c: ({ b, pause }: Values) => then('c', b, pause),
    end: async ({ c }: Values) => {
      const seen = await collectedNow()
      return seen.filter((name) => name !== typeof c)
    },
  }

  it.each<[string, (flow: UntypedFlow) => UntypedFlow, object]>([
    ['plain', (flow) => flow, {}],
    ['with a limit', (flow) => flow, { concurrency: 1 }],
    ['with a signal', (flow) => flow, { signal: new AbortController().signal }],
    ['with hooks', (flow) => flow.with({ hooks: [observers, observers] }), {}],
    ['with policies', (flow) => flow.with({ policies: { b: { timeout: '1m', retry: { maxAttempts: 2 } } } }), {}],
  ])('is let go when its last reader is done: %s', async (_, change, options) => {
    const flow = change(untypedFlow(chain))
    expect(await flow.execute(['end'], options)).toEqual({ end: ['a', 'b'] })
    expect(await collectedNow()).toEqual(['a', 'b', 'c'])
  })

  it('is kept while it is an output, and let go with the record', async () => {
    const flow = untypedFlow(chain)
    let outputs: Values | undefined = await flow.execute(['end', 'a'])
    expect(outputs['end']).toEqual(['b'])
    outputs = undefined
    expect(await collectedNow()).toEqual(['a', 'b', 'c'])
  })

  it.each([
    ['before', 0],
    ['after', 3],
  ])('is let go when all that read it will be skipped, made %s the failure', async (_, turns) => {
    const flow = untypedFlow({
      big: async () => {
        for (let turn = 0; turn < turns; turn++) await settled()
        return made('big')
      },
      broken: async () => Promise.reject(new Error('broken')),
      reader: ({ big, broken }: Values) => [big, broken],
      reader2: ({ big, reader }: Values) => [big, reader],
      look: async () => {
        for (let turn = 0; turn < 5; turn++) await settled()
        return collectedNow()
      },
    })
    const { values, skipped } = await flow.settle(['look', 'reader2'])
    expect([values, skipped.length]).toEqual([{ look: ['big'] }, 2])
  })

  it.each([
    ['synchronous', false],
    ['asynchronous', true],
  ])('is not kept by the flow after a run, whether it succeeds or fails: %s', async (_, isAsync) => {
    const count = (a: unknown, input: unknown): number => {
      if ((input as Values)['fails']) throw new Error('fails')
      return [a, input].length
    }
    const sync = ({ a, input }: Values): unknown => count(a, input)
    const later = async ({ a, input }: Values): Promise<unknown> => count(a, input)
    const flow = untypedFlow({ a: () => made('a'), b: isAsync ? later : sync })
    expect(await flow.execute(['b'], { inputs: { input: made('input') } })).toEqual({ b: 2 })
    expect(await collectedNow()).toEqual(['a', 'input'])
    collected.clear()
    const failed = await flow.execute(['b'], { inputs: { input: watched('input', { fails: true }) } }).catch(String)
    expect([failed, await collectedNow()]).toEqual([expect.stringContaining('fails'), ['a', 'input']])
  })

  it('of 8 MB in a synchronous chain is let go on the way', async () => {
    const base = process.memoryUsage().arrayBuffers
    let mostBytes = 0
    const module: Values = { n0: () => new Uint8Array(8e6) }
    for (let index = 1; index < 40; index++) {
      module[`n${index}`] = node([`n${index - 1}` as never], (read: Values) => {
        if (index % 5 === 0) gc()
        mostBytes = Math.max(mostBytes, process.memoryUsage().arrayBuffers - base)
        return new Uint8Array((read[`n${index - 1}`] as Uint8Array).length)
      })
    }
    for (const options of [{}, { concurrency: 1 }]) await untypedFlow(module).execute(['n39'], options)
    expect(mostBytes).toBeLessThan(100e6)
  })
})

describe('an argument object', () => {
  it('is let go while the node still runs', async () => {
    const takes = node([], ((args: object) => {
      watched('arguments', args)
      return collectedNow()
    }) as () => unknown)
    expect(await untypedFlow({ takes }).execute(['takes'])).toEqual({ takes: ['arguments'] })
  })

  it('is kept for another try, and let go after the last', async () => {
    let tries = 0
    const takes = node([], (async (args: object) => {
      if (++tries === 1) watched('arguments', args)
      const seen = await collectedNow()
      if (tries === 1) throw new Error('again')
      return seen
    }) as () => unknown)
    const flow = untypedFlow({ takes: retry(takes, { maxAttempts: 2, backoffMs: 0 }) })
    expect(await flow.execute(['takes'])).toEqual({ takes: [] })
    expect(await collectedNow()).toEqual(['arguments'])
  })
})
