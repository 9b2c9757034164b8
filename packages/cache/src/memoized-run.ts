// One run that takes what it can from earlier runs: what each step reads is known by its version, before its value.

import { isRefusal } from '@throughline/store'
import { andThen, StepScope, type MemoRun, type PlanStep, type RunMemo } from 'throughline/memo'
import type { StepCheck, StepLog, StepMetric } from 'throughline'
import { AskedSources, keyWithSource, UNANSWERED } from './asked-sources.ts'
import type { Look } from './look.ts'
import type { InFlight } from './in-flight.ts'
import { cacheIssue } from './issues.ts'
import { memoizeItem } from './item.ts'
import type { Key } from './key.ts'
import { IGNORED, isComparable, keyOfStep, versionOfResource } from './step-key.ts'
import { lastly } from './lastly.ts'
import { computeTold, computeWith, LateValue, loadInto, valuesAt } from './late-value.ts'
import { InputGuard } from './input-guard.ts'
import { versionIn } from './instances.ts'
import { Recordings, tellAgain, type Recording } from './recording.ts'
import { hasFailedItem, isAsync, isStream, recordStream } from './record-stream.ts'
import type { Reporter } from './reporter.ts'
import { SlotVersions } from './slot-versions.ts'
import type { StepSetting } from './step-setting.ts'
import type { KeptValue, Loaded, ValueStore } from './value-store.ts'

/** What all runs of a cache share. */
export interface RunEnvironment {
  readonly store: ValueStore
  readonly inFlight: InFlight
  readonly look: Look
  readonly reporter: Reporter
  /** Finds who changes what it was given. */
  readonly guardsInputs: boolean
  /** Part of the hits that is computed as well, and compared. */
  readonly verifyRatio: number
  /** From 0 to 1. */
  readonly random: () => number
  readonly nowMs: () => number
}

export class MemoizedRun implements RunMemo {
  hits = 0
  readonly environment: RunEnvironment
  readonly #run: MemoRun
  readonly #settings: readonly StepSetting[]
  /** By slot: under which keys they are kept. */
  readonly #keys = new Map<number, string>()
  /** Slots whose values can be read only once. */
  readonly #streams: ReadonlySet<number>
  /** Slots whose streams are being kept: they have a version when they were read to their end. */
  readonly #recorded = new Set<number>()
  readonly #guard: InputGuard | undefined
  /** By node: keys of its items that were kept in this run. */
  readonly #items = new Map<string, string[]>()
  /** Steps that were given what another node has changed, or whose value a middleware has replaced. */
  readonly #misled = new WeakSet<StepScope>()
  readonly #hasMiddleware: boolean
  /** Of steps, by the names of their nodes. */
  #indices: ReadonlyMap<string, number> | undefined
  readonly recordings: Recordings = new Recordings()
  readonly versions: SlotVersions
  readonly #sources = new AskedSources()

  constructor(run: MemoRun, settings: readonly StepSetting[], environment: RunEnvironment) {
    this.#run = run
    this.#settings = settings
    this.environment = environment
    this.#streams = new Set(run.plan.steps.filter(({ node }) => node.spec!.isStream).map(({ slot }) => slot))
    this.#hasMiddleware = run.hooks.some((one) => typeof one.around === 'function')
    this.versions = new SlotVersions(run.plan, settings, run.values, environment.look)
    this.#guard = environment.guardsInputs ? new InputGuard(environment.look) : undefined
  }

  get flow(): string {
    return this.#run.request.flowName ?? ''
  }

  get runId(): string {
    return this.#run.runId
  }

  step(index: number, scope: StepScope): unknown {
    const { slot } = this.#run.plan.steps[index]!
    const setting = this.#settings[index]!
    switch (setting.behaviour) {
      case 'late':
        return this.#openLater(index, setting, scope)
      case 'ignore':
        this.versions.set(slot, IGNORED)
        return this.#compute(index, scope)
      case 'disable':
        this.versions.set(slot, undefined)
        return this.#compute(index, scope)
      case 'compute':
        return this.#compute(index, scope)
      default:
        return this.#lookUpOrCompute(index, setting, scope)
    }
  }

