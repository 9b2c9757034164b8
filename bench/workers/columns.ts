// A column expression of five nodes over a million rows, as a flow and by hand, turn by turn in one process.
//
// usage: node columns.ts <rows> <pairs>

import { dataflow } from 'throughline'

const [, , rows = '', pairs = ''] = process.argv
const count = Number(rows)

function spendPerSignup({ spend, signups }: { spend: Float64Array; signups: Float64Array }): Float64Array {
  const out = new Float64Array(spend.length)
  for (let row = 0; row < out.length; row++) out[row] = spend[row]! / signups[row]!
  return out
}

function logCost({ spendPerSignup }: { spendPerSignup: Float64Array }): Float64Array {
  const out = new Float64Array(spendPerSignup.length)
  for (let row = 0; row < out.length; row++) out[row] = Math.log1p(spendPerSignup[row]!)
  return out
}

function meanCost({ logCost }: { logCost: Float64Array }): number {
  let sum = 0
  for (let row = 0; row < logCost.length; row++) sum += logCost[row]!
  return sum / logCost.length
}

function deviation({ logCost, meanCost }: { logCost: Float64Array; meanCost: number }): number {
  let sum = 0
  for (let row = 0; row < logCost.length; row++) sum += (logCost[row]! - meanCost) ** 2
  return Math.sqrt(sum / logCost.length)
}

type Costs = { logCost: Float64Array; meanCost: number; deviation: number }
function score({ logCost, meanCost, deviation }: Costs): Float64Array {
  const out = new Float64Array(logCost.length)
  for (let row = 0; row < out.length; row++) out[row] = (logCost[row]! - meanCost) / deviation
  return out
}

const spend = Float64Array.from({ length: count }, (_, row) => (row * 7919) % 1000)
const signups = Float64Array.from({ length: count }, (_, row) => 1 + ((row * 104_729) % 100))
const flow = dataflow({ spendPerSignup, logCost, meanCost, deviation, score })

const byFlow = async (): Promise<Float64Array> => (await flow.execute(['score'], { inputs: { spend, signups } })).score

const byHand = async (): Promise<Float64Array> => {
  const cost = spendPerSignup({ spend, signups })
  const log = logCost({ spendPerSignup: cost })
  const mean = meanCost({ logCost: log })
  return score({ logCost: log, meanCost: mean, deviation: deviation({ logCost: log, meanCost: mean }) })
}

const [ours, theirs] = [await byFlow(), await byHand()]
if (ours.some((value, row) => !Object.is(value, theirs[row]))) throw new Error('the flow and the code by hand disagree')

const timeMs = async (run: () => Promise<Float64Array>): Promise<number> => {
  const startMs = performance.now()
  await run()
  return performance.now() - startMs
}

for (let warm = 0; warm < 10; warm++) await timeMs(warm % 2 === 0 ? byFlow : byHand)
const times: { readonly flow: number[]; readonly hand: number[] } = { flow: [], hand: [] }
for (let pair = 0; pair < Number(pairs); pair++) {
  const flowFirst = pair % 2 === 0
  if (flowFirst) times.flow.push(await timeMs(byFlow))
  times.hand.push(await timeMs(byHand))
  if (!flowFirst) times.flow.push(await timeMs(byFlow))
}
console.log(JSON.stringify(times))
