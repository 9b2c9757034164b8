import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { hasIssue, type NodeError, type UntypedFlow } from '../index.ts'
import { untypedFlow } from '../testing/index.ts'
import { deepFreeze, type DeepFreezeOptions } from './index.ts'

type Changed = { value: any }

const flowOf = (module: object, options?: DeepFreezeOptions): UntypedFlow =>
  untypedFlow(module).with({ hooks: [deepFreeze(options)] })

/** What happens when a reader changes a value. */
async function changing(
  value: unknown,
  change: (value: any) => unknown,
  options?: DeepFreezeOptions,
): Promise<unknown> {
  const flow = flowOf({ value: () => value, reader: ({ value: read }: Changed) => change(read) }, options)
  const { failures } = await flow.settle(['reader'])
  return failures[0]?.cause
}

class Model {
  weights = [1, 2]
  hidden: { seen: number } = { seen: 0 }
}

describe('deepFreeze', () => {
  it.each<[string, unknown, (value: any) => unknown]>([
    ['a list', [3, 1, 2], (list: number[]) => list.sort((a, b) => a - b)],
    ['a property', { a: 1 }, (value) => (value.a = 2)],
    ['a new property', {}, (value) => (value.a = 2)],
    ['a removed property', { a: 1 }, (value) => delete value.a],
    ['an object within', { a: [{ b: 1 }] }, (value) => (value.a[0].b = 2)],
    ['an object behind a symbol', { [Symbol.for('s')]: {} }, (value) => (value[Symbol.for('s')].a = 1)],
    ['an object without prototype', Object.assign(Object.create(null), { a: [] }), (value) => value.a.push(1)],
    ['an object of another realm', runInNewContext('({ a: [1] })'), (value) => value.a.push(1)],
    ['what is in a map', new Map([['a', { b: 1 }]]), (value) => (value.get('a').b = 2)],
    ['a key of a map', new Map([[{ b: 1 }, 1]]), (value) => ([...value.keys()][0].b = 2)],
    ['what is in a set', new Set([{ b: 1 }]), (value) => ([...value][0].b = 2)],
    ['what lies in a frozen object', Object.freeze({ a: [] }), (value) => value.a.push(1)],
  ])('fails the node that changes %s', async (_, value, change) => {
    expect(await changing(value, change)).toMatchObject({ name: 'TypeError' })
  })

  it.each<[string, unknown, (value: any) => unknown]>([
    ['Map', new Map([['a', 1]]), (value) => value.set('a', 2)],
    ['Map', new Map([['a', 1]]), (value) => value.delete('a')],
    ['Map', new Map([['a', 1]]), (value) => value.clear()],
    ['Set', [new Set([1])], ([value]) => value.add(2)],
    ['Date', { at: new Date(0) }, ({ at }) => at.setFullYear(2020)],
  ])('fails the node that changes a %s, and says what to do', async (type, value, change) => {
    const error = (await changing(value, change)) as Error
    expect(hasIssue(error, 'hook/frozen')).toBe(true)
    expect(error.message).toContain(`new ${type}(old)`)
    expect(error.stack).toContain('deep-freeze.test')
  })

  it('names the node that changes, at the very line', async () => {
    const flow = flowOf({
      rows: () => [2, 1],
      top: ({ rows }: { rows: number[] }) => rows.sort((a, b) => a - b)[0],
      sum: ({ rows }: { rows: number[] }) => rows[0]! + rows[1]!,
    })
    const error = (await flow.execute(['top', 'sum']).catch((thrown: unknown) => thrown)) as NodeError
    expect([error.node, (error.cause as Error).stack!.split('\n')[1]]).toEqual(['top', expect.stringContaining('sort')])
  })

  it('freezes inputs, overrides and constants too', async () => {
    const push = ({ value }: Changed): unknown => value.push(1)
    const inputs = { value: [] }
    const { failures } = await flowOf({ push }).settle(['push'], { inputs })
    expect(failures[0]?.cause).toBeInstanceOf(TypeError)
    expect(Object.isFrozen(inputs)).toBe(false)
    const overridden = await flowOf({ value: () => [1], push })
      .override({ value: [] })
      .settle(['push'])
    expect(overridden.failures[0]?.cause).toBeInstanceOf(TypeError)
  })

  it('changes nothing for nodes that change nothing', async () => {
    const value = { list: [1, [2]], map: new Map([[1, new Set(['a'])]]), at: new Date(5), words: /a/g }
    const flow = flowOf({
      value: () => value,
      copy: ({ value: read }: Changed) => structuredClone(read.map) as unknown,
    })
    const got = await flow.execute(['value', 'copy'])
    expect(got['value']).toBe(value)
    expect(value).toEqual({ list: [1, [2]], map: new Map([[1, new Set(['a'])]]), at: new Date(5), words: /a/g })
    expect(Object.keys(value.map)).toEqual([])
    expect(got['copy']).toEqual(new Map([[1, new Set(['a'])]]))
    const copy = structuredClone(got['copy'] as Map<unknown, unknown>)
    expect(copy.set('a copy', 'may change').size).toBe(2)
  })

  it('leaves alone what cannot be frozen, and what lives by changing', async () => {
    const bytes = new Uint8Array([1])
    const model = new Model()
    class Cache extends Map {}
    const cache = new Cache()
    const lazy = { get now(): never { throw new Error('asked') } } // prettier-ignore
    const refusing = new Proxy({}, { ownKeys: () => { throw new Error('refuses') } }) // prettier-ignore
    const module = await import('./index.ts')
    const fn = Object.assign(() => 1, { calls: 0 })
    const value = { bytes, view: new DataView(bytes.buffer), model, cache, lazy, refusing, module, fn, gone: null }
    const flow = flowOf({
      value: () => value,
      reader: ({ value: read }: Changed) => {
        read.bytes[0] = 2
        read.model.weights.push(3)
        read.cache.set('a', 1)
        read.fn.calls++
      },
    })
    await flow.execute(['reader'])
    expect([bytes[0], model.weights, cache.size, fn.calls, Object.isFrozen(value)]).toEqual([2, [1, 2, 3], 1, 1, true])
  })

  it('freezes the instances that it is told to', async () => {
    const options = { instances: (value: object) => value instanceof Model }
    const change = (model: Model): unknown => model.hidden.seen++
    expect(await changing(new Model(), change)).toBeUndefined()
    expect(await changing(new Model(), change, options)).toBeInstanceOf(TypeError)
  })

  it('goes around cycles, and as deep as values are', async () => {
    const cycle: { self?: unknown; list: unknown[] } = { list: [] }
    cycle.self = cycle
    cycle.list.push(cycle)
    expect(await changing(cycle, (value) => (value.self.list[0].a = 1))).toBeInstanceOf(TypeError)
    let deep: unknown = []
    for (let level = 0; level < 200_000; level++) deep = [deep]
    expect(await changing(deep, (value) => value[0][0].push(1))).toBeInstanceOf(TypeError)
  })

  it('visits each object once, however many nodes read it', async () => {
    let visits = 0
    const counted = new Proxy([1, 2, 3], {
      get: (list, key, receiver) => {
        if (key === '0') visits++
        return Reflect.get(list, key, receiver) as unknown
      },
    })
    const readers = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`r${index}`, ({ value }: Changed) => (value as object) === counted]),
    )
    const flow = flowOf({ value: () => counted, ...readers })
    await flow.execute(Object.keys(readers))
    await flow.execute(Object.keys(readers))
    expect(visits).toBe(1)
  })

  it('refuses what is no predicate', () => {
    expect(() => deepFreeze({ instances: Model as never })).not.toThrow()
    expect(() => deepFreeze({ instances: true as never })).toThrow('"instances" is true; expected a function')
  })
})
