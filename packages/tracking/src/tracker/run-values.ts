// The values of a run as the record sees them: which are known by which data version, and what they look like.

import type { StepCheck } from 'throughline'
import { ABSENT, type ObservedRun, type PlanStep } from 'throughline/memo'
import type { StepStarted, ValueFacts } from '../events/event.ts'
import { factsOf, put, type Inputs, type PlanFacts } from './plan-facts.ts'
import { maskedFacts } from './masked-facts.ts'
import type { TimeBudget } from './time-budget.ts'
import type { TrackingContext } from './tracking-context.ts'

/** In the place of a version that must not be told. */
const UNTOLD = ''

export class RunValues {
  readonly #context: TrackingContext
  readonly #budget: TimeBudget
  readonly #plan: PlanFacts | undefined
  /** By slot. */
  readonly #versions: (string | undefined)[] = []
  #run: ObservedRun | undefined
  /** Values for whose summary there was no time. */
  withoutSummary = 0
  readonly #onNoTime = (): void => void this.withoutSummary++

  constructor(run: ObservedRun | undefined, context: TrackingContext, budget: TimeBudget) {
    this.#run = run
    this.#context = context
    this.#budget = budget
    this.#plan = run && factsOf(run.plan)
  }

  /** What the run was given: inputs, and values in the place of nodes. */
  inputs(): Record<string, ValueFacts> {
    if (!this.#run) return {}
    const { plan, values, request } = this.#run
    const facts: [string, ValueFacts][] = []
    for (const { name, slot } of [...plan.inputs, ...plan.given]) {
      const value = values[slot]
      if (value === ABSENT) continue
      const capture = this.#context.captureFor(name)
      const found = this.#budget.forInput((budgetMs) =>
        this.#context.look.of(value, { name, capture, budgetMs, onNoTime: this.#onNoTime }),
      )
      this.#versions[slot] = found?.version ?? UNTOLD
      // What was chosen is a version of its own.
      if (found && request.graph.nodes.get(name)?.kind !== 'config') facts.push([name, found])
    }
    return Object.fromEntries(facts)
  }

  /** What a step reads, by the name under which its function reads it. */
  readBy(node: string, given: Readonly<Record<string, unknown>>): StepStarted['inputs'] {
    const step = this.#plan?.stepOf.get(node)
    const inputs: Inputs = {}
    if (!step) {
      for (const key of Object.keys(given)) put(inputs, key, { from: key })
      return inputs
    }
    const { keys, sources } = step
    if (this.#isPlain(step, given)) return this.#plan!.inputsOf(step)
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at]!
      if (!Object.hasOwn(given, key)) continue
      const slot = sources[at]!
      const version = this.#versionOf(slot)
      const from = this.#plan!.names[slot]!
      put(inputs, key, version === undefined ? { from } : { from, version })
    }
    return inputs
  }

  /** Whether it reads everything that it can, and no version of it is told. */
  #isPlain({ keys, sources }: PlanStep, given: Readonly<Record<string, unknown>>): boolean {
    for (let at = 0; at < keys.length; at++) {
      if (this.#versionOf(sources[at]!) !== undefined || !Object.hasOwn(given, keys[at]!)) return false
    }
    return true
  }

  /** What a step gave. */
  madeBy(node: string, value: unknown, durationMs: number): ValueFacts | undefined {
    const step = this.#plan?.stepOf.get(node)
    const spec = step?.node.spec
    const capture = this.#context.captureFor(node, spec?.tags)
    if (capture === 'none') {
      if (step) this.#versions[step.slot] = UNTOLD
      return undefined
    }
    const isReadable = spec?.isStream !== true && spec?.reach?.kind !== 'resource'
    const version = step && this.#run?.memo?.versionKnown?.(step.slot)
    const isOutput = step !== undefined && this.#run?.plan.outputs.has(step.slot) === true
    const about = { name: node, capture, version, isReadable, onNoTime: this.#onNoTime }
    const found = this.#budget.forStep(durationMs, isOutput, (budgetMs, summaryMs) =>
      this.#context.look.of(value, { ...about, budgetMs, summaryMs }),
    )
    if (step) this.#versions[step.slot] = found?.version ?? UNTOLD
    return found
  }

  /** What a step took from an earlier run: the value is not looked at. */
  takenBy(node: string): ValueFacts | undefined {
    const step = this.#plan?.stepOf.get(node)
    if (!step) return undefined
    const version = this.#run?.memo?.versionKnown?.(step.slot)
    const isTold = this.#context.captureFor(node, step.node.spec?.tags) !== 'none'
    if (version === undefined || !isTold || this.#context.privacy.hides(node, undefined)) {
      this.#versions[step.slot] = UNTOLD
      return undefined
    }
    this.#versions[step.slot] = version
    return { version, type: 'unknown' }
  }

  /** What a check says of a value, as far as values may be told. */
  checked(
    node: string,
    message: StepCheck['message'],
    facts: StepCheck['facts'],
  ): Pick<StepCheck, 'message' | 'facts'> {
    const capture = this.#context.captureFor(node, this.#plan?.stepOf.get(node)?.node.spec?.tags)
    return maskedFacts({ message, facts }, capture, this.#context.privacy)
  }

  /** The values of a run that is over are let go. */
  release(): void {
    this.#run = undefined
  }

  /** Of a stream, the version is known when it has been read. */
  #versionOf(slot: number): string | undefined {
    const known = this.#versions[slot]
    return known === undefined || known === UNTOLD ? undefined : known
  }
}
