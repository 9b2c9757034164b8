// The context of the step that runs, for code that was not handed it: where the host has asynchronous context.

import type { ActionContext } from './context.ts'

/** Code of an application that runs now: a step, or a function that is asked for inputs. */
export interface Running {
  readonly runId: string
  /** Nothing waits for it any more. */
  readonly isOver?: boolean
}

interface Frame {
  readonly running: Running
  /** Absent where there is no step. */
  readonly context: ActionContext | undefined
  /** Of the step: the innermost one around. */
  readonly span?: number
  readonly outer: Frame | undefined
}

interface Storage {
  run<Given extends unknown[], Value>(frame: Frame, work: (...given: Given) => Value, ...given: Given): Value
  exit<Value>(work: () => Value): Value
  getStore(): Frame | undefined
}

interface HostWithModules {
  readonly process?: { getBuiltinModule?(name: string): { AsyncLocalStorage: new () => Storage } | undefined }
}

function createStorage(): Storage | undefined {
  const host: HostWithModules = globalThis as object
  const hooks = host.process?.getBuiltinModule?.('node:async_hooks')
  return hooks && new hooks.AsyncLocalStorage()
}

const storage = createStorage()

/**
 * The context of the step in which this is called, also deep inside of what it calls; of the innermost one where an
 * application runs within an action of another. Undefined outside of steps, and in hosts without asynchronous context,
 * such as browsers.
 */
export function currentContext(): ActionContext | undefined {
  return storage?.getStore()?.context
}

export function runWith<Given, Value>(
  context: ActionContext & Running,
  work: (given: Given) => Value,
  given: Given,
): Value {
  return storage ? storage.run({ running: context, context, outer: storage.getStore() }, work, given) : work(given)
}

/** Within a span of a step. */
export function runWithin<Value>(context: ActionContext & Running, span: number, work: () => Value): Value {
  return storage ? storage.run({ running: context, context, span, outer: storage.getStore() }, work) : work()
}

/** The span of this step around the caller, also after an await; null outside of spans, undefined where no host tells. */
export function currentSpan(context: ActionContext): number | null | undefined {
  const frame = storage?.getStore()
  return frame?.context === context ? (frame.span ?? null) : undefined
}

/** Of an application, but not of a step of it. */
export function runOutsideOfSteps<Value>(running: Running, work: () => Value): Value {
  return storage ? storage.run({ running, context: undefined, outer: storage.getStore() }, work) : work()
}

/** Whether this is called by code that the application waits for; a host without asynchronous context cannot tell. */
export function isWithin(runId: string): boolean {
  for (let frame = storage?.getStore(); frame; frame = frame.outer)
    if (frame.running.runId === runId && !frame.running.isOver) return true
  return false
}

/** What watches a step is no part of it. */
export function leaveAmbient<Value>(work: () => Value): Value {
  return storage?.getStore() ? storage.exit(work) : work()
}
