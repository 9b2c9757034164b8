// A node is an exported function. Its name is its result; the names that it destructures are what it reads.

import type { Week } from './weeks.ts'

export const spend = ({ weeks }: { weeks: Week[] }): number[] => weeks.map((week) => week.spend)

export const signups = ({ weeks }: { weeks: Week[] }): number[] => weeks.map((week) => week.signups)

/** Cost to win one signup, week by week. @unit EUR */
export const costPerSignup = ({ spend, signups }: { spend: number[]; signups: number[] }): number[] =>
  spend.map((euros, index) => euros / (signups[index] ?? 0))

/**
 * The mean cost of the last weeks, each with those before it. @unit EUR
 * @param window number of weeks: read here and given by no node, so an input. Try  --input window=2
 */
export const rollingCost = ({ costPerSignup, window = 3 }: { costPerSignup: number[]; window?: number }): number[] =>
  costPerSignup.map((_, index) => _mean(costPerSignup.slice(Math.max(0, index + 1 - window), index + 1)))

export const report = ({
  weeks,
  costPerSignup,
  rollingCost,
}: {
  weeks: Week[]
  costPerSignup: number[]
  rollingCost: number[]
}) => weeks.map((week, index) => ({ ...week, costPerSignup: costPerSignup[index], rollingCost: rollingCost[index] }))

export const bestWeek = ({ weeks, costPerSignup }: { weeks: Week[]; costPerSignup: number[] }): string | undefined =>
  weeks[costPerSignup.indexOf(Math.min(...costPerSignup))]?.week

/** A name that begins with `_` is a helper, not a node. */
export const _mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
