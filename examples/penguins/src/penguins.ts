// The penguins: as they were published, and those from which a model can learn.

import { checked, parsed } from 'throughline'
import { loaded } from 'throughline/io'
import { columns, inRange, isIn, lengthBetween } from 'throughline/checks'
import * as z from 'zod'
import { datasetFile } from './dataset.ts'

export const SPECIES = ['Adelie', 'Chinstrap', 'Gentoo'] as const
export type Species = (typeof SPECIES)[number]
export const SEXES = ['female', 'male'] as const
export type Sex = (typeof SEXES)[number]

/** What was measured of a penguin. @unit mm, body mass in g */
export interface Measurements {
  beakLength: number
  beakDepth: number
  flipperLength: number
  bodyMass: number
}

export interface Penguin extends Measurements {
  species: Species
  sex: Sex
}

const measured = z.number().positive().nullable()

/** A row of the file, and what it becomes: names without blanks, and nothing for a sex that is neither of the two. */
const PublishedPenguin = z
  .object({
    Species: z.enum(SPECIES),
    'Beak Length (mm)': measured,
    'Beak Depth (mm)': measured,
    'Flipper Length (mm)': measured,
    'Body Mass (g)': measured,
    Sex: z.string().nullable(),
  })
  .transform((row) => ({
    species: row.Species,
    beakLength: row['Beak Length (mm)'],
    beakDepth: row['Beak Depth (mm)'],
    flipperLength: row['Flipper Length (mm)'],
    bodyMass: row['Body Mass (g)'],
    sex: SEXES.find((sex) => sex === row.Sex?.toLowerCase()) ?? null,
  }))

export type PublishedPenguin = z.output<typeof PublishedPenguin>

/** All penguins of the file, with gaps. */
export const published = parsed(loaded(datasetFile('penguins.json')), z.array(PublishedPenguin))

/** Those of which nothing is missing; whoever changes the data has to change what is plausible. */
export const penguins = checked(
  ({ published }: { published: PublishedPenguin[] }): Penguin[] => published.filter(isComplete),
  [
    lengthBetween(300, 400),
    columns({
      sex: [isIn(SEXES)],
      beakLength: [inRange(30, 60)],
      beakDepth: [inRange(13, 22)],
      flipperLength: [inRange(170, 232)],
      bodyMass: [inRange(2_500, 6_500)],
    }),
  ],
)

/** How many penguins the model never sees, and why. */
export function leftOut({ published }: { published: PublishedPenguin[] }): { notMeasured: number; sexUnknown: number } {
  const gaps = published.filter((penguin) => !isComplete(penguin))
  const notMeasured = gaps.filter((penguin) => penguin.bodyMass === null).length
  return { notMeasured, sexUnknown: gaps.length - notMeasured }
}

function isComplete(penguin: PublishedPenguin): penguin is Penguin {
  return Object.values(penguin).every((value) => value !== null)
}
