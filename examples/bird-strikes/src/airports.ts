// The busiest airports, each looked at by the same flow. Which ones they are is known only in the run.

import { dataflow } from 'throughline'
import { each } from 'throughline/fan-out'
import * as airport from './airport.ts'
import type { Strike } from './strikes.ts'

/** By the number of strikes, most first; equals by name. */
export function busiest({ strikes, airportCount = 5 }: { strikes: Strike[]; airportCount?: number }): string[] {
  const counts = new Map<string, number>()
  for (const strike of strikes) counts.set(strike.airport, (counts.get(strike.airport) ?? 0) + 1)
  return [...counts]
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .slice(0, airportCount)
    .map(([name]) => name)
}

/** @shape one per airport, in the order of `busiest` */
export const profiles = each({ airport: 'busiest' }, dataflow(airport), {
  output: 'profile',
  key: ({ airport }) => airport,
})
