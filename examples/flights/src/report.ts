// What a person reads.

import type { UnusualDay } from './days.ts'

interface State {
  readonly state: string
  readonly flights: number
  readonly late: number
}

export interface Report {
  /** On whole days. */
  readonly flights: number
  /** Minutes of delay that half, most and nearly all flights stay below. */
  readonly delay: Readonly<Record<'half' | 'most' | 'nearlyAll', number>>
  /** Among the states with at least a hundredth of all flights. */
  readonly mostPunctual: string
  readonly leastPunctual: string
  readonly worstDay: string
  readonly unusualDays: number
  /** How far two files agree on the course of a day. */
  readonly agreement: number
}

export function report({
  byDay,
  delayQuantiles,
  byState,
  unusualDays,
  agreement,
}: {
  byDay: { readonly flights: Int32Array }
  delayQuantiles: Report['delay']
  byState: readonly State[]
  unusualDays: readonly UnusualDay[]
  agreement: number
}): Report {
  const flights = byDay.flights.reduce((sum, one) => sum + one, 0)
  const states = byState
    .filter((state) => state.flights >= flights / 100)
    .map(({ state, late }) => `${state}, ${percent(late)} late`)
  const [worst] = unusualDays.toSorted((a, b) => b.late - a.late)
  return {
    flights,
    delay: delayQuantiles,
    mostPunctual: states[0] ?? 'none',
    leastPunctual: states.at(-1) ?? 'none',
    worstDay: worst ? `${worst.day}, ${percent(worst.late)} late in the place of ${percent(worst.usual)}` : 'none',
    unusualDays: unusualDays.length,
    agreement: Number(agreement.toFixed(3)),
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
