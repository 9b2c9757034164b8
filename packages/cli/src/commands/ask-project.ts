// Asks a project something that needs its code loaded, but no run.

import { startProjectProcess, type Answer, type Request } from '@throughline/project/process'
import { onInterrupt } from '../interrupt.ts'
import { renderProblem } from '../render/problem.ts'
import { reportNotices, setExitCode, type Context } from './context.ts'

/** The answer; `undefined` after a report when there is none. What user code writes goes to standard error. */
export async function askProject<Kind extends 'describe' | 'draw'>(
  context: Context,
  config: string,
  request: Extract<Request, { kind: Kind }>,
): Promise<Extract<Answer, { kind: Kind }> | undefined> {
  const { err } = context.terminal
  const child = startProjectProcess(config, request, {
    onLoaded: ({ notices }) => reportNotices(context, notices),
    onOutput: (_, chunk) => process.stderr.write(chunk),
  })
  const interrupt = onInterrupt(() => child.kill())
  const { answer } = await child.finished
  interrupt.dispose()
  if (interrupt.count > 0) {
    setExitCode(context, 130)
    return undefined
  }
  if (answer.problem) {
    err.write(`${renderProblem(answer.problem, { colours: err.colours, directory: context.directory })}\n`)
    setExitCode(context, answer.problem.phase === 'request' ? 2 : 1)
    return undefined
  }
  return answer as Extract<Answer, { kind: Kind }>
}
