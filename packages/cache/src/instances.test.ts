// Readers of instances run code that is neither theirs nor part of a data version: the methods of the classes.

import { dataflow, resource, type AnyFlow } from 'throughline'
import { each } from 'throughline/fan-out'
import { describe, expect, it } from 'vitest'
import { explain } from './explain.ts'
import { memoized, versionsBy } from './fixtures/memoized.ts'
import { MemoryValues } from './fixtures/memory-values.ts'

interface AnyPrice {
  readonly cents: number
  text(): string
}
type PriceClass = new (cents: number) => AnyPrice

/** As it is before an edit of its method, and after it. */
const before: PriceClass = class Price {
  readonly cents: number
  constructor(cents: number) {
    this.cents = cents
  }
  text(): string {
    return `${this.cents} ct`
  }
}
const after: PriceClass = class Price {
  readonly cents: number
  constructor(cents: number) {
    this.cents = cents
  }
  text(): string {
    return `${this.cents / 100} EUR`
  }
}

const reading = {
  passed: ({ price }: { price: AnyPrice }) => price,
  label: ({ passed }: { passed: AnyPrice }) => passed.text(),
}

function world(values = new MemoryValues()) {
  return {
    /** Runs as a process of its own that has this class, and this code of the node that makes instances. */
    run: async (flow: AnyFlow, output: string, codes: Record<string, string | null> = {}, impure: string[] = []) => {
      const memo = memoized({ versions: versionsBy(codes, impure) }, values)
      const made = await memo.flow(flow).execute([output])
      return { value: made[output], computed: memo.computed }
    },
    values,
  }
}

describe('a reader of an instance', () => {
  const withClass = (Price: PriceClass): AnyFlow => dataflow({ price: () => new Price(250), ...reading })

  it('is computed when a method was edited, which gives equal instances', async () => {
    const { run } = world()
    expect((await run(withClass(before), 'label')).value).toBe('250 ct')
    const edited = await run(withClass(after), 'label', { price: 'edited' })
    expect(edited).toEqual({ value: '2.5 EUR', computed: ['price', 'passed', 'label'] })
  })

  it('is taken from an earlier run when nothing was edited', async () => {
    const { run } = world()
    await run(withClass(before), 'label')
    expect((await run(withClass(before), 'label')).computed).not.toContain('label')
  })

  it('is taken from an earlier run when other data give equal instances', async () => {
    const { run } = world()
    const flow = (factor: number): AnyFlow =>
      dataflow({
        factor: () => factor,
        price: ({ factor: by }: { factor: number }) => new before(Math.abs(by)),
        ...reading,
      })
    await run(flow(1), 'label')
    const other = await run(flow(-1), 'label', {}, ['factor'])
    expect(other.computed).toContain('price')
    expect(other.computed).not.toContain('label')
  })

  it('is looked up when the instances come from an impure node, by the code of that', async () => {
    const { run } = world()
    await run(withClass(before), 'label', {}, ['price'])
    expect((await run(withClass(before), 'label', {}, ['price'])).computed).not.toContain('label')
    expect((await run(withClass(after), 'label', { price: 'edited' }, ['price'])).value).toBe('2.5 EUR')
  })

  it.each([
    ['a node whose code nobody knows', (Price: PriceClass) => withClass(Price), { price: null }],
    [
      'an unversioned resource',
      (Price: PriceClass) =>
        dataflow({
          table: resource(() => ({ get: () => new Price(250) })),
          price: ({ table }: { table: { get(): AnyPrice } }) => table.get(),
          ...reading,
        }),
      {},
    ],
  ] as const)('is computed when the instances come from %s', async (_, flow, codes) => {
    const { run } = world()
    await run(flow(before), 'label', codes)
    expect((await run(flow(after), 'label', codes)).value).toBe('2.5 EUR')
  })

  it('is computed when the instances are inputs, or made by a function that is one', async () => {
    for (const give of [(Price: PriceClass) => ({ price: new Price(1) }), (Price: PriceClass) => ({ Price })]) {
      const values = new MemoryValues()
      const flow = dataflow({
        made: ({ Price = before, price = new Price(1) }: { Price?: PriceClass; price?: AnyPrice }) => price,
        label: ({ made }: { made: AnyPrice }) => made.text(),
      })
      const labels = []
      for (const Price of [before, after]) {
        const memo = memoized({}, values).flow(flow)
        labels.push((await memo.execute(['label'], { inputs: give(Price) }))['label'])
      }
      expect(labels).toEqual(['1 ct', '0.01 EUR'])
    }
  })

  it('is explained as it is computed', async () => {
    const { run, values } = world()
    await run(withClass(before), 'label')
    const memo = memoized({ versions: versionsBy({ price: 'edited' }) }, values)
    const explained = explain(memo.flow(withClass(after)), ['label'])
    expect(explained.map(({ node, status }) => [node, status])).toEqual([
      ['price', 'computed'],
      ['passed', 'depends'],
      ['label', 'depends'],
    ])
  })
})

describe('a reader of many instances', () => {
  it('is computed when a method was edited: an item, and a stream', async () => {
    const flow = (Price: PriceClass): AnyFlow =>
      dataflow({
        prices: () => [new Price(1), new Price(2)],
        labels: each({ price: 'prices' }, ({ price }: { price: AnyPrice }) => price.text()),
        async *stream() {
          yield new Price(1)
        },
        first: async ({ stream }: { stream: AsyncIterable<AnyPrice> }) => {
          for await (const price of stream) return price.text()
          return ''
        },
      })
    for (const [output, was, is] of [
      ['labels', ['1 ct', '2 ct'], ['0.01 EUR', '0.02 EUR']],
      ['first', '1 ct', '0.01 EUR'],
    ] as const) {
      const { run } = world()
      expect((await run(flow(before), output)).value).toEqual(was)
      expect((await run(flow(after), output, { prices: 'edited', stream: 'edited' })).value).toEqual(is)
    }
  })

  it('computes one more item, and no other', async () => {
    const { run } = world()
    const texts: string[] = []
    const flow = (count: number): AnyFlow =>
      dataflow({
        counted: () => count,
        prices: ({ counted }: { counted: number }) => Array.from({ length: counted }, (_, at) => new before(at)),
        labels: each({ price: 'prices' }, ({ price }: { price: AnyPrice }) => {
          texts.push(price.text())
          return price.cents
        }),
      })
    await run(flow(2), 'labels', {}, ['counted'])
    await run(flow(3), 'labels', {}, ['counted'])
    expect(texts).toEqual(['0 ct', '1 ct', '2 ct'])
  })
})
