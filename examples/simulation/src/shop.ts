// A shop that sells one good: a day is three steps, and its state is all that the next day needs.

import { END, forState, increment } from '@throughline/machine'
import { nextRandom, poisson } from './random.ts'

/** When to order, and how much. Units of the good. */
export interface Policy {
  readonly orderBelow: number
  readonly orderSize: number
}

export interface Shop {
  policy: Policy
  days: number
  day: number
  /** Of the random numbers: the whole of the chance is in the state, so a run can be interrupted anywhere. */
  seed: number
  stock: number
  onTheWay: { units: number; arrivesOn: number }[]
  sold: number
  /** Units that customers wanted and did not get. */
  missed: number
  orders: number
  /** Units in stock at the end of a day, summed over the days. */
  held: number
}

const DAYS_UNDERWAY = 3
const MEAN_DEMAND = 8

const { action, machine } = forState<Shop>()

const receive = action(
  { reads: ['day', 'stock', 'onTheWay'], writes: ['stock', 'onTheWay'], doc: 'Takes in what arrives today.' },
  ({ state }) => {
    const arrived = state.onTheWay.filter(({ arrivesOn }) => arrivesOn <= state.day)
    return {
      stock: arrived.reduce((sum, { units }) => sum + units, state.stock),
      onTheWay: state.onTheWay.filter(({ arrivesOn }) => arrivesOn > state.day),
    }
  },
)

const sell = action(
  {
    reads: ['seed', 'stock'],
    writes: ['seed', 'stock', 'sold', 'missed', 'held'],
    doc: 'Sells to the customers of the day, as long as there is stock.',
  },
  ({ state }) => {
    const { value, seed } = nextRandom(state.seed)
    const wanted = poisson(value, MEAN_DEMAND)
    const sold = Math.min(wanted, state.stock)
    const left = state.stock - sold
    return { seed, stock: left, sold: increment(sold), missed: increment(wanted - sold), held: increment(left) }
  },
)

const reorder = action(
  {
    reads: ['policy', 'day', 'stock', 'onTheWay'],
    writes: ['day', 'onTheWay', 'orders'],
    doc: 'Orders when stock and orders together are low, and ends the day.',
  },
  ({ state: { policy, day, stock, onTheWay } }) => {
    const expected = onTheWay.reduce((sum, { units }) => sum + units, stock)
    const isLow = expected < policy.orderBelow
    const order = { units: policy.orderSize, arrivesOn: day + DAYS_UNDERWAY }
    return {
      day: increment(),
      onTheWay: isLow ? [...onTheWay, order] : [...onTheWay],
      orders: increment(isLow ? 1 : 0),
    }
  },
)

export const shop = machine({ receive, sell, reorder })
  .from('receive')
  .to('sell')
  .from('sell')
  .to('reorder')
  .from('reorder')
  .when((state) => state.day <= state.days, 'receive', { label: 'another day' })
  .otherwise(END)
  .named('shop')

/** The first morning of a shop. */
export function opening(policy: Policy, days: number, seed: number): Shop {
  return { policy, days, day: 1, seed, stock: 40, onTheWay: [], sold: 0, missed: 0, orders: 0, held: 0 }
}
