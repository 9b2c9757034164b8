// Runs the children of a parallel action, some at a time, and stops those that are not needed any more.

import { ThroughlineError, type Issue } from 'throughline'
import { onAbort, yieldToHost } from 'throughline/insides'
import { machineIssue } from '../errors/catalogue.ts'
import type { ActionContext } from '../run/context.ts'
import { EndOfChildren, type Result } from './end-of-children.ts'
import { machineOf } from './runnable.ts'
import type { AnyTask, Join } from './task.ts'

export interface HowToRun {
  readonly concurrency: number
  readonly join: Join
}

/** After so many children the host gets its turn, however short they are. */
const STRETCH = 64

/**
 * A child is opened when it is its turn, and closed when it has ended.
 *
 * @returns what became of them, in the order of the tasks
 * @throws what `EndOfChildren` throws; what a child's run throws, when the others have stopped; {app/duplicate-key},
 *   {app/no-entry}
 */
export async function runTasks(tasks: readonly AnyTask[], how: HowToRun, ctx: ActionContext): Promise<Result[]> {
  const entries = entriesOf(tasks, ctx.action)
  const end = new EndOfChildren(ctx.action, tasks, how.join)
  const stop = new AbortController()
  const stopListening = onAbort(ctx.signal, () => stop.abort(ctx.signal.reason))
  let next = 0
  let failure: { readonly error: unknown } | undefined
  const isOver = (): boolean => failure !== undefined || end.isDecided || stop.signal.aborted
  const stopOthers = (): void => stop.abort('its siblings have decided the step')

  const runOne = async (index: number): Promise<void> => {
    const { machine, entry: _, ...options } = tasks[index]!
    const spawning = { ...options, entry: entries[index]!, signal: stop.signal }
    end.ended(index, await ctx.spawn(machineOf(machine), spawning))
    if (end.isDecided) stopOthers()
  }
  const work = async (): Promise<void> => {
    while (next < tasks.length && !isOver()) {
      const index = next++
      if (index % STRETCH === STRETCH - 1) await new Promise<void>((resolve) => yieldToHost(resolve))
      try {
        await runOne(index)
      } catch (error) {
        failure ??= { error }
        stopOthers()
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(how.concurrency, tasks.length) }, work))
  } finally {
    stopListening()
  }
  ctx.signal.throwIfAborted()
  if (failure) throw failure.error
  return end.results()
}

/** The first action of each. @throws {app/duplicate-key}, {app/no-entry} */
function entriesOf(tasks: readonly AnyTask[], action: string): string[] {
  const keys = new Set<string>()
  const twice = new Set<string>()
  for (const { key } of tasks) (keys.has(key) ? twice : keys).add(key)
  const issues: Issue[] = [...twice].map((key) => machineIssue('app/duplicate-key', { action, key }))
  const entries = tasks.map(({ key, machine, entry }) => {
    const names = Object.keys(machineOf(machine).actions)
    if (entry === undefined && names.length > 1) issues.push(machineIssue('app/no-entry', { action, key, names }))
    return entry ?? names[0]!
  })
  if (issues.length > 0) throw new ThroughlineError(issues)
  return entries
}
