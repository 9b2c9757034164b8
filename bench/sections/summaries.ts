// What a summary of a value costs, beside a plain loop over the same values.

import { median, runWorker } from '../measure.ts'
import { printTable, type Section } from '../report.ts'

export async function measureSummaries({ quick }: { quick: boolean }): Promise<Section> {
  const answer = await runWorker<{ times: Record<string, number[]> }>('summaries.ts', [quick ? 8 : 40])
  const times = 'failure' in answer ? {} : answer.times
  const of = (name: string): number => median(times[name] ?? [])
  const columnRatio = of('columnMs') / of('meanMs')
  const recordsRatio = of('recordsMs') / of('fieldsMs')
  const rows: [string, number, number][] = [
    ['1,000,000 numbers, all of them', of('columnMs'), columnRatio],
    ['1,000,000 numbers, in a budget of 5 ms', of('columnInBudgetMs'), of('columnInBudgetMs') / of('meanMs')],
    ['50,000 records of 5 fields, all of them', of('recordsMs'), recordsRatio],
    ['one number', of('numberMs'), Number.NaN],
    ['two summaries of 500,000 numbers, merged', of('mergeMs'), Number.NaN],
  ]
  printTable(
    'a summary, beside a loop that adds up the same values',
    ['of', 'ms', 'ratio'],
    rows.map(([name, ms, ratio]) => [name, ms.toFixed(3), Number.isNaN(ratio) ? '' : ratio.toFixed(1)]),
  )
  return {
    name: 'summaries',
    figures: Object.fromEntries(Object.keys(times).map((name) => [name, of(name)])),
    verdicts: [
      { promise: 'a summary of 1,000,000 numbers: a loop for the mean', measured: columnRatio, limit: 60, unit: ' x' },
      { promise: 'a summary of 50,000 records: a loop over the fields', measured: recordsRatio, limit: 60, unit: ' x' },
    ],
  }
}
