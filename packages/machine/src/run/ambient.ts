// The context of the step that runs, for code that was not handed it: where the host has asynchronous context.

import { isThenable } from 'throughline/insides'
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
  exit<Given extends unknown[], Value>(work: (...given: Given) => Value, ...given: Given): Value
  getStore(): Frame | undefined
}

interface HostWithModules {
  readonly process?: {
    getBuiltinModule?(
      name: string,
    ): { AsyncLocalStorage: new () => Storage; AsyncResource: new (type: string) => Resource } | undefined
  }
}

/** Keeps the asynchronous context in which it was made. */
interface Resource {
  runInAsyncScope<Given, Value>(work: (given: Given) => Value, self: undefined, given: Given): Value
}

const host: HostWithModules = globalThis as object
const hooks = host.process?.getBuiltinModule?.('node:async_hooks')
const storage = hooks && new hooks.AsyncLocalStorage()

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

const NOBODY: Running = { runId: '', isOver: true }

interface Shared {
  readonly frame: { -readonly [K in keyof Frame]: Frame[K] }
  readonly resource: Resource
}

/**
 * Calls the actions of a run. Those that are synchronous share a frame, as entering one costs a tenth of making one; it
 * belongs to each of them in turn, and to nobody in between. An action that turns out to go on keeps it for itself.
 */
export class SharedFrame {
  readonly #outer = storage?.getStore()
  /** As far as is known: their last call was. */
  readonly #synchronous = new Set<unknown>()
  #shared: Shared | undefined

  call<Given>(context: ActionContext & Running, work: (given: Given) => unknown, given: Given): unknown {
    if (!storage) return work(given)
    if (this.#synchronous.has(work)) return this.#callShared(context, work, given)
    const returned = storage.run({ running: context, context, outer: this.#outer }, work, given)
    if (!isThenable(returned)) this.#synchronous.add(work)
    return returned
  }

  #callShared<Given>(context: ActionContext & Running, work: (given: Given) => unknown, given: Given): unknown {
    const { frame, resource } = (this.#shared ??= this.#share())
    frame.running = context
    frame.context = context
    let goesOn = false
    try {
      const returned = resource.runInAsyncScope(work, undefined, given)
      goesOn = isThenable(returned)
      return returned
    } finally {
      if (goesOn) {
        this.#shared = undefined
        this.#synchronous.delete(work)
      } else {
        frame.running = NOBODY
        frame.context = undefined
      }
    }
  }

  #share(): Shared {
    const frame: Shared['frame'] = { running: NOBODY, context: undefined, outer: this.#outer }
    return { frame, resource: storage!.run(frame, () => new hooks!.AsyncResource('ThroughlineAction')) }
  }
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
export function leaveAmbient<Given extends unknown[], Value>(work: (...given: Given) => Value, ...given: Given): Value {
  return storage?.getStore() ? storage.exit(work, ...given) : work(...given)
}
