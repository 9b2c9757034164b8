import { describe, expect, it } from 'vitest'
import { dataflow, untyped } from '../index.ts'
import { chain, layered, randomGraph, recordingHook, untypedFlow, wide, type TestGraph } from './index.ts'

const graphs: [string, TestGraph][] = [
  ['a chain', chain(50)],
  ['an asynchronous chain', chain(50, { async: 'all' })],
  ['a wide graph', wide(50, { async: 'some' })],
  ['layers', layered(100)],
  ['narrow layers', layered(60, { width: 2, reads: 9, async: 'some' })],
  ['one layer', layered(3)],
  ...Array.from({ length: 30 }, (_, seed): [string, TestGraph] => [
    `random graph ${seed}`,
    randomGraph(seed, { size: seed + 1, async: (['all', 'none', 'some'] as const)[seed % 3]! }),
  ]),
  ['nothing', randomGraph(1, { size: 0 })],
]

describe('a graph of a test', () => {
  it.each(graphs.slice(0, -1))('gives what is expected of it: %s', async (_, { module, inputs, expected, outputs }) => {
    const flow = untypedFlow(module)
    const given = Object.fromEntries(
      flow.required(Object.keys(expected)).flatMap((name) => (name in inputs ? [[name, inputs[name]]] : [])),
    )
    expect(given).toEqual(inputs)
    expect(await flow.execute(Object.keys(expected), { inputs })).toEqual(expected)
    expect(outputs.length).toBeGreaterThan(0)
    const read = new Set(flow.nodes.flatMap(({ dependencies }) => dependencies.map(({ name }) => name)))
    expect(outputs).toEqual(Object.keys(expected).filter((name) => !read.has(name)))
  })

  it.each(graphs)('has its nodes each after what it reads: %s', (_, { nodes, inputs }) => {
    const seen = new Set(Object.keys(inputs))
    const tooEarly = nodes.filter(({ name, reads }) => {
      const isEarly = reads.some((read) => !read.endsWith('?') && !seen.has(read))
      seen.add(name)
      return isEarly
    })
    expect(tooEarly).toEqual([])
  })

  it('is the same for equal arguments, and another for another seed', () => {
    expect(randomGraph(7).nodes).toEqual(randomGraph(7).nodes)
    expect(randomGraph(7).nodes).not.toEqual(randomGraph(8).nodes)
    expect(layered(100).nodes).toEqual(layered(100, { seed: 42 }).nodes)
    expect(layered(100).nodes).not.toEqual(layered(100, { seed: 1 }).nodes)
  })

  it('has the shape that its name says', () => {
    expect(chain(3).nodes).toEqual([
      { name: 'n0', reads: ['i0'] },
      { name: 'n1', reads: ['n0'] },
      { name: 'n2', reads: ['n1'] },
    ])
    expect(wide(2)).toMatchObject({
      inputs: { i0: 1, i1: 2, i2: 3 },
      outputs: ['n0', 'n1'],
      expected: { n0: 4, n1: 6 },
    })
    const { nodes, outputs } = layered(20, { width: 5 })
    expect(outputs).toEqual(['n15', 'n16', 'n17', 'n18', 'n19'])
    expect(nodes.slice(5).every(({ reads }, index) => reads.length === 3 && reads[0] === `n${index}`)).toBe(true)
  })

  it('has promises where they are asked for', () => {
    const kinds = (graph: TestGraph): boolean[] =>
      Object.values(graph.module).map((fn) => fn({ i0: 1, i1: 2, i2: 3, i3: 4 }) instanceof Promise)
    expect(kinds(wide(4))).toEqual([false, false, false, false])
    expect(kinds(wide(4, { async: 'all' }))).toEqual([true, true, true, true])
    expect(kinds(wide(4, { async: 'some' }))).toEqual([false, true, false, true])
  })

  it('of a seed has optional reads, and nodes that read nothing', () => {
    const { nodes } = randomGraph(1, { size: 200 })
    const reads = nodes.flatMap((one) => one.reads)
    expect([reads.some((read) => read.endsWith('?')), nodes.some((one) => one.reads.length === 0)]).toEqual([
      true,
      true,
    ])
    expect(Math.max(...nodes.map((one) => one.reads.length))).toBe(4)
  })
})

describe('an untyped flow', () => {
  it('takes modules that the compiler does not know', async () => {
    const recorder = recordingHook()
    const flow = untypedFlow({ a: () => 1 }, { b: ({ a }: { a: number }) => a + 1 }).with({ hooks: [recorder] })
    expect(await flow.execute(['b'])).toEqual({ b: 2 })
    expect(recorder.order).toEqual(['a', 'b'])
    expect(flow.toJSON()).toEqual(untyped(dataflow({ a: () => 1 }, { b: ({ a }: { a: number }) => a + 1 })).toJSON())
  })
})
