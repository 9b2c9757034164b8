import { describe, expect, it } from 'vitest'
import { byConfig, dataflow, parameterize, tagged, untyped, type AnyFlow } from '../index.ts'

type Numbers = Record<string, number>

const total = ({ price, quantity = 1 }: { price: number; quantity?: number }) => price * quantity
const lag = ({ days, series }: Numbers) => days! + series!
const first = () => 1
const second = () => 2

const reversed = (module: object): object => Object.fromEntries(Object.entries(module).reverse())
const flowOf = (...modules: object[]): AnyFlow => (dataflow as unknown as (...modules: object[]) => AnyFlow)(...modules)

describe('the graph as JSON', () => {
  const left = {
    total: tagged(tagged(total, { b: '2' }), { a: '1' }),
    lags: parameterize(lag, { lag1: { days: 1 }, lag7: { days: 7 } }),
    model: byConfig('algo', { first, second }),
  }
  const right = { other: byConfig('algo', { third: second, second }, { default: 'third' }) }

  it('is plain data in a stable order', () => {
    const json = flowOf(left, right).toJSON()
    expect(json).toEqual(JSON.parse(JSON.stringify(json)))
    expect(json.nodes.map((node) => node.name)).toEqual(['lag1', 'lag7', 'model', 'other', 'total'])
    expect(json.nodes.at(-1)).toEqual({
      name: 'total',
      kind: 'function',
      exportPath: 'total',
      dependencies: [
        { name: 'price', optional: false },
        { name: 'quantity', optional: true },
      ],
      tags: { a: '1', b: '2' },
    })
    expect(json.inputs).toEqual([
      { name: 'price', optional: false },
      { name: 'quantity', optional: true },
      { name: 'series', optional: false },
    ])
    expect(json.config).toEqual([{ key: 'algo', values: ['first', 'second', 'third'], nodes: ['model', 'other'] }])
  })

  it('is equal for equal graphs, whatever the order of modules, exports, cases, values and tags', () => {
    const again = {
      model: byConfig('algo', { second, first }),
      lags: parameterize(lag, { lag7: { days: 7 }, lag1: { days: 1 } }),
      total: tagged(total, { a: '1', b: '2' }),
    }
    const text = JSON.stringify(flowOf(left, right))
    expect(JSON.stringify(flowOf(right, again))).toBe(text)
    expect(JSON.stringify(flowOf(reversed(right), reversed(left)))).toBe(text)
  })

  it('tells graphs apart', () => {
    const flow = untyped(flowOf(left, right))
    const texts = [flow, flow.configure({ algo: 'second' }), flow.override({ total: 1 }), flow.override({ price: 1 })]
    expect(new Set(texts.map((one) => JSON.stringify(one))).size).toBe(texts.length)
  })
})
