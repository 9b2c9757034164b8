// A statement of SQL as a node, against the package of DuckDB alone doing the same.

import { runWorker } from '../measure.ts'
import { printTable, type Section } from '../report.ts'
import { sideBySide, type SideBySide, type Times } from '../side-by-side.ts'

const statements = ['few rows from memory', 'many rows from memory', 'few rows from Parquet', 'many rows from Parquet']

export async function measureSql({ quick }: { quick: boolean }): Promise<Section> {
  const figures: (SideBySide & { readonly what: string })[] = []
  for (const what of statements) {
    const compared = await sideBySide(what, quick ? 1 : 7, async (way) => {
      const answer = await runWorker<Times>('sql.ts', [what, way])
      if ('failure' in answer) throw new Error(`${what}, ${way}: ${answer.failure}`)
      return answer
    })
    figures.push({ what, ...compared })
  }
  printTable(
    'a statement over 3,000,000 flights, as a node and by DuckDB alone: milliseconds, and the ratio',
    ['result', 'node', 'by hand', 'ratio', 'of processor time'],
    figures.map(({ what, nodeMs, otherMs, wallRatio, cpuRatio }) => [
      what,
      Math.round(nodeMs),
      Math.round(otherMs),
      wallRatio.toFixed(2),
      cpuRatio.toFixed(2),
    ]),
  )
  return {
    name: 'sql',
    figures,
    verdicts: figures.map(({ what, cpuRatio }) => ({
      promise: `SQL over 3,000,000 rows, ${what}: processor time, by that of DuckDB by hand`,
      measured: cpuRatio,
      limit: 1.2,
      unit: ' x',
    })),
  }
}
