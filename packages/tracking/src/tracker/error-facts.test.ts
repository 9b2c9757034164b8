import type { NodeError } from 'throughline'
import { failureOf, untypedFlow } from 'throughline/testing'
import { expect, it } from 'vitest'
import { errorFacts } from './error-facts.ts'

const asTheyAre = (text: string): string => text

it('tells an error with its causes, as deep as there are any', () => {
  const thrown = new TypeError('no price', { cause: new RangeError('too far', { cause: 'a text' }) })
  expect(errorFacts(thrown, asTheyAre)).toMatchObject({
    name: 'TypeError',
    message: 'no price',
    stack: expect.stringContaining('error-facts.test.ts') as string,
    cause: { name: 'RangeError', message: 'too far', cause: { name: 'string', message: 'a text' } },
  })
})

it('ends where a cause was there already, and after eight', () => {
  const circle = new Error('circle')
  circle.cause = new Error('inner', { cause: circle })
  expect(errorFacts(circle, asTheyAre).cause).not.toHaveProperty('cause')
  let deep = new Error('0')
  for (let level = 1; level < 100; level++) deep = new Error(String(level), { cause: deep })
  expect(JSON.stringify(errorFacts(deep, asTheyAre)).split('"message"')).toHaveLength(9)
})

it.each([
  [undefined, 'undefined', 'undefined'],
  [null, 'null', 'null'],
  [42n, 'bigint', '42'],
  [Symbol('x'), 'symbol', 'Symbol(x)'],
  [{ message: 'plain' }, 'object', 'plain'],
  [{ message: 1 }, 'object', ''],
])('tells what is no error: %o', (thrown, name, message) => {
  expect(errorFacts(thrown, asTheyAre)).toEqual({ name, message })
})

it('survives an error that fails when it is read', () => {
  const fail = (): never => {
    throw new Error('do not look')
  }
  const angry = new Proxy(new Error('angry'), { get: fail, has: fail, getPrototypeOf: fail, ownKeys: fail })
  expect(errorFacts(angry, asTheyAre)).toEqual({ name: 'object', message: '' })
})

it('cuts what is long, and cleans every text', () => {
  const long = new Error('tiger '.repeat(10_000))
  const facts = errorFacts(long, (text) => text.replaceAll('tiger', 'cat'))
  expect(JSON.stringify(facts).length).toBeLessThan(13_000)
  expect(JSON.stringify(facts)).not.toContain('tiger')
})

it('keeps the codes of issues, and leaves the error of a node as it was thrown', async () => {
  const cause = new RangeError('too far')
  Object.freeze(cause)
  const fails = (): never => {
    throw cause
  }
  const failure = await failureOf(untypedFlow({ fails }).execute(['fails']))
  expect(errorFacts(failure, asTheyAre)).toMatchObject({ codes: ['run/node-failed'], cause: { name: 'RangeError' } })
  expect((failure as NodeError).cause).toBe(cause)
})
