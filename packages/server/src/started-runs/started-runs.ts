// Runs that pages start: each in a process of its own, recorded as those of the command, and stopped from here alone.

import {
  startProjectProcess,
  type Problem,
  type ProcessListener,
  type ProjectProcess,
  type RunRequest,
} from '@throughline/project/process'
import { displayPath } from '@throughline/project'
import { dirname } from 'node:path'
import type { Issue, ThroughlineError } from 'throughline'
import { Refusal } from '../answers/problem-answer.ts'
import type { StartRun } from '../api/index.ts'
import { serverIssue } from '../issues.ts'
import type { AskedRun } from './asked-run.ts'
import { foreignFile } from './own-files.ts'

export interface StartedRunsOptions {
  /** The configuration file, absolute. */
  readonly config: string
  /** URL of a module that exports `equip`: see `RunRequest.equipment`. It is told `{ asked }`, an `AskedRun`. */
  readonly equipment?: string
  /** Runs at a time. @defaultValue 8 */
  readonly most?: number
  readonly onOutput?: ProcessListener['onOutput']
}

export interface StartedRuns extends AsyncDisposable {
  /**
   * Resolves with the id of the run when it has begun.
   *
   * @throws {server/too-many-runs} {server/foreign-file}, or why it could not begin
   */
  start(run: StartRun): Promise<string>
  /** True for a run that was started here and has not ended. */
  canCancel(run: string): boolean
  /** Asks it to stop; asked again, it is ended at once. @returns false when it cannot be cancelled */
  cancel(run: string): boolean
}

/** How long runs have to stop when the server does. */
const patienceMs = 2_000

export function createStartedRuns({ config, equipment, most = 8, onOutput }: StartedRunsOptions): StartedRuns {
  const directory = dirname(config)
  const processes = new Set<ProjectProcess>()
  const byRun = new Map<string, { readonly process: ProjectProcess; isAsked: boolean }>()

  const start = async ({ flow, outputs, inputs, config: variants, of }: StartRun): Promise<string> => {
    if (processes.size >= most) throw new Refusal([serverIssue('server/too-many-runs', { most })], 429)
    const foreign = foreignFile(inputs, directory)
    if (foreign !== undefined) throw new Refusal([serverIssue('server/foreign-file', { path: foreign })], 422)
    const asked: AskedRun = {
      kind: 'page',
      flow,
      outputs,
      inputs,
      config: variants,
      directory,
      ...(of !== undefined && { of }),
    }
    const request: RunRequest = {
      kind: 'run',
      flow,
      outputs,
      inputs,
      config: variants,
      directory,
      results: 'views',
      options: { asked },
      ...(equipment !== undefined && { equipment }),
    }
    return await new Promise<string>((resolve, reject) => {
      let run: string | undefined
      const child = startProjectProcess(config, request, {
        onEvents: (events) => {
          for (const event of events) {
            if (event.type !== 'run-started' || run !== undefined) continue
            run = event.runId
            byRun.set(run, { process: child, isAsked: false })
            resolve(run)
          }
        },
        ...(onOutput && { onOutput }),
      })
      processes.add(child)
      void child.finished.then(({ answer }) => {
        processes.delete(child)
        if (run !== undefined) byRun.delete(run)
        // Of a run that has begun the record says how it ended.
        reject(
          answer.problem ? refusalOf(answer.problem, directory) : new Refusal([serverIssue('server/failed', {})], 500),
        )
      })
    })
  }

  return {
    start,
    canCancel: (run) => byRun.has(run),
    cancel: (run) => {
      const found = byRun.get(run)
      if (!found) return false
      if (found.isAsked) found.process.kill()
      else found.process.abort('cancelled on a page')
      found.isAsked = true
      return true
    },
    [Symbol.asyncDispose]: async () => {
      const all = [...processes]
      for (const process of all) process.abort('the server is stopped')
      const timer = setTimeout(() => {
        for (const process of all) process.kill()
      }, patienceMs)
      await Promise.all(all.map(({ finished }) => finished))
      clearTimeout(timer)
    },
  }
}

/** Nothing ran: the request or the project is wrong. */
function refusalOf({ issues }: Problem, directory: string): ThroughlineError {
  const shown = issues.map(({ code, severity, subject, title, details, hints, facts, at }): Issue => {
    const place = at && { ...at, module: displayPath(at.module, directory) }
    return { code, severity, subject, title, details, hints, facts, ...(place && { at: place }) }
  })
  return new Refusal(shown, 422)
}
