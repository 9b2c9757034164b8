// Compares policies: each scenario is an application of its own, a child of one step.

import { branch, forState } from '@throughline/machine'
import { opening, shop, type Policy, type Shop } from './shop.ts'

interface Comparison {
  policies: Policy[]
  days: number
  seed: number
  results: Result[]
  best: Result
}

/** What a year under a policy gives, in euros a day. */
export interface Result {
  readonly policy: Policy
  readonly profitPerDay: number
  /** Of the customers' wishes, those that were met: 0 to 1. */
  readonly serviceRatio: number
}

const MARGIN = 4
const HOLDING_COST = 0.3
const ORDER_COST = 25

const { action, mapStates, result, machine } = forState<Comparison>()

const simulate = mapStates({
  reads: ['policies', 'days', 'seed'],
  writes: ['results'],
  doc: 'Runs every scenario as a child.',
  action: branch({ machine: shop, entry: 'receive' }),
  states: ({ state: { policies, days, seed } }) =>
    Object.fromEntries(policies.map((policy) => [keyOf(policy), opening(policy, days, seed)])),
  concurrency: 4,
  reduce: ({ results }) => ({ results: results.map(({ state }) => resultOf(state)) }),
})

const choose = action(
  { reads: ['results'], writes: ['best'], doc: 'Takes the policy that earns most.' },
  ({ state }) => ({
    best: state.results.reduce((best, one) => (one.profitPerDay > best.profitPerDay ? one : best)),
  }),
)

export const comparison = machine({ simulate, choose, show: result('best') })
  .from('simulate')
  .to('choose')
  .from('choose')
  .to('show')
  .named('comparison')

export function keyOf({ orderBelow, orderSize }: Policy): string {
  return `below-${orderBelow}-order-${orderSize}`
}

export function resultOf(shop: Pick<Shop, 'policy' | 'days' | 'sold' | 'missed' | 'orders' | 'held'>): Result {
  const { policy, days, sold, missed, orders, held } = shop
  return {
    policy,
    profitPerDay: (sold * MARGIN - held * HOLDING_COST - orders * ORDER_COST) / days,
    serviceRatio: sold / (sold + missed),
  }
}
