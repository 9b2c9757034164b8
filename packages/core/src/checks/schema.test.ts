import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { checked, dataflow, type StandardSchema, type StepCheck } from '../index.ts'
import { check } from './index.ts'

const schemas = {
  zod: z.object({ rows: z.array(z.object({ price: z.number() })) }),
  valibot: v.object({ rows: v.array(v.object({ price: v.number() })) }),
  arktype: type({ rows: type({ price: 'number' }).array() }),
}

describe('a schema as a check', () => {
  it.each(Object.entries(schemas))('of %s passes what fits, and leaves the value alone', async (vendor, schema) => {
    const value = { rows: [{ price: 1, more: 2 }] }
    const flow = dataflow({ table: checked(() => value, [schema]) })
    expect((await flow.execute(['table'])).table).toBe(value)
    expect(value).toEqual({ rows: [{ price: 1, more: 2 }] })
    expect(flow.nodes[0]?.checks).toEqual([`${vendor} schema`])
  })

  it.each(Object.entries(schemas))('of %s says where it does not fit', async (vendor, schema) => {
    const told: StepCheck[] = []
    const value = { rows: [{ price: 1 }, { price: 'x' }] } as never as { rows: { price: number }[] }
    const flow = dataflow({ table: checked(() => value, [schema], { severity: 'warn' }) })
    await flow.with({ hooks: [{ onStepCheck: (event) => void told.push(event) }] }).execute(['table'])
    expect(told).toMatchObject([{ check: `${vendor} schema`, passed: false }])
    expect(told[0]?.message).toMatch(/^rows\[1\]\.price: .*number/)
    expect(told[0]?.facts).toMatchObject({ issues: [{ path: ['rows', 1, 'price'] }] })
  })

  it('has a name of its own', async () => {
    const row = check('a row', schemas.zod)
    expect(row.name).toBe('a row')
    expect(row.test({ rows: [] })).toBe(true)
    expect(check('a row', schemas.arktype).test({ rows: 1 } as never)).toMatch(/^rows: /)
  })

  it('may be asynchronous', async () => {
    const even = z.number().refine(async (count) => count % 2 === 0, 'not even')
    await expect(dataflow({ count: checked(() => 3, [even]) }).execute(['count'])).rejects.toThrow(
      'zod schema: not even',
    )
    expect(await dataflow({ count: checked(() => 4, [even]) }).execute(['count'])).toEqual({ count: 4 })
  })

  it('shows the first of many issues', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    const shape = Object.fromEntries(names.map((name) => [name, z.number('no number')]))
    expect(check('all', z.object(shape)).test({} as never)).toBe(
      'a: no number; b: no number; c: no number; d: no number; e: no number; and 2 more',
    )
  })

  it('may be of any library that follows the specification', () => {
    const hot: StandardSchema<number> = {
      '~standard': {
        version: 1,
        vendor: 'mine',
        validate: (value) =>
          (value as number) > 30
            ? { value: value as number }
            : { issues: [{ message: 'too cold', path: ['days', { key: 0 }, Symbol.for('at')] }, { message: 'cold' }] },
      },
    }
    expect(check('hot', hot).test(31)).toBe(true)
    expect(check('hot', hot).test(3)).toBe('days[0][Symbol(at)]: too cold; cold')
  })
})
