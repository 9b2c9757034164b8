// An application that is open: one thing at a time, written down before it counts.

import { ThroughlineError } from 'throughline'
import { onAbort, type Clock } from 'throughline/insides'
import type { AnyMachine } from '../definition/machine.ts'
import { machineIssue } from '../errors/catalogue.ts'
import { statusOf } from '../journal/application-facts.ts'
import type { JournalEntry, StoredPatch } from '../journal/entry.ts'
import { changesOf } from '../journal/key-history.ts'
import { memoryPersister } from '../journal/memory-persister.ts'
import type { Persister } from '../journal/persister.ts'
import { JournalWriter } from '../journal/writer.ts'
import { applyPatch, toPatch } from '../state/patch.ts'
import type { Storable } from '../state/storable.ts'
import { ApplicationRun, type Listener } from './application-run.ts'
import type { KeyChange } from './application.ts'
import { checkAction } from '../definition/check-action.ts'
import { compile, type CompiledMachine } from './compiled.ts'
import type { ActionContext } from './context.ts'
import { Engine } from './engine.ts'
import type { AnyEvent, AnyOutcome } from './events.ts'
import { Observers, type ApplicationHooks } from './hooks.ts'
import { validate } from './inputs.ts'
import type { KeptLease } from './lease.ts'
import { Mutex } from './mutex.ts'
import type { Found } from './found.ts'
import type { AnyOpenOptions } from './open-options.ts'
import type { AnyRunOptions } from './run-options.ts'
import { spawnChild, type AnySpawnOptions } from './spawn-child.ts'
import { Standing } from './standing.ts'
import { Step, type StepHost } from './step.ts'
import { StepContext } from './step-context.ts'

type Awaitable<Value> = Value | PromiseLike<Value>

export interface LiveParts {
  readonly machine: AnyMachine
  readonly found: Found
  readonly storable: Storable
  readonly freeze: (value: unknown) => void
  readonly hooks: readonly ApplicationHooks[]
  readonly clock: Clock
  readonly graceMs: number
  readonly lease: KeptLease | undefined
  readonly options: AnyOpenOptions
  /** Opens a child. */
  readonly open: (machine: AnyMachine, options: AnyOpenOptions) => Promise<LiveApplication>
}

export class LiveApplication {
  readonly id: string
  readonly #parts: LiveParts
  readonly #compiled: CompiledMachine
  readonly #standing: Standing
  readonly #observers: Observers
  readonly #writer: JournalWriter | undefined
  readonly #mutex = new Mutex()
  readonly #host: Omit<StepHost, 'emit' | 'isHeard'>
  /** Aborts when the application is cancelled or closed. */
  readonly #end = new AbortController()
  #isClosed = false
  #childrenAt: Persister | undefined

  constructor(parts: LiveParts) {
    const { machine, found, storable, freeze, hooks, clock, graceMs, options } = parts
    const standing = new Standing(found.head, found.values)
    const { runId, parent, tags } = standing
    const watched = { app: found.app, runId, machine: machine.name, tags, ...(parent && { parent }) }
    const { persister, durability = 'step' } = options
    this.id = found.app
    this.#parts = parts
    this.#compiled = compile(machine)
    this.#standing = standing
    this.#observers = new Observers(hooks, watched)
    this.#writer =
      persister &&
      new JournalWriter({
        app: found.app,
        persister,
        durability,
        number: found.number,
        clock,
        head: () => standing.head((value, path) => storable.toStored(value, path)),
      })
    const around = hooks.flatMap((hook) => (hook.around ? [hook.around.bind(hook)] : []))
    const contextHost = {
      app: found.app,
      runId,
      clock,
      keepsNotes: this.#writer !== undefined,
      spawn: this.#spawn.bind(this),
    }
    this.#host = { standing, watched, writer: this.#writer, storable, freeze, clock, graceMs, around, contextHost }
    this.#observers.opened()
  }

  /** Writes the first entry. */
  async begin(entry: JournalEntry): Promise<void> {
    await this.#writer?.add(entry)
    await this.#writer?.flush()
  }

  get runId(): string {
    return this.#standing.runId
  }

  get state(): Readonly<Record<string, unknown>> {
    return this.#standing.state
  }

  get sequence(): number {
    return this.#standing.sequence
  }

  get last(): string | null {
    return this.#standing.last
  }

  get next(): string | null {
    return this.#standing.next
  }

  get status(): ReturnType<typeof statusOf> {
    return statusOf(this.#standing)
  }

  get awaiting(): object | undefined {
    const { suspension, next } = this.#standing
    if (!suspension) return undefined
    const schema = this.#parts.machine.actions[next!]!.spec.awaits
    return { action: next, ...suspension, ...(schema && { schema }) }
  }

  run(options: AnyRunOptions = {}): ApplicationRun {
    return new ApplicationRun(this.id, (listener, stop) => this.#alone(() => this.#run(options, listener, stop)))
  }

  step(options: Pick<AnyRunOptions, 'inputs' | 'signal'> = {}): ApplicationRun {
    return this.run({ ...options, maxSteps: 1 })
  }

  resume(payload: unknown, options: AnyRunOptions = {}): ApplicationRun {
    return new ApplicationRun(this.id, (listener, stop) =>
      this.#alone(async () => {
        await this.#answer(payload, listener)
        return this.#run(options, listener, stop)
      }),
    )
  }

