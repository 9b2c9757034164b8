import { expect, test } from 'vitest'
import { counter } from './counter.ts'

const open = (): ReturnType<typeof counter.open> => counter.open({ entry: 'count', state: { count: 0, goal: 3 } })

test('counts up to its goal', async () => {
  const app = await open()
  expect(await app.run()).toMatchObject({ status: 'completed', state: { count: 3 }, steps: 4 })
})

test('can be done step by step, and halts where it is told to', async () => {
  const app = await open()
  expect(await app.step()).toMatchObject({ status: 'limit', state: { count: 1 }, next: 'count' })
  expect(await app.run({ until: { before: ['done'] } })).toMatchObject({ status: 'halted', by: 'before', steps: 2 })
})

test('has nothing wrong with its structure', () => {
  expect(counter.validate({ entry: 'count', state: { count: 0, goal: 3 } })).toEqual([])
})
