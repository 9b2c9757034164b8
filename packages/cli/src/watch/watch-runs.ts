// Runs again, in a fresh process, whenever a file that the project has loaded changes.

import { watch } from 'chokidar'
import { displayPath, type RunAnswer, type RunRequest } from '@throughline/project'
import { dirname } from 'node:path'
import { setExitCode, type Context } from '../commands/context.ts'
import { runOnce, type OneRun } from '../commands/run-once.ts'
import { onInterrupt } from '../interrupt.ts'

/** Editors write in several steps; what comes within this time is one change. */
const SETTLE_MS = 60
const SOURCE = /\.(?:[cm]?[jt]sx?|json)$/

/** Ends with Ctrl-C only. */
export async function watchRuns(
  context: Context,
  config: string,
  request: RunRequest,
  inputFiles: readonly string[],
  show: (answer: RunAnswer) => void,
): Promise<void> {
  const { err } = context.terminal
  const say = (text: string): void => err.write(`${err.colours.dim(text)}\n`)
  const watched = new Set([config, ...inputFiles])
  const watcher = watch([...watched], { ignoreInitial: true, atomic: true })
  const changes = createChangeList()
  /** After a failed load, a file that was missing may appear beside those that were loaded. */
  let looksAround = false

  watcher.on('all', (event, path) => {
    if (watched.has(path) || (looksAround && SOURCE.test(path) && (event === 'add' || event === 'change'))) changes.add(path)
  })
  await new Promise<void>((resolve) => watcher.once('ready', resolve))

  let current: OneRun | undefined
  let isStopped = false
  const interrupt = onInterrupt(() => {
    isStopped = true
    changes.end()
  })
  while (!isStopped) {
    current = runOnce(context, config, request)
    const changed = changes.next()
    const first = await Promise.race([current.finished, changed])
    if (Array.isArray(first)) current.cancel('a file changed')
    const { answer, files, wasInterrupted } = await current.finished
    if (wasInterrupted) isStopped = true
    for (const file of files) if (!watched.has(file)) watcher.add(file)
    for (const file of files) watched.add(file)
    looksAround = answer.problem?.phase === 'load'
    if (looksAround) watcher.add([...new Set([...watched].map((file) => dirname(file)))])
    if (isStopped) break
    if (!Array.isArray(first)) {
      show(answer)
      say(`watching ${watched.size} files; press Ctrl-C to stop`)
    }
    const paths = await changed
    if (paths.length > 0) say(`${paths.map((path) => displayPath(path, context.directory)).join(', ')} changed; running again`)
  }
  interrupt.dispose()
  await watcher.close()
  setExitCode(context, 130)
}

interface ChangeList {
  add(path: string): void
  /** The next changes, as soon as there are any; empty at the end. */
  next(): Promise<readonly string[]>
  end(): void
}

function createChangeList(): ChangeList {
  const paths = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let isEnded = false
  let deliver: ((paths: readonly string[]) => void) | undefined
  const flush = (): void => {
    if (!deliver || (paths.size === 0 && !isEnded)) return
    const all = [...paths]
    paths.clear()
    deliver(all)
    deliver = undefined
  }
  return {
    add(path) {
      paths.add(path)
      clearTimeout(timer)
      timer = setTimeout(flush, SETTLE_MS)
    },
    next: () =>
      new Promise((resolve) => {
        deliver = resolve
        flush()
      }),
    end() {
      isEnded = true
      flush()
    },
  }
}
