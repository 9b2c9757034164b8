// An application that is open: one thing at a time, written down before it counts.

import { ThroughlineError } from 'throughline'
import { onAbort, type Clock } from 'throughline/insides'
import type { AnyMachine } from '../definition/machine.ts'
import { machineIssue } from '../errors/catalogue.ts'
import { statusOf } from '../journal/application-facts.ts'
import type { JournalEntry, StoredPatch } from '../journal/entry.ts'
import { changesOf } from '../journal/key-history.ts'
import { JournalWriter } from '../journal/writer.ts'
import type { Storable } from '../state/storable.ts'
import { isWithin } from './ambient.ts'
import { ApplicationRun, type Listener } from './application-run.ts'
import type { KeyChange } from './application.ts'
import { Children } from './children.ts'
import { compile, type CompiledMachine } from './compiled.ts'
import type { ActionContext } from './context.ts'
import { editOf } from './edit.ts'
import { Engine } from './engine.ts'
import type { AnyEvent, AnyOutcome } from './events.ts'
import { Observers, type ApplicationHooks } from './hooks.ts'
import type { KeptLease } from './lease.ts'
import { Mutex } from './mutex.ts'
import type { Found } from './found.ts'
import type { AnyOpenOptions } from './open-options.ts'
import { checkRunOptions } from './check-run-options.ts'
import type { AnyRunOptions } from './run-options.ts'
import type { AnySpawnOptions } from './spawn-child.ts'
import { Patience } from './patience.ts'
import { Standing } from './standing.ts'
import type { ApplicationHost } from './step.ts'

type Tell = (event: AnyEvent) => void | PromiseLike<void>

export interface LiveParts {
  readonly machine: AnyMachine
  readonly found: Found
  readonly storable: Storable
  readonly freeze: ((value: unknown) => void) | undefined
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
  #compiled: CompiledMachine
  readonly #standing: Standing
  readonly #observers: Observers
  readonly #writer: JournalWriter | undefined
  readonly #mutex = new Mutex()
  readonly #host: ApplicationHost
  /** Aborts when the application is cancelled or closed. */
  readonly #end = new AbortController()
  #isClosed = false
  #closing: Promise<void> | undefined
  /** The run that goes does not wait for its reader any more. */
  #letGo: (() => void) | undefined

