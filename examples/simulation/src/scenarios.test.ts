import { memoryPersister } from '@throughline/machine'
import { expect, test } from 'vitest'
import { comparison, keyOf, resultOf } from './scenarios.ts'
import { opening, shop } from './shop.ts'

const policies = [
  { orderBelow: 20, orderSize: 40 },
  { orderBelow: 40, orderSize: 40 },
]
const state = { policies, days: 30, seed: 1 }

test('a shop neither makes nor loses goods', async () => {
  const app = await shop.open({ entry: 'receive', state: opening(policies[1]!, 60, 3) })
  const { state: end, status } = await app.run()
  const underway = end.onTheWay.reduce((sum, { units }) => sum + units, 0)
  expect(status).toBe('completed')
  expect(end.sold + end.stock + underway).toBe(40 + 40 * end.orders)
})

test('a scenario gives the same when it is run by itself', async () => {
  const app = await comparison.open({ entry: 'simulate', state })
  const { state: compared } = await app.run()
  const alone = await shop.open({ entry: 'receive', state: opening(policies[0]!, 30, 1) })
  expect(compared.results[0]).toEqual(resultOf((await alone.run()).state))
})

test('every scenario is an application that can be found by its name', async () => {
  const persister = memoryPersister()
  const app = await comparison.open({ id: 'year', entry: 'simulate', state, persister })
  await app.run()
  const { applications } = await persister.list({ parent: 'year' })
  expect(applications.map(({ app: id }) => id).sort()).toEqual(policies.map((policy) => `year/1/${keyOf(policy)}`))
  expect(applications.every(({ status }) => status === 'completed')).toBe(true)
})

test('an interrupted comparison does only what is left of its scenarios', async () => {
  const persister = memoryPersister()
  const first = await comparison.open({ id: 'year', entry: 'simulate', state, persister })
  const stop = new AbortController()
  let steps = 0
  const count = (event: { readonly type: string; readonly event?: { readonly type: string } }): void => {
    if (event.type === 'child' && event.event!.type === 'step') steps++
  }
  const running = first.run({ signal: stop.signal })
  for await (const event of running) {
    count(event)
    if (steps === 50) stop.abort('the power is gone')
  }
  expect(await running).toMatchObject({ status: 'cancelled', sequence: 0 })
  await first.close()

  const second = await comparison.open({ resume: 'year', persister })
  for await (const event of second.run()) count(event)
  expect(second.status).toBe('completed')
  expect(steps).toBe(policies.length * 30 * 3)
  const undisturbed = await comparison.open({ entry: 'simulate', state })
  expect(second.state).toEqual((await undisturbed.run()).state)
})
