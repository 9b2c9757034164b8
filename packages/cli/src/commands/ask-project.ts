// Asks a project something that needs its code loaded, but no run.

import {
  placeProblem,
  renderProblem,
  startProjectProcess,
  type Answer,
  type Request,
} from '@throughline/project/process'
import { onInterrupt } from '../interrupt.ts'
import { withCommandHints } from '../render/command-hints.ts'
import { reportNotices, setExitCode, type Context } from './context.ts'

/** What a project said, and the user's files that were loaded for it. */
export type ProjectAnswer<Kind> = Extract<Answer, { kind: Kind }> & { readonly files: readonly string[] }

/** The answer; `undefined` after a report when there is none. What user code writes goes to standard error. */
export async function askProject<Kind extends 'describe' | 'draw' | 'ask'>(
  context: Context,
  config: string,
  request: Extract<Request, { kind: Kind }>,
): Promise<ProjectAnswer<Kind> | undefined> {
  const { err } = context.terminal
  const child = startProjectProcess(config, request, {
    onLoaded: ({ notices }) => reportNotices(context, notices),
    onOutput: (_, chunk) => process.stderr.write(chunk),
  })
  const interrupt = onInterrupt(() => child.kill())
  const { answer, files } = await child.finished
  interrupt.dispose()
  if (interrupt.count > 0) {
    setExitCode(context, 130)
    return undefined
  }
  if (answer.problem) {
    const placed = await placeProblem(answer.problem, files)
    const problem = { ...placed, issues: placed.issues.map(withCommandHints) }
    err.write(`${renderProblem(problem, { colours: err.colours, directory: context.directory })}\n`)
    setExitCode(context, answer.problem.phase === 'request' ? 2 : 1)
    return undefined
  }
  return { ...answer, files } as ProjectAnswer<Kind>
}
