// Runs again, in a fresh process, whenever a file that the project has loaded changes.

import { displayPath } from '@throughline/project'
import type { RunAnswer, RunRequest } from '@throughline/project/process'
import { watchFiles } from '@throughline/project/watch'
import { setExitCode, type Context } from '../commands/context.ts'
import { runOnce } from '../commands/run-once.ts'
import { onInterrupt } from '../interrupt.ts'
import { describeFiles } from './describe-files.ts'

/**
 * Ends with Ctrl-C only. A run that is under way when a file changes is given up.
 *
 * @param show told the files, as a person knows them, that changed since the last run that was not given up
 */
export async function watchRuns(
  context: Context,
  config: string,
  request: RunRequest,
  inputFiles: readonly string[],
  show: (answer: RunAnswer, changed: readonly string[]) => void,
): Promise<void> {
  const { err } = context.terminal
  const say = (text: string): void => err.write(`${err.colours.dim(text)}\n`)
  const files = await watchFiles([config, ...inputFiles])
  let isStopped = false
  let changed = new Set<string>()
  const interrupt = onInterrupt(() => {
    isStopped = true
    files.end()
  })
  while (!isStopped) {
    const startedAtMs = Date.now()
    const changes = files.next()
    const run = runOnce(context, config, request, (loaded) => files.add(loaded, startedAtMs))
    void changes.then((paths) => (paths.length > 0 ? run.cancel('a file changed') : undefined))
    const finished = await run.finished
    files.add(finished.files, startedAtMs)
    files.lookAround(finished.answer.problem?.phase === 'load', startedAtMs)
    const wasCancelled = finished.answer.status === 'aborted' && !finished.wasInterrupted
    if (!wasCancelled) {
      show(finished.answer, [...changed])
      changed = new Set()
    }
    if (isStopped) break
    if (!wasCancelled) say(`watching ${files.size} files; press Ctrl-C to stop`)
    const paths = await changes
    if (paths.length === 0) continue
    const shown = paths.map((path) => displayPath(path, context.directory))
    for (const path of shown) changed.add(path)
    say(`${describeFiles(shown)} changed; running again`)
  }
  interrupt.dispose()
  await files.close()
  setExitCode(context, 130)
}
