// What `each` adds to the calls of a function, and that a stream through it does not pile up.

import { median, runWorker } from '../measure.ts'
import { printTable, type Section } from '../report.ts'

const items = 100_000
const long = 1_000_000
const short = 10_000

export async function measureFanOut({ quick }: { quick: boolean }): Promise<Section> {
  const calls = []
  for (const kind of ['sync', 'async'] as const) {
    const processes: number[] = []
    for (let round = 0; round < (quick ? 1 : 5); round++) {
      // Collections of garbage fall on single turns, so medians are compared, not the turns of a pair.
      const answer = await runWorker<{ flow: number[]; hand: number[] }>('fan-out.ts', [items, kind, quick ? 5 : 20])
      processes.push('failure' in answer ? Number.NaN : median(answer.flow) / median(answer.hand))
    }
    calls.push({ kind, ratio: median(processes), processes })
  }
  printTable(
    'each over 100,000 trivial items: by a loop of promises written by hand, 16 at a time',
    ['function', 'items', 'median ratio'],
    calls.map(({ kind, ratio }) => [kind, items, ratio.toFixed(3)]),
  )

  const peaks = []
  for (const count of [short, long]) {
    const rounds: number[] = []
    for (let round = 0; round < (quick ? 1 : 3); round++) {
      const answer = await runWorker<{ peakBytes: number }>('streaming.ts', [count], { nodeFlags: ['--expose-gc'] })
      rounds.push('failure' in answer ? Number.NaN : answer.peakBytes / 1e6)
    }
    peaks.push({ count, peakMegabytes: median(rounds), rounds })
  }
  printTable(
    'an async source streamed through each into a sum: peak of the heap, without garbage',
    ['items', 'MB'],
    peaks.map(({ count, peakMegabytes }) => [count, peakMegabytes]),
  )
  const growth = peaks[1]!.peakMegabytes / peaks[0]!.peakMegabytes

  return {
    name: 'fan-out',
    figures: { calls, peaks, growth },
    verdicts: [
      ...calls.map(({ kind, ratio }) => ({
        promise: `each over 100,000 items, ${kind}: by a bounded loop by hand`,
        measured: ratio,
        limit: 3,
        unit: ' x',
      })),
      {
        promise: 'a stream of 1,000,000 items through each: peak heap by that of 10,000',
        measured: growth,
        limit: 1.2,
        unit: ' x',
      },
    ],
  }
}
