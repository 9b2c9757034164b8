// `each` over many trivial items, and the same calls by a bounded loop of promises written by hand, turn by turn.
//
// usage: node fan-out.ts <items> <sync | async> <pairs>

import { dataflow } from 'throughline'
import { each } from 'throughline/fan-out'

const [, , items = '', kind = '', pairs = ''] = process.argv
const numbers = Array.from({ length: Number(items) }, (_, index) => index)

const double =
  kind === 'async'
    ? async ({ number }: { number: number }): Promise<number> => number * 2
    : ({ number }: { number: number }): number => number * 2
const flow = dataflow({ doubled: each({ number: 'numbers' }, double) })

const byFlow = async (): Promise<number[]> => (await flow.execute(['doubled'], { inputs: { numbers } })).doubled

/** Sixteen at a time, results in the order of the items. */
const byHand = async (): Promise<number[]> => {
  const doubled: number[] = []
  let next = 0
  const work = async (): Promise<void> => {
    while (next < numbers.length) {
      const index = next++
      doubled[index] = await double({ number: numbers[index]! })
    }
  }
  await Promise.all(Array.from({ length: 16 }, work))
  return doubled
}

const [ours, theirs] = [await byFlow(), await byHand()]
if (ours.length !== numbers.length || ours.some((value, index) => value !== theirs[index])) {
  throw new Error('the flow and the loop by hand disagree')
}

const timeMs = async (run: () => Promise<number[]>): Promise<number> => {
  const startMs = performance.now()
  await run()
  return performance.now() - startMs
}

for (let warm = 0; warm < 6; warm++) await timeMs(warm % 2 === 0 ? byFlow : byHand)
const times: { readonly flow: number[]; readonly hand: number[] } = { flow: [], hand: [] }
for (let pair = 0; pair < Number(pairs); pair++) {
  const flowFirst = pair % 2 === 0
  if (flowFirst) times.flow.push(await timeMs(byFlow))
  times.hand.push(await timeMs(byHand))
  if (!flowFirst) times.flow.push(await timeMs(byFlow))
}
console.log(JSON.stringify(times))
