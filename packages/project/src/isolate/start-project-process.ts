// Runs user code in a process of its own, so that whoever watches it can show progress, stop it, and survive it.

import { fork, type ChildProcess } from 'node:child_process'
import { dirname, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectIssue } from '../issues.ts'
import { answerProblem } from './answer-request.ts'
import type { Answer, ChildMessage, ParentMessage, Request, RunEvent } from './messages.ts'
import type { CompileNotice } from '../loader/compile-typescript.ts'
import { toPlainIssue } from './problem.ts'

export interface ProcessListener {
  readonly onEvents?: (events: readonly RunEvent[]) => void
  /** What the equipment of a run told: see `Equipment.notes`. */
  readonly onEquipped?: (notes: unknown) => void
  /** The project is loaded: its files so far, and those that needed more than type stripping. */
  readonly onLoaded?: (loaded: {
    readonly files: readonly string[]
    readonly notices: readonly CompileNotice[]
  }) => void
  /** What user code writes. Default: passed on to this process's own streams. */
  readonly onOutput?: (stream: 'stdout' | 'stderr', chunk: Buffer) => void
  /** User code may write colours: what it writes ends on a terminal. Default: false. */
  readonly wantsColours?: boolean
}

export interface ProjectProcess {
  /** Settles when the process has ended and everything that it wrote has been passed on. Never rejects. */
  readonly finished: Promise<FinishedProcess>
  readonly pid: number | undefined
  /** Asks the run to stop. Started nodes may end in their own time. */
  abort(reason: string): void
  /** Ends the process at once, whatever it does. */
  kill(): void
}

export interface FinishedProcess {
  readonly answer: Answer
  /** The user's files that were loaded, absolute. */
  readonly files: readonly string[]
}

/** How long to wait for the streams of an ended process when something else still holds them open. */
const DRAIN_MS = 500

/**
 * Starts a process that loads a project and does one thing with it. It works in the project's folder, so what a node
 * reads by a relative path does not depend on where the command was given.
 *
 * @param config the configuration file, absolute
 */
export function startProjectProcess(config: string, request: Request, listener: ProcessListener = {}): ProjectProcess {
  const entry = fileURLToPath(new URL(`./child-main${extname(import.meta.url)}`, import.meta.url))
  const child = fork(entry, {
    cwd: dirname(config),
    env: listener.wantsColours ? { ...process.env, FORCE_COLOR: '1' } : process.env,
    serialization: 'advanced',
    stdio: ['inherit', 'pipe', 'pipe', 'ipc'],
  })
  // However this process ends, save by SIGKILL, user code does not outlive it.
  const killWithUs = (): void => void child.kill('SIGKILL')
  process.once('exit', killWithUs)
  const record = createRunRecord()
  let answer: Answer | undefined
  let files: readonly string[] = []
  let errorTail = ''
  let asked: 'stopped' | 'killed' | undefined

  const forward = (name: 'stdout' | 'stderr') => (chunk: Buffer) => {
    if (name === 'stderr') errorTail = (errorTail + chunk.toString('latin1')).slice(-4_000)
    if (listener.onOutput) listener.onOutput(name, chunk)
    else process[name].write(chunk)
  }
  child.stdout!.on('data', forward('stdout'))
  child.stderr!.on('data', forward('stderr'))
  child.on('message', (message) => {
    const told = message as ChildMessage
    if (told.kind === 'ready') post(child, { kind: 'request', config, request })
    else if (told.kind === 'loaded') listener.onLoaded?.(told)
    else if (told.kind === 'equipped') listener.onEquipped?.(told.notes)
    else if (told.kind === 'events') {
      record.add(told.events)
      listener.onEvents?.(told.events)
    } else {
      answer = told.answer
      files = told.files
    }
  })

  const finished = ended(child).then((end): FinishedProcess => {
    process.off('exit', killWithUs)
    if (answer === undefined) {
      const facts = { ...explainEnd(end, errorTail, asked), running: record.running }
      const issue = toPlainIssue(projectIssue('project/process-ended', facts))
      answer = answerProblem(request.kind, { phase: 'run', thrown: [], issues: [issue] })
      if (answer.kind === 'run' && asked) answer = { ...answer, status: 'aborted' }
    }
    return { answer: record.complete(answer), files }
  })

  return {
    finished,
    pid: child.pid,
    abort: (reason) => {
      asked = 'stopped'
      post(child, { kind: 'abort', reason })
    },
    kill: () => {
      asked = 'killed'
      child.kill('SIGKILL')
    },
  }
}

interface RunRecord {
  add(events: readonly RunEvent[]): void
  readonly running: readonly string[]
  /** An answer that a process gave in distress knows little of its run; here is what was heard of it. */
  complete(answer: Answer): Answer
}

function createRunRecord(): RunRecord {
  const running = new Set<string>()
  const counts = { computed: 0, cached: 0, failed: 0, skipped: 0 }
  let runId: string | undefined
  let startedAt = 0
  return {
    add(events) {
      for (const event of events) {
        if (event.type === 'run-started') {
          runId = event.runId
          startedAt = performance.now()
        } else if (event.type === 'started') running.add(event.node)
        else if (event.type === 'ended') {
          running.delete(event.node)
          counts[event.status === 'succeeded' ? 'computed' : event.status]++
        }
      }
    },
    get running() {
      return [...running]
    },
    complete(answer) {
      if (answer.kind !== 'run' || answer.runId !== null || runId === undefined) return answer
      return { ...answer, runId, counts, durationMs: performance.now() - startedAt }
    },
  }
}

function post(child: ChildProcess, message: ParentMessage): void {
  // It may end at any time; then there is nobody left to tell.
  if (child.connected) child.send(message, () => {})
}

interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly error?: Error
}

function ended(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: null, signal: null, error }))
    child.on('close', (code, signal) => resolve({ code, signal }))
    child.on('exit', (code, signal) => setTimeout(() => resolve({ code, signal }), DRAIN_MS).unref())
  })
}

function explainEnd({ code, signal, error }: End, errorTail: string, asked?: string): { how: string; cures: string[] } {
  if (error) return { how: `it could not be started (${error.message})`, cures: [] }
  if (asked) return { how: `it was ${asked}, as asked`, cures: [] }
  if (/heap out of memory|allocation failed/i.test(errorTail)) {
    return {
      how: 'it needed more memory than it may use',
      cures: ['let nodes give up what they no longer need, or allow more:  NODE_OPTIONS=--max-old-space-size=8192'],
    }
  }
  if (signal === 'SIGKILL') {
    return {
      how: 'it was killed (SIGKILL)',
      cures: ['often the system does so for want of memory; its log says whether.'],
    }
  }
  if (signal !== null) return { how: `it got the signal ${signal}`, cures: [] }
  return {
    how: `it exited with code ${code}`,
    cures: ['if a module or a node calls process.exit, let it throw an error instead.'],
  }
}
