// Layouts of fan-outs in which people who come from Hamilton have stumbled: with a reader of the list itself, with
// several collectors or none, one behind the other, overridden, asked from outside. Others are in each.test.ts,
// each-flow.test.ts and each-failures.test.ts.

import { describe, expect, it } from 'vitest'
import { bind, dataflow, extract, from, hasIssue, parameterize, subflow, untyped } from '../index.ts'
import { each } from '../fan-out/index.ts'

const wait = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

describe('a fan-out', () => {
  let computed: number[] = []
  const square = async ({ number, offset = 0 }: { number: number; offset?: number }): Promise<number> => {
    computed.push(number)
    await wait(5 - number)
    return number * number + offset
  }
  const module = {
    numbers: () => [1, 2, 3],
    squares: each({ number: 'numbers' }, square),
    sum: ({ squares }: { squares: number[] }) => squares.reduce((total, one) => total + one, 0),
    largest: ({ squares }: { squares: number[] }) => Math.max(...squares),
    share: ({ squares, numbers }: { squares: number[]; numbers: number[] }) => squares.length / numbers.length,
  }
  const flow = dataflow(module)

  it('needs no collector: its value is the list', async () => {
    expect(await flow.execute(['squares'])).toEqual({ squares: [1, 4, 9] })
  })

  it('may have several collectors, which get the very same list; each item is computed once', async () => {
    computed = []
    expect(await flow.execute(['sum', 'largest', 'squares'])).toEqual({ sum: 14, largest: 9, squares: [1, 4, 9] })
    expect(computed).toEqual([1, 2, 3])
    const lists: unknown[] = []
    const keep = ({ squares }: { squares: number[] }): number => lists.push(squares)
    await dataflow(module, { one: keep, two: bind(keep, {}) }).execute(['one', 'two'])
    expect(lists[0]).toBe(lists[1])
  })

  it('leaves the list that it goes through a list for its other readers', async () => {
    expect(await flow.execute(['share', 'numbers'])).toEqual({ share: 1, numbers: [1, 2, 3] })
  })

  it('goes through what stands in the place of its list: an override, an input, a replacement', async () => {
    const expected = { sum: 41 }
    expect(await flow.override({ numbers: [4, 5] }).execute(['sum'])).toEqual(expected)
    expect(await flow.replace({ numbers: () => new Set([4, 5]).values() as never }).execute(['sum'])).toEqual(expected)
    const { numbers: _, share: __, ...open } = module
    expect(await dataflow(open).execute(['sum'], { inputs: { numbers: [4, 5] } })).toEqual(expected)
  })

  it('has no items for an empty list, and collectors get an empty one', async () => {
    computed = []
    expect(await flow.override({ numbers: [] }).execute(['sum', 'squares'])).toEqual({ sum: 0, squares: [] })
    expect(computed).toEqual([])
  })

  it('may follow another, and the list of the next may be its list', async () => {
    const halve = ({ square }: { square: number }): number => square / 2
    const chained = dataflow(module, { halves: each({ square: 'squares' }, halve) })
    expect(await chained.execute(['halves', 'sum'])).toEqual({ halves: [0.5, 2, 4.5], sum: 14 })
  })

  it('does not mix the items of runs that overlap', async () => {
    const offsets = [0, 100, 200, 300]
    const runs = offsets.map((offset) => flow.execute(['squares'], { inputs: { offset } }))
    expect(await Promise.all(runs)).toEqual(offsets.map((by) => ({ squares: [1 + by, 4 + by, 9 + by] })))
  })

  it('goes one item after the other with a concurrency of 1, without reading ahead', async () => {
    const events: string[] = []
    const batches = dataflow({
      *batches() {
        for (const batch of ['a', 'b', 'c']) {
          events.push(`read ${batch}`)
          yield batch
        }
      },
      trained: each(
        { batch: 'batches' },
        async ({ batch }: { batch: string }) => {
          await wait(batch === 'a' ? 4 : 1)
          events.push(`trained ${batch}`)
        },
        { concurrency: 1 },
      ),
    })
    await batches.execute(['trained'])
    expect(events).toEqual(['read a', 'trained a', 'read b', 'trained b', 'read c', 'trained c'])
  })

  it('stands in a namespace, and can be one of several made from one function', async () => {
    const squares = each({ number: 'numbers' }, square)
    const several = dataflow({
      few: () => [1],
      inner: subflow({ squares }, { inputs: { numbers: from('few') } }),
      many: parameterize(squares, { small: { numbers: [2] }, shifted: { numbers: from('few'), offset: 10 } }),
      both: extract(each({ number: 'few' }, square), { 0: 'first' }),
    })
    expect(await several.execute(['inner.squares', 'small', 'shifted', 'first'])).toEqual({
      'inner.squares': [1],
      small: [4],
      shifted: [11],
      first: 1,
    })
  })
})

describe('a node inside of a fan-out', () => {
  const item = dataflow({
    double: ({ number }: { number: number }) => number * 2,
    text: ({ number, double }: { number: number; double: number }) => `${number}: ${double}`,
  })
  const flow = dataflow({
    numbers: () => [1, 2],
    texts: each({ number: 'numbers' }, item, { output: 'text' }),
    doubles: each({ number: 'numbers' }, item, { output: 'double' }),
  })

  it('is no node outside: asking for it or overriding it there is an error, never a wrong value', () => {
    expect(
      untyped(flow)
        .validate(['double'])
        .map(({ code }) => code),
    ).toEqual(['graph/unknown-output'])
    expect(() => untyped(flow).override({ double: 7 })).toThrow('graph/unknown-override')
  })

  it('is asked for as an output of its own', async () => {
    expect(await flow.execute(['texts', 'doubles'])).toEqual({ texts: ['1: 2', '2: 4'], doubles: [2, 4] })
  })

  it('is overridden where it is, for every item', async () => {
    const fixed = each({ number: 'numbers' }, item.override({ double: 7 }), { output: 'text' })
    expect(await flow.replace({ texts: fixed }).execute(['texts'])).toEqual({ texts: ['1: 7', '2: 7'] })
  })
})

describe('what cannot be gone through', () => {
  it('is told by name, and a text is one value, not many letters', async () => {
    const flow = untyped(
      dataflow({ squares: each({ number: 'numbers' }, ({ number }: { number: unknown }) => [number]) }),
    )
    for (const numbers of ['abc', 3, null, { length: 2 }]) {
      const { failures } = await flow.settle(['squares'], { inputs: { numbers } })
      expect(failures.map((failure) => [failure.node, hasIssue(failure, 'run/not-iterable')])).toEqual([
        ['squares', true],
      ])
    }
  })
})