  constructor(parts: LiveParts) {
    const { machine, found, storable, freeze, hooks, clock, graceMs, options } = parts
    const standing = new Standing(found.head, found.values)
    const { runId, parent, tags } = standing
    const watched = { app: found.app, runId, machine: machine.name, tags, ...(parent && { parent }) }
    const { persister, durability = 'step' } = options
    this.id = found.app
    this.#parts = parts
    this.#compiled = compile(machine, Object.keys(found.values))
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
    const children = new Children(options, parts.open, this.#writer)
    const contextHost = {
      app: found.app,
      runId,
      clock,
      keeps: this.#writer && storable,
      spawn: (context: ActionContext, machine: AnyMachine, spawn: AnySpawnOptions, tell: Tell | undefined) =>
        children.spawn(context, standing.edits, machine, spawn, tell),
    }
    this.#host = { standing, watched, writer: this.#writer, storable, freeze, clock, graceMs, around, contextHost }
  }

  /** @param first entry that is to be written, if any */
  async begin(first: JournalEntry | undefined): Promise<void> {
    if (first) await this.#writer?.add(first)
    await this.#writer?.flush()
    this.#observers.opened(this.#parts.machine)
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
    return this.#running('run', options, options, (engine) => engine.run())
  }

  step(options: Pick<AnyRunOptions, 'inputs' | 'signal'> = {}): ApplicationRun {
    return this.#running('step', options, { ...options, maxSteps: 1 }, (engine) => engine.run())
  }

  resume(payload: unknown, options: AnyRunOptions = {}): ApplicationRun {
    return this.#running('resume', options, options, (engine) => engine.answer(payload))
  }

  edit(change: { readonly state?: object; readonly next?: string | null }): Promise<void> {
    return this.#alone('edit', async () => {
      const { machine, storable } = this.#parts
      const { standing, freeze, clock } = this.#host
      if (standing.status === 'cancelled') throw new ThroughlineError([machineIssue('app/cancelled', { app: this.id })])
      const edited = editOf(change, standing, machine)
      const { values, next, isStuck } = edited
      for (const value of Object.values({ ...edited.patch.set, ...edited.patch.append })) freeze?.(value)
      const patch = this.#writer ? (storable.toStored(edited.patch, 'state') as StoredPatch) : edited.patch
      const { sequence } = standing
      const stuck = isStuck ? { isStuck } : {}
      await this.#writer?.add({ type: 'edited', atMs: clock.Date.now(), sequence, patch, next, ...stuck })
      await this.#writer?.flush()
      standing.edit(values, next, isStuck)
      this.#compiled = compile(machine, Object.keys(values))
    })
  }

  async cancel(reason?: string): Promise<void> {
    this.#end.abort(reason ?? 'the application was cancelled')
    const recorded = this.#inTurn(async () => {
      const { standing, clock } = this.#host
      if (standing.status === 'cancelled') return
      const why = reason === undefined ? {} : { reason }
      await this.#writer?.add({ type: 'cancelled', atMs: clock.Date.now(), sequence: standing.sequence, ...why })
      await this.#writer?.flush()
      standing.status = 'cancelled'
      standing.suspension = undefined
    })
    // A step that waited for its own end would never end; when the record of it fails, the writer says so to who comes next.
    if (isWithin(this.runId)) recorded.catch(() => {})
    else await recorded
  }

  async history(key: string): Promise<readonly KeyChange[]> {
    const { persister } = this.#parts.options
    await this.#writer?.flush()
    const entries = persister ? await persister.entries(this.id) : []
    return changesOf(key, entries, (value) => this.#parts.storable.fromStored(value))
  }

  close(): Promise<void> {
    if (isWithin(this.runId)) return Promise.reject(this.#withinStep('close'))
    return (this.#closing ??= this.#close())
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #close(): Promise<void> {
    this.#end.abort('the application was closed')
    this.#letGo?.()
    return this.#mutex.run(async () => {
      this.#isClosed = true
      try {
        await this.#writer?.close()
      } finally {
        await this.#parts.lease?.release()
      }
    })
  }

  /** @throws {app/closed} */
  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    // Whoever waits may be the one who reads the events of the run that goes: it does not wait for its reader any more.
    this.#letGo?.()
    return this.#mutex.run(async () => {
      if (this.#isClosed) throw new ThroughlineError([machineIssue('app/closed', { app: this.id })])
      return work()
    })
  }

  /** @throws {app/within-step} instead of waiting for ever */
  #alone<Value>(method: string, work: () => Promise<Value>): Promise<Value> {
    return isWithin(this.runId) ? Promise.reject(this.#withinStep(method)) : this.#inTurn(work)
  }

  #withinStep(method: string): ThroughlineError {
    return new ThroughlineError([machineIssue('app/within-step', { app: this.id, method })])
  }

  /** @param given what the caller wrote */
  #running(
    method: string,
    given: unknown,
    options: AnyRunOptions,
    go: (engine: Engine) => Promise<AnyOutcome>,
  ): ApplicationRun {
    return new ApplicationRun(
      this.id,
      (work) => this.#alone(method, work),
      async (listener, stop) => {
        checkRunOptions(method, given)
        return this.#run(options, listener, stop, go)
      },
    )
  }

  async #run(
    options: AnyRunOptions,
    listener: Listener | undefined,
    stop: AbortSignal,
    go: (engine: Engine) => Promise<AnyOutcome>,
  ): Promise<AnyOutcome> {
    const controller = new AbortController()
    const stopListening = [stop, this.#end.signal, options.signal].map((signal) =>
      onAbort(signal, () => controller.abort(signal!.reason)),
    )
    const reader = listener && new Patience(listener, controller.signal)
    this.#letGo = () => reader?.end()
    const tell = reader && ((event: AnyEvent) => reader.tell(event))
    try {
      const { machine } = this.#parts
      const parts = { machine, compiled: this.#compiled, observers: this.#observers, host: this.#host }
      const outcome = await go(new Engine(parts, options, controller.signal, tell))
      await this.#writer?.flush()
      const event = { type: 'end', outcome } as const
      this.#observers.tell(event)
      await tell?.(event)
      return outcome
    } finally {
      this.#letGo = undefined
      for (const stopOne of stopListening) stopOne()
    }
  }
}
