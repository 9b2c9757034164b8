// How much of a result is luck: the same evaluation for many ways to split the penguins.

import { byConfig, dataflow } from 'throughline'
import { each } from 'throughline/fan-out'
import * as evaluation from './evaluation.ts'
import type { Evaluation } from './evaluation.ts'
import * as learning from './learning.ts'
import * as split from './split.ts'

const trial = dataflow(split, learning, evaluation)

/** The seeds of the splits. */
export const splitSeeds = ({ trialCount = 20 }: { trialCount?: number }): number[] =>
  Array.from({ length: trialCount }, (_, index) => index + 1)

const overSeeds = { splitSeed: 'splitSeeds' } as const
const key = ({ splitSeed }: { splitSeed: number }): number => splitSeed

/** An evaluation for each seed. @shape one per seed */
export const trials = byConfig(
  'model',
  {
    logistic: each(overSeeds, trial, { output: 'evaluation', key }),
    neighbours: each(overSeeds, trial.configure({ model: 'neighbours' }), { output: 'evaluation', key }),
  },
  { default: 'logistic' },
)

/** The accuracies of all trials. */
export function spread({ trials }: { trials: Evaluation[] }): { mean: number; lowest: number; highest: number } {
  const accuracies = trials.map(({ accuracy }) => accuracy)
  const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length
  return { mean, lowest: Math.min(...accuracies), highest: Math.max(...accuracies) }
}
