// Penguins as numbers.

import type { Measurements, Penguin, Species } from './penguins.ts'

/** A measurement, or 1 for the penguins of a species and 0 for others. */
export type Column = keyof Measurements | Species
export const MEASUREMENTS = ['beakLength', 'beakDepth', 'flipperLength', 'bodyMass'] as const

/** @shape penguins x columns */
export const toRows = ({ penguins, columns }: { penguins: Penguin[]; columns: Column[] }): number[][] =>
  penguins.map((penguin) =>
    columns.map((column) =>
      column in penguin ? penguin[column as keyof Measurements] : Number(penguin.species === column),
    ),
  )

/** 1 for males. */
export const toAnswers = ({ penguins }: { penguins: Penguin[] }): number[] =>
  penguins.map(({ sex }) => (sex === 'male' ? 1 : 0))
