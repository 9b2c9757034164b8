// What a flow adds to a column expression: five nodes over a million rows of typed arrays.

import { median, runWorker } from '../measure.ts'
import { printTable, type Section } from '../report.ts'

const rows = 1_000_000

export async function measureColumns({ quick }: { quick: boolean }): Promise<Section> {
  const processes: number[] = []
  for (let round = 0; round < (quick ? 1 : 5); round++) {
    // Collections of garbage fall on single turns, so medians are compared, not the turns of a pair.
    const answer = await runWorker<{ flow: number[]; hand: number[] }>('columns.ts', [rows, quick ? 10 : 60])
    processes.push('failure' in answer ? Number.NaN : median(answer.flow) / median(answer.hand))
  }
  const ratio = median(processes)
  printTable(
    'a column expression through five nodes, 1,000,000 rows: by the same functions called by hand',
    ['rows', 'median ratio'],
    [[rows, ratio.toFixed(3)]],
  )
  return {
    name: 'columns',
    figures: { rows, ratio, processes },
    verdicts: [{ promise: 'five nodes over 1,000,000 rows: by hand', measured: ratio, limit: 1.3, unit: ' x' }],
  }
}
