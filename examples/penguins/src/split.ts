// Which penguins the model learns from, and which ones judge it.

import { checked, extract } from 'throughline'
import { check } from 'throughline/checks'
import { SEXES, SPECIES } from './penguins.ts'
import type { Penguin } from './penguins.ts'
import { shuffled } from './shuffled.ts'

export interface Split {
  train: Penguin[]
  test: Penguin[]
}

/** Nobody may be judge and witness. */
export const isDisjoint = check<Split>('isDisjoint', ({ train, test }, report) => {
  const learned = new Set(train)
  const both = test.filter((penguin) => learned.has(penguin)).length
  report?.({ train: train.length, test: test.length })
  return both === 0 || `found ${both} penguins in both parts`
})

/**
 * A split at random, the same for the same seed, and its two parts as nodes. Of each sex of each species, the same share
 * is held out: `heldOutShare`, a ratio from 0 to 1. `splitSeed` is any whole number.
 */
export const parts = checked(
  extract(
    ({
      penguins,
      splitSeed = 1,
      heldOutShare = 0.3,
    }: {
      penguins: Penguin[]
      splitSeed?: number
      heldOutShare?: number
    }): Split => {
      const order = shuffled(penguins, splitSeed)
      const groups = SPECIES.flatMap((species) =>
        SEXES.map((sex) => order.filter((penguin) => penguin.species === species && penguin.sex === sex)),
      )
      const heldOut = (group: Penguin[]): number => Math.round(group.length * heldOutShare)
      return {
        train: groups.flatMap((group) => group.slice(heldOut(group))),
        test: groups.flatMap((group) => group.slice(0, heldOut(group))),
      }
    },
    ['train', 'test'],
  ),
  [isDisjoint],
)

/** How many penguins are in each part. */
export const sizes = ({ parts: { train, test } }: { parts: Split }): { train: number; test: number } => ({
  train: train.length,
  test: test.length,
})