  #lookUpOrCompute(index: number, setting: StepSetting, scope: StepScope): unknown {
    const key = this.#keyOf(index)
    if (!key) return this.#computeAndKeep(index, undefined, scope)
    const find = (exact: Key): unknown =>
      setting.behaviour === 'recompute' ? this.#computeAndKeep(index, exact, scope) : this.#lookUp(index, exact, scope)
    if (!setting.asksSource) return find(key)
    return andThen(this.#sources.ask(this.#run.plan.steps[index]!, this.#run.values, scope), (version) => {
      if (version === UNANSWERED) return this.#compute(index, scope)
      return find(version === undefined ? key : keyWithSource(key, version as string))
    })
  }

  item(...[args, scope, call, shared]: Parameters<RunMemo['item']>): unknown {
    const index = (this.#indices ??= new Map(this.#run.plan.steps.map(({ name }, at) => [name, at]))).get(scope.node)
    const setting = index === undefined ? undefined : this.#settings[index]
    if (setting?.behaviour !== 'look-up' || setting.asksSource) return call()
    return memoizeItem(this, { step: this.#run.plan.steps[index!]!, setting, args, shared }, scope, call)
  }

  onStepLog(event: StepLog): void {
    if (event.runId === this.runId) for (const recording of this.recordings.of(event)) recording.log(event)
  }

  onStepMetric(event: StepMetric): void {
    if (event.runId === this.runId) for (const recording of this.recordings.of(event)) recording.metric(event)
  }

  onStepCheck(event: StepCheck): void {
    if (event.runId === this.runId) for (const recording of this.recordings.of(event)) recording.check(event)
  }

  async onRunEnd(): Promise<void> {
    await this.environment.store.flush()
  }

  /** A resource is opened when a step that runs needs it. */
  #openLater(index: number, setting: StepSetting, scope: StepScope): unknown {
    const step = this.#run.plan.steps[index]!
    const version = versionOfResource(step, setting, (slot) => this.versions.readAs(slot))
    this.versions.set(step.slot, version)
    this.hits++
    const held = valuesAt(this.#run.values, step.reads)
    return new LateValue(() =>
      computeWith(this.#run.values, step.reads, held, () => {
        this.hits--
        return computeTold(scope, () => this.#compute(index, scope))
      }),
    )
  }

  versionKnown(slot: number): string | undefined {
    const known = this.versions.known(slot)
    return isComparable(known) ? known : undefined
  }

  /** `undefined` as long as something that the step reads has no version. */
  #keyOf(index: number): Key | undefined {
    return keyOfStep(this.#run.plan.steps[index]!, this.#settings[index]!, (slot) => this.versions.readAs(slot))
  }

  #lookUp(index: number, key: Key, scope: StepScope): unknown {
    const kept = this.find(key, this.#settings[index]!.ttlMs)
    return kept ? this.#take(index, key, kept, scope) : this.#computeOnce(index, key, scope)
  }

  find(key: Key, ttlMs: number): KeptValue | undefined {
    const kept = this.environment.store.find(key.hash)
    return kept && this.environment.nowMs() - kept.madeBy.atMs <= ttlMs ? kept : undefined
  }

  #take(index: number, key: Key, kept: KeptValue, scope: StepScope): unknown {
    const { verifyRatio, random } = this.environment
    if (verifyRatio > 0 && random() < verifyRatio) return this.#verify(index, key, kept, scope)
    const { plan } = this.#run
    const step = plan.steps[index]!
    if (plan.outputs.has(step.slot)) {
      return andThen(this.load(kept), (loaded) =>
        'value' in loaded ? this.#hit(step, kept, loaded.value) : this.#computeOnce(index, key, scope),
      )
    }
    // What it reads may be let go before its own value is found to be damaged.
    const held = valuesAt(this.#run.values, step.reads)
    const late = new LateValue(() =>
      andThen(this.load(kept), (loaded) => ('value' in loaded ? loaded.value : this.#computeAgain(index, key, held))),
    )
    return this.#hit(step, kept, late)
  }

  load(kept: KeptValue): Loaded | PromiseLike<Loaded> {
    return andThen(this.environment.store.load(kept), (loaded) => {
      if ('damaged' in loaded) {
        this.environment.reporter.report(cacheIssue('cache/damaged', { node: kept.node, reason: loaded.damaged }))
      }
      return loaded
    })
  }

  #hit(step: PlanStep, kept: KeptValue, value: unknown): unknown {
    this.hits++
    this.versions.set(step.slot, kept.version)
    this.#keys.set(step.slot, kept.key)
    const about = { runId: this.#run.runId, node: step.name }
    const { madeBy: from, said } = kept
    if (said.length > 0) tellAgain(said, from, (observer, event) => this.#run.tell(observer, { ...about, ...event }))
    this.#run.tell('onStepEnd', { ...about, status: 'cached', from, attempts: 0, durationMs: 0 })
    return value
  }

  /** One computation at a time, in this process and in others; who comes later takes what the first has kept. */
  #computeOnce(index: number, key: Key, scope: StepScope): unknown {
    const { inFlight, store } = this.environment
    return inFlight.once(
      key.hash,
      store,
      scope,
      () => this.#computeAndKeep(index, key, scope),
      () => {
        const kept = this.find(key, this.#settings[index]!.ttlMs)
        return kept && { value: this.#take(index, key, kept, scope) }
      },
    )
  }

  #computeAndKeep(index: number, key: Key | undefined, scope: StepScope): unknown {
    const { name, slot } = this.#run.plan.steps[index]!
    const startedAt = performance.now()
    const { said, value: computed } = this.recordings.during(name, () => this.#compute(index, scope))
    return andThen(computed, (value) => {
      const durationMs = performance.now() - startedAt
      if (this.#streams.has(slot)) return this.#recordItems(index, value, durationMs, said, scope)
      if (isStream(value)) {
        this.versions.set(slot, undefined)
        this.environment.reporter.report(cacheIssue('cache/not-kept', { node: name, what: 'a stream', path: '' }))
        return value
      }
      if (hasFailedItem(value) || this.#isDoubtful(index, scope)) {
        this.versions.set(slot, undefined)
        return value
      }
      return andThen(this.#sources.holds(slot, key), (holds) => {
        const known = holds === true ? (key ?? this.#keyOf(index)) : undefined
        if (known) this.#keys.set(slot, known.hash)
        const version = this.keepValue(name, known, value, durationMs, said)
        this.versions.set(slot, version)
        return value
      })
    })
  }

  /** @returns its data version, also when it was not kept */
  keepValue(
    node: string,
    key: Key | undefined,
    value: unknown,
    durationMs: number,
    { said }: Recording,
  ): string | undefined {
    const { store, reporter } = this.environment
    // It may be what the node was given, and changed: what is known of that says nothing.
    const found = this.versions.lookAnew(value)
    if (isRefusal(found)) {
      reporter.report(cacheIssue('cache/not-kept', { node, what: found.refused, path: found.path }))
      return undefined
    }
    const refused = key && store.keep(value, this.#about(node, key, durationMs, said), found)
    if (refused) reporter.report(cacheIssue('cache/not-kept', { node, what: refused.refused, path: refused.path }))
    return versionIn(found)
  }

  #about(node: string, { hash, parts }: Key, durationMs: number, said: Recording['said']) {
    const madeBy = { runId: this.#run.runId, atMs: this.environment.nowMs() }
    return { key: hash, node, flow: this.flow, madeBy, durationMs, parts, said }
  }

  #recordItems(index: number, stream: unknown, durationMs: number, { said }: Recording, scope: StepScope): unknown {
    const { name, slot } = this.#run.plan.steps[index]!
    this.versions.set(slot, undefined)
    if (!this.#mayHaveKey(index)) return stream
    const writer = this.environment.store.record(
      () => {
        const key = this.#isDoubtful(index, scope) ? undefined : this.#keyOf(index)
        return key && this.#about(name, key, durationMs, said)
      },
      isAsync(stream) ? 'async' : 'sync',
    )
    if (!writer) return stream
    this.#recorded.add(slot)
    return recordStream(stream, writer, {
      finished: (version) => {
        this.versions.set(slot, version)
      },
      refused: ({ refused, path }) =>
        this.environment.reporter.report(cacheIssue('cache/not-kept', { node: name, what: refused, path })),
    })
  }

  /** Now, or when the streams that the step reads have ended. */
  #mayHaveKey(index: number): boolean {
    const { sources } = this.#run.plan.steps[index]!
    return sources.every((slot) => this.#recorded.has(slot) || this.versions.readAs(slot) !== undefined)
  }

  #compute(index: number, scope: StepScope): unknown {
    const { reads, name, keys, sources } = this.#run.plan.steps[index]!
    const compute = (): unknown =>
      this.#hasMiddleware ? this.#computeThrough(index, scope) : this.#run.compute(index, scope)
    return andThen(loadInto(this.#run.values, reads), () => {
      if (!this.#guard) return compute()
      const inputs = sources.map((slot, at) => {
        return { name: keys[at]!, slot, value: this.#run.values[slot], before: () => this.#keptIn(slot) }
      })
      const versioned = inputs.filter(({ slot }) => !this.#streams.has(slot) && isComparable(this.versions.of(slot)))
      const judge = (): void => {
        if (!inputs.some(({ value }) => this.#guard!.wasChanged(value))) return
        this.#misled.add(scope)
        this.environment.store.forget(this.#items.get(name) ?? [])
      }
      return lastly(() => this.#guard!.watch(name, versioned, (slot) => this.versions.known(slot)!, compute), judge)
    })
  }

  /** Remembers what was kept of an item, until its node has ended well. */
  keptItem(node: string, key: string): void {
    if (!this.#guard) return
    const known = this.#items.get(node)
    if (known) known.push(key)
    else this.#items.set(node, [key])
  }

  /** What a middleware gives in the place of the value of a node is for this run alone. */
  #computeThrough(index: number, scope: StepScope): unknown {
    scope.made = scope
    return andThen(this.#run.compute(index, scope), async (given) => {
      const made = await Promise.resolve(scope.made).catch(() => scope)
      if (!Object.is(made, given)) this.#misled.add(scope)
      return given
    })
  }

  /** The value of a slot as it was kept; `undefined` when it was not. */
  #keptIn(slot: number): unknown {
    const { store } = this.environment
    const key = this.#keys.get(slot)
    const kept = key === undefined ? undefined : store.find(key)
    const loaded = kept && store.load(kept)
    return loaded && 'value' in loaded ? loaded.value : undefined
  }

  /** A value that was thought to be there. */
  #computeAgain(index: number, key: Key, held: readonly unknown[]): unknown {
    const step = this.#run.plan.steps[index]!
    return computeWith(this.#run.values, step.reads, held, () => {
      const scope = new StepScope(this.#run, step.name)
      const startedAt = performance.now()
      this.hits--
      const { said, value } = this.recordings.during(step.name, () =>
        computeTold(scope, () => this.#compute(index, scope)),
      )
      return andThen(value, (made) => {
        if (this.#isDoubtful(index, scope)) return made
        return andThen(this.#sources.holds(step.slot, key), (holds) => {
          if (holds === true) this.keepValue(step.name, key, made, performance.now() - startedAt, said)
          return made
        })
      })
    })
  }

  /** Its value may not be what running would give. */
  #isDoubtful(index: number, scope: StepScope): boolean {
    return this.#misled.has(scope) || (this.#run.plan.steps[index]!.readsContext && scope.signal.aborted)
  }

  #verify(index: number, key: Key, kept: KeptValue, scope: StepScope): unknown {
    const { name: node, slot } = this.#run.plan.steps[index]!
    return andThen(this.#computeAndKeep(index, key, scope), (value) => {
      const computed = this.versions.known(slot)
      if (computed !== undefined && computed !== kept.version) {
        const facts = { node, kept: kept.version, computed, madeBy: kept.madeBy.runId }
        this.environment.reporter.report(cacheIssue('cache/not-reproducible', facts))
      }
      return value
    })
  }
}
