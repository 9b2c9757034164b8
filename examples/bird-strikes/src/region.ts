// A region: its strikes, counted by three grains. A module of modules, which says what each of them reads.

import { from, subflow } from 'throughline'
import * as byGrain from './by-grain.ts'
import type { Strike } from './strikes.ts'

export const ofRegion = ({ identified, states }: { identified: Strike[]; states: string[] }): Strike[] =>
  identified.filter(({ state }) => states.includes(state))

export const weekly = subflow(byGrain, {
  inputs: { strikes: from('ofRegion'), grain: 'week' },
  shared: ['firstDay', 'lastDay'],
})
export const monthly = subflow(byGrain, {
  inputs: { strikes: from('ofRegion'), grain: 'month' },
  shared: ['firstDay', 'lastDay'],
})
export const yearly = subflow(byGrain, {
  inputs: { strikes: from('ofRegion'), grain: 'year' },
  shared: ['firstDay', 'lastDay'],
})
