// One attempt: calls the function of an action, within its time, as long as the run is not stopped.

import { ThroughlineError } from 'throughline'
import { isThenable, onAbort, startTimer, toMilliseconds } from 'throughline/insides'
import { machineIssue } from '../errors/catalogue.ts'
import { runWith, type Running } from './ambient.ts'
import type { CompiledAction } from './compiled.ts'
import type { ActionContext } from './context.ts'
import type { AroundStep } from './hooks.ts'

type Awaitable<Value> = Value | PromiseLike<Value>
type Around = (step: AroundStep, next: () => Promise<unknown>) => unknown

export interface Call {
  readonly compiled: CompiledAction
  readonly state: Readonly<Record<string, unknown>>
  readonly inputs: Readonly<Record<string, unknown>>
  readonly context: ActionContext & Running
  /** Takes a chunk of a stream. */
  readonly chunk: (chunk: unknown) => Awaitable<void>
  readonly around: readonly Around[]
  readonly aroundStep: () => AroundStep
}

/** Of a run that was stopped while the action went on for longer than it may. */
export const LEFT_BEHIND: unique symbol = Symbol('left behind')

/** @returns what the action returns; of a stream what its generator returns */
export function callAction(call: Call): Awaitable<unknown> {
  const { around, context } = call
  const through = (index: number): unknown =>
    index === around.length ? invoke(call) : around[index]!(call.aroundStep(), async () => through(index + 1))
  return runWith(context, through, 0)
}

function invoke({ compiled, state, inputs, context, chunk }: Call): Awaitable<unknown> {
  const { action, name } = compiled
  if (action.kind === 'todo') throw new ThroughlineError([machineIssue('app/todo', { action: name })])
  const returned = action.run({ state, inputs, ctx: context })
  return action.kind === 'stream' ? drain(returned, name, context, chunk) : returned
}

type AnyGenerator = Iterator<unknown, unknown> | AsyncIterator<unknown, unknown>

/** Hands on what is yielded, one after the other, and gives what is returned. */
async function drain(
  generator: unknown,
  action: string,
  { signal }: ActionContext,
  chunk: Call['chunk'],
): Promise<unknown> {
  if (typeof (generator as Partial<AnyGenerator> | undefined)?.next !== 'function')
    throw new ThroughlineError([machineIssue('app/no-chunks', { action })])
  const stream = generator as AnyGenerator
  for (;;) {
    const { done, value } = await stream.next()
    if (done) return value
    try {
      signal.throwIfAborted()
      await chunk(value)
    } catch (error) {
      await stream.return?.(undefined)
      throw error
    }
  }
}

/** @throws {app/timeout}, and lets the signal of the attempt abort */
export function withinTime(
  limit: Parameters<typeof toMilliseconds>[0],
  action: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Awaitable<unknown>,
): Promise<unknown> {
  const limitMs = toMilliseconds(limit)
  const controller = new AbortController()
  const stopListening = onAbort(signal, () => controller.abort(signal.reason))
  return new Promise((resolve, reject) => {
    const timer = startTimer(() => {
      const error = new ThroughlineError([machineIssue('app/timeout', { action, limitMs })])
      reject(error)
      controller.abort(error)
    }, limitMs)
    const end = (): void => {
      clearTimeout(timer)
      stopListening()
    }
    const called = async (): Promise<unknown> => work(controller.signal)
    called().then(
      (value) => (end(), resolve(value)),
      (error: unknown) => (end(), reject(error)),
    )
  })
}

/** Waits for the work; when the signal aborts, for so much longer. */
export function unlessStopped(work: Awaitable<unknown>, signal: AbortSignal, graceMs: number): Awaitable<unknown> {
  if (!isThenable(work)) return work
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof startTimer> | undefined
    const stopListening = onAbort(signal, () => (timer = startTimer(() => resolve(LEFT_BEHIND), graceMs)))
    const end = (): void => {
      clearTimeout(timer)
      stopListening()
    }
    Promise.resolve(work).then(
      (value) => (end(), resolve(value)),
      (error: unknown) => (end(), reject(error)),
    )
  })
}