  edit({ state = {}, next }: { readonly state?: object; readonly next?: string | null }): Promise<void> {
    return this.#alone(async () => {
      const { standing, freeze, clock } = this.#host
      if (typeof next === 'string') checkAction(this.#parts.machine, next, 'edit')
      const keys = Object.keys(state)
      const patch = toPatch(state, { action: 'edit', writes: new Set(keys), required: [] })
      const values = applyPatch(standing.values, patch)
      for (const value of Object.values(patch.set ?? {})) freeze(value)
      const position = next === undefined ? standing.next : next
      const stored = this.#stored(patch)
      const { sequence } = standing
      await this.#writer?.add({ type: 'edited', atMs: clock.Date.now(), sequence, patch: stored, next: position })
      await this.#writer?.flush()
      standing.edit(values, position)
    })
  }

  async cancel(reason?: string): Promise<void> {
    this.#end.abort(reason ?? 'the application was cancelled')
    await this.#alone(async () => {
      const { standing, clock } = this.#host
      const why = reason === undefined ? {} : { reason }
      await this.#writer?.add({ type: 'cancelled', atMs: clock.Date.now(), sequence: standing.sequence, ...why })
      await this.#writer?.flush()
      standing.status = 'cancelled'
      standing.suspension = undefined
    })
  }

  async history(key: string): Promise<readonly KeyChange[]> {
    const { persister } = this.#parts.options
    await this.#writer?.flush()
    const entries = persister ? await persister.entries(this.id) : []
    return changesOf(key, entries, (value) => this.#parts.storable.fromStored(value))
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#end.abort('the application was closed')
    await this.#mutex.run(async () => {
      this.#isClosed = true
      try {
        await this.#writer?.flush()
      } finally {
        this.#writer?.stop()
        await this.#parts.lease?.release()
      }
    })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #alone<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#mutex.run(async () => {
      if (this.#isClosed) throw new ThroughlineError([machineIssue('app/closed', { app: this.id })])
      return work()
    })
  }

  async #run(options: AnyRunOptions, listener: Listener | undefined, stop: AbortSignal): Promise<AnyOutcome> {
    const controller = new AbortController()
    const stopListening = [stop, this.#end.signal, options.signal].map((signal) =>
      onAbort(signal, () => controller.abort(signal!.reason)),
    )
    try {
      const parts = {
        machine: this.#parts.machine,
        compiled: this.#compiled,
        observers: this.#observers,
        host: this.#host,
      }
      const outcome = await new Engine(parts, options, controller.signal, listener).run()
      await this.#writer?.flush()
      const event = { type: 'end', outcome } as const
      this.#observers.tell(event)
      await listener?.(event)
      return outcome
    } finally {
      for (const stopOne of stopListening) stopOne()
    }
  }

  /** The patch is made of the answer, and the step that waited for it is done. */
  async #answer(payload: unknown, listener: Listener | undefined): Promise<void> {
    const { standing, clock } = this.#host
    const { suspension, next, sequence, attempts } = standing
    const app = this.id
    if (!suspension) throw new ThroughlineError([machineIssue('app/not-suspended', { app, status: this.status })])
    const compiled = this.#compiled.get(next!)!
    if (suspension.expiresAtMs !== undefined && clock.Date.now() > suspension.expiresAtMs)
      throw new ThroughlineError([machineIssue('app/expired', { app, action: compiled.name })])
    const { awaits, resumed } = compiled.action.spec
    const fitting = await validate(awaits!, payload, (findings) =>
      machineIssue('app/bad-payload', { action: compiled.name, findings }),
    )
    const { signal } = this.#end
    const emit = (event: AnyEvent): Awaitable<void> => {
      this.#observers.tell(event)
      return listener?.(event)
    }
    const step = { action: compiled.name, sequence: sequence + 1, attempt: attempts, signal }
    const context = new StepContext({ ...this.#host.contextHost, emit }, step)
    const state = compiled.read(standing.values)
    const returned = resumed ? await resumed({ state, inputs: {}, ctx: context, payload: fitting }) : fitting
    await new Step({ ...this.#host, emit, isHeard: true }, compiled, {}, signal).finish(returned, context, payload)
  }

  #stored(patch: StoredPatch): StoredPatch {
    return this.#writer ? (this.#parts.storable.toStored(patch, 'state') as StoredPatch) : patch
  }

  #spawn(
    context: ActionContext,
    machine: AnyMachine,
    options: AnySpawnOptions,
    tell: ((event: AnyEvent) => Awaitable<void>) | undefined,
  ): Promise<AnyOutcome> {
    const { options: given, open } = this.#parts
    // Without a persister children live as long as this object, so that another attempt goes on with them.
    const persister = given.persister ?? (this.#childrenAt ??= memoryPersister())
    return spawnChild({ machine, options, context, given: { ...given, persister }, open, tell })
  }
}
