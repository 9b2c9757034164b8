// Code versions: what they cost beyond parsing the file, which nobody can avoid, and what an edit costs afterwards.

import { median, medianRatio, runWorker } from '../measure.ts'
import { printTable, type Section } from '../report.ts'

const SIZE = 4000
const EDITS = {
  comment: 'a comment',
  node: 'one node',
  helper: 'a helper of 80 nodes',
  shared: 'a constant of all nodes',
  added: 'one more export',
} as const

interface Versions {
  readonly coldMs: number
  readonly edits: Readonly<Record<keyof typeof EDITS, { readonly changed: readonly number[]; readonly ms: number }>>
}

export async function measureAnalyze({ quick }: { quick: boolean }): Promise<Section> {
  const parses: number[] = []
  const versions: Versions[] = []
  for (let round = 0; round < (quick ? 1 : 7); round++) {
    const parsed = await runWorker<{ parseMs: number }>('analyze.ts', ['parse', SIZE])
    const found = await runWorker<Versions>('analyze.ts', ['versions', SIZE])
    if ('failure' in parsed || 'failure' in found)
      throw new Error('failure' in parsed ? parsed.failure : 'the versions')
    parses.push(parsed.parseMs)
    versions.push(found)
  }
  const coldMs = versions.map((one) => one.coldMs)
  const ratio = medianRatio(coldMs, parses)
  const names = Object.keys(EDITS) as (keyof typeof EDITS)[]
  const edits = names.map((name) => ({
    edit: EDITS[name],
    changed: [...new Set(versions.flatMap((one) => one.edits[name].changed))],
    ms: median(versions.map((one) => one.edits[name].ms)),
  }))
  printTable(
    `code versions of ${SIZE.toLocaleString('en-US')} nodes in one module: milliseconds`,
    ['what', 'changed nodes', 'ms'],
    [
      ['only parsing', '', median(parses)],
      ['all versions, in a fresh process', SIZE, median(coldMs)],
      ...edits.map(({ edit, changed, ms }) => [`after an edit of ${edit}`, changed.join(' or '), ms]),
    ],
  )
  const expected = { comment: 0, node: 1, helper: SIZE / 50, shared: SIZE, added: 0 }
  return {
    name: 'analyze',
    figures: { size: SIZE, parseMs: median(parses), coldMs: median(coldMs), ratio, edits },
    verdicts: [
      { promise: 'code versions of 4,000 nodes: by only parsing', measured: ratio, limit: 3, unit: ' x' },
      { promise: 'code versions of 4,000 nodes, cold', measured: median(coldMs), limit: 1000, unit: ' ms' },
      {
        promise: 'code versions after an edit of one node',
        measured: edits[names.indexOf('node')]!.ms,
        limit: 50,
        unit: ' ms',
      },
      {
        promise: 'versions that an edit changes without need, or not',
        measured: names.filter((name, index) => edits[index]!.changed.some((count) => count !== expected[name])).length,
        limit: 0,
        unit: '',
      },
    ],
  }
}
