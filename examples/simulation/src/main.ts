// Prints a counter that counts, and which policy earns most in a shop.

import { counter } from './counter.ts'
import { comparison } from './scenarios.ts'

const small = await counter.open({ entry: 'count', state: { count: 0, goal: 3 } })
for await (const event of small.run()) {
  if (event.type === 'step') console.log(`step ${event.sequence}: ${event.action}, then ${event.next ?? 'the end'}`)
}

const policies = [20, 30, 40].flatMap((orderBelow) => [20, 40, 80].map((orderSize) => ({ orderBelow, orderSize })))
const app = await comparison.open({ entry: 'simulate', state: { policies, days: 365, seed: 1 } })
const counts = { scenarios: 0, steps: 0 }
const running = app.run()
for await (const event of running) {
  if (event.type !== 'child') continue
  if (event.event.type === 'step') counts.steps++
  if (event.event.type === 'end') counts.scenarios++
}
const { state } = await running

console.log(`\n${counts.scenarios} scenarios of a year, ${counts.steps} steps`)
console.log('order below  order size  profit a day  wishes met')
for (const { policy, profitPerDay, serviceRatio } of state.results.toSorted(
  (a, b) => b.profitPerDay - a.profitPerDay,
)) {
  const columns = [policy.orderBelow, policy.orderSize, profitPerDay.toFixed(2), `${(100 * serviceRatio).toFixed(1)} %`]
  console.log(columns.map((column, index) => String(column).padStart([11, 10, 12, 10][index]!)).join('  '))
}
