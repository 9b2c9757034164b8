// What went wrong in the process that runs user code, as the pages get it: the text that a terminal would show.

import { placeProblem, renderProblem, type Problem } from '@throughline/project/process'
import { relative, sep } from 'node:path'
import type { IssueRecord, SourcePlace } from '../api/index.ts'

/**
 * @param files that were loaded
 * @param directory of the project
 */
export async function toIssueRecords(
  problem: Problem,
  files: readonly string[],
  directory: string,
): Promise<IssueRecord[]> {
  const placed = await placeProblem(problem, files)
  return placed.issues.map((issue, index): IssueRecord => {
    const { code, severity, hints, at } = issue
    // What was thrown belongs to what is said first.
    const thrown = index === 0 ? placed.thrown : []
    const text = renderProblem({ ...placed, issues: [issue], thrown }, { directory })
    return { code, severity, text, hints, ...(at && { at: placeIn(directory, at) }) }
  })
}

interface Located {
  readonly module: string
  readonly line: number
  readonly column: number
}

function placeIn(directory: string, { module, line, column }: Located): SourcePlace {
  return { file: relative(directory, module).split(sep).join('/'), line, column }
}
