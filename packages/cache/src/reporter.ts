// Says each thing once: what a cache reports does not stop a run.

import { renderIssue, type Issue } from 'throughline'

export interface Reporter {
  report(issue: Issue): void
}

/** @param tell default: to standard error, as text */
export function createReporter(tell: (issue: Issue) => void = printIssue): Reporter {
  const told = new Set<string>()
  return {
    report: (issue) => {
      const id = `${issue.code}\n${issue.subject.node ?? issue.title}`
      if (told.has(id)) return
      told.add(id)
      tell(issue)
    },
  }
}

function printIssue(issue: Issue): void {
  process.stderr.write(`${renderIssue(issue)}\n`)
}
