// A little flow with something of everything: async nodes, an optional dependency, parameters, a failure, a wait.

import { parameterize, type NodeContext } from 'throughline'

const later = <Value>(value: Value, delayMs: number): Promise<Value> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(value), delayMs)
  })

export const orders = async ({ day }: { day: number }): Promise<number[]> => later([day, day + 1, day + 2], day % 7)

export const rate = async ({ day, currency = 'EUR' }: { day: number; currency?: string }): Promise<number> =>
  later(currency === 'EUR' ? 1 : 2, (day * 3) % 5)

export const revenue = ({ orders, rate }: { orders: number[]; rate: number }): number =>
  orders.reduce((sum, order) => sum + order, 0) * rate

const shift = ({ orders, by }: { orders: number[]; by: number }): number[] => orders.map((order) => order + by)
export const shifted = parameterize(shift, { shiftedByOne: { by: 1 }, shiftedBySeven: { by: 7 } })

export const report = async ({
  revenue,
  shiftedByOne,
  shiftedBySeven,
  note = 'none',
}: {
  revenue: number
  shiftedByOne: number[]
  shiftedBySeven: number[]
  note?: string
}): Promise<{ revenue: number; shifts: number[]; note: string }> =>
  later({ revenue, shifts: [...shiftedByOne, ...shiftedBySeven], note }, revenue % 3)

export const broken = async ({ orders }: { orders: number[] }): Promise<number> => {
  await later(0, 1)
  throw new RangeError(`order ${orders[0]} is lost`)
}

export const afterBroken = ({ broken, revenue }: { broken: number; revenue: number }): number => broken + revenue

export const endless = ({ day }: { day: number }, { signal }: NodeContext): Promise<number> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`day ${day} was aborted`)))
  })

export const afterEndless = ({ endless }: { endless: number }): number => endless
