// One airport: a flow of its own, which is run for each of the busiest.

import type { Strike } from './strikes.ts'

export const atAirport = ({ strikes, airport }: { strikes: Strike[]; airport: string }): Strike[] =>
  strikes.filter((strike) => strike.airport === airport)

/** Known species by how often they were met, the most frequent first; equals by name. */
export function speciesMet({ atAirport }: { atAirport: Strike[] }): [species: string, strikes: number][] {
  const counts = new Map<string, number>()
  for (const { species } of atAirport) {
    if (!species.startsWith('Unknown')) counts.set(species, (counts.get(species) ?? 0) + 1)
  }
  return [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
}

/** @unit ratio of all strikes of the airport */
export const damagedShare = ({ atAirport }: { atAirport: Strike[] }): number =>
  atAirport.filter(({ damaged }) => damaged).length / atAirport.length

export interface AirportProfile {
  airport: string
  strikes: number
  species: number
  /** The species that is met most often. */
  commonest: string
  /** Of 100 strikes. */
  damaged: number
}

export const profile = ({
  airport,
  atAirport,
  speciesMet,
  damagedShare,
}: {
  airport: string
  atAirport: Strike[]
  speciesMet: [species: string, strikes: number][]
  damagedShare: number
}): AirportProfile => ({
  airport,
  strikes: atAirport.length,
  species: speciesMet.length,
  commonest: speciesMet[0]?.[0] ?? 'none',
  damaged: Math.round(100 * damagedShare),
})
