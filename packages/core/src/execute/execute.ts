// The ways to run a plan: all or nothing, as much as possible, one output after the other.

import { expectOption } from '../errors/expect-option.ts'
import type { Graph } from '../graph/graph.ts'
import type { RunOptions, Settled } from '../flow/flow.ts'
import type { Hooks } from './hooks.ts'
import { onAbort } from './on-abort.ts'
import type { Plan } from './plan.ts'
import { Run, type RunRequest } from './run.ts'
import { runSynchronously } from './run-synchronously.ts'

/** What the flow says about its runs. */
export interface RunSetting {
  readonly hooks: readonly Hooks[]
  readonly flowName: string | undefined
  readonly graph: Graph
}

type Values = Record<string, unknown>
const NO_TAGS: Readonly<Record<string, string>> = {}

export async function executePlan(
  plan: Plan,
  slots: unknown[],
  options: RunOptions,
  setting: RunSetting,
): Promise<Values> {
  const run = new Run(toRequest(plan, slots, options, setting))
  // Nobody watches and nothing can stop it: the steps run in one go until the first that returns a promise.
  if (!run.isWatched) {
    const first = runSynchronously(plan, slots, run)
    if (first === undefined) return pickOutputs(plan, slots)
    run.takeOver(first)
  }
  await run.runToEnd()
  return pickOutputs(plan, slots)
}

export async function settlePlan(
  plan: Plan,
  slots: unknown[],
  options: RunOptions,
  setting: RunSetting,
): Promise<Settled<Values>> {
  const done = new Set(plan.given.map((one) => one.name))
  const onOutput = (name: string): void => void done.add(name)
  const run = new Run({ ...toRequest(plan, slots, options, setting), goesOn: true, onOutput })
  const conclusion = await run.runToEnd()
  const values = Object.entries(pickOutputs(plan, slots)).filter(([name]) => done.has(name))
  return { values: Object.fromEntries(values), ...conclusion }
}

export async function* iteratePlan(
  plan: Plan,
  slots: unknown[],
  options: RunOptions,
  setting: RunSetting,
): AsyncGenerator<{ node: string; value: unknown }, Values, void> {
  /** What comes next: an output, or what the run ended with; nothing more after `undefined`. */
  const queue: ((() => { node: string; value: unknown }) | undefined)[] = []
  let wake = (): void => {}
  const add = (next: (typeof queue)[number]): void => {
    queue.push(next)
    wake()
  }
  const controller = new AbortController()
  const { signal } = options
  const stopListening = onAbort(signal, () => controller.abort(signal!.reason))
  const onOutput = (node: string, value: unknown): void => add(() => ({ node, value }))
  const request = { ...toRequest(plan, slots, options, setting), signal: controller.signal, onOutput }
  const running = new Run(request).runToEnd().then(
    () => add(undefined),
    (error: unknown) =>
      add(() => {
        throw error
      }),
  )
  try {
    for (;;) {
      while (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      const next = queue.shift()
      if (!next) return pickOutputs(plan, slots)
      yield next()
    }
  } finally {
    stopListening()
    // Nothing happens when the run has ended.
    controller.abort(new Error('the loop was left'))
    await running
  }
}

function pickOutputs(plan: Plan, slots: readonly unknown[]): Values {
  const record: Values = {}
  plan.outputs.forEach((name, slot) => {
    // Assigning to `__proto__` would set the prototype.
    if (name === '__proto__') Object.defineProperty(record, name, { value: slots[slot], enumerable: true })
    else record[name] = slots[slot]
  })
  return record
}

/** @throws {run/bad-option} for every option that cannot be meant */
function toRequest(plan: Plan, values: unknown[], options: RunOptions, setting: RunSetting): RunRequest {
  const { concurrency = Infinity, abandonAfterMs = 5_000, signal, runId, tags = NO_TAGS, parent } = options
  const isCount = concurrency === Infinity || (Number.isInteger(concurrency) && concurrency > 0)
  expectOption(isCount, undefined, 'concurrency', concurrency, 'a whole number from 1')
  expectOption(abandonAfterMs >= 0, undefined, 'abandonAfterMs', abandonAfterMs, 'milliseconds from 0')
  return { plan, values, ...setting, signal, concurrency, runId, tags, parent, abandonAfterMs, goesOn: false }
}
