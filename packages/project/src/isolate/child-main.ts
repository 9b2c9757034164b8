// The process that runs user code: loads one project, does what is asked of it once, and ends.

import { ThroughlineError } from 'throughline'
import { projectIssue } from '../issues.ts'
import { loadProject, type LoadedProject } from '../load-project.ts'
import { registerLoader } from '../loader/register-loader.ts'
import { createOriginResolver } from '../origins/origin-resolver.ts'
import { displayPath } from '../source/code-frame.ts'
import { answerProblem, answerRequest } from './answer-request.ts'
import type { Answer, ChildMessage, ParentMessage, RunEvent } from './messages.ts'
import { toProblem } from './problem.ts'

type RequestMessage = Extract<ParentMessage, { kind: 'request' }>

// A terminal sends Ctrl-C to every process in it; what it means is for the process that shows to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.on('disconnect', () => process.exit(1))

const controller = new AbortController()
const loader = registerLoader()
const running = new Set<string>()
let current: RequestMessage | undefined
let phase: 'load' | 'run' = 'load'

process.on('message', (message: ParentMessage) => {
  if (message.kind === 'abort') {
    controller.abort(new Error(message.reason))
    if (phase === 'load') process.exit(1)
    return
  }
  current = message
  // Only user code keeps this process alive from here on; see `beforeExit`.
  process.channel?.unref()
  void serve(message)
})
for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, giveUp)
process.on('beforeExit', () => {
  if (current === undefined) return
  // Nothing is left that could happen, and still there is no answer.
  const file = displayPath(current.config)
  const never =
    phase === 'load'
      ? projectIssue('project/never-loaded', { file })
      : projectIssue('project/never-finished', { running: [...running] })
  finish(problemFrom(new ThroughlineError([never])))
})

async function serve({ config, request }: RequestMessage): Promise<void> {
  let loaded: LoadedProject
  try {
    loaded = await loadProject(config)
  } catch (error) {
    finish(problemFrom(error))
    return
  }
  phase = 'run'
  send({ kind: 'loaded', files: loaded.files(), notices: loaded.notices })
  const onEquipped = (notes: unknown): void => send({ kind: 'equipped', notes })
  finish(await answerRequest(loaded, request, { signal: controller.signal, onEvents: report, onEquipped }))
}

function report(events: readonly RunEvent[]): void {
  for (const event of events) {
    if (event.type === 'started') running.add(event.node)
    else if (event.type === 'ended') running.delete(event.node)
  }
  send({ kind: 'events', events })
}

function giveUp(error: unknown): void {
  finish(problemFrom(error))
}

function problemFrom(error: unknown): Answer {
  const problem = toProblem(error, phase, createOriginResolver(), (message) =>
    projectIssue('project/uncaught-error', { message }),
  )
  return answerProblem(current?.request.kind ?? 'run', problem)
}

let isFinished = false

/** Open handles of user code, such as a pool of connections, must not keep a finished run alive. */
function finish(answer: Answer): void {
  if (isFinished) return
  isFinished = true
  const message: ChildMessage = { kind: 'answer', answer, files: [...loader.files] }
  process.send!(message, undefined, undefined, () => {
    process.stdout.write('', () => process.stderr.write('', () => process.exit(0)))
  })
}

function send(message: ChildMessage): void {
  if (process.connected) process.send!(message)
}

send({ kind: 'ready' })
