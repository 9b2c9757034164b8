// Runs a child of a step; another attempt of the same step goes on where the child is.

import { stepName } from './step-name.ts'
import { onAbort } from 'throughline/insides'
import type { Persister } from '../journal/persister.ts'
import type { AnyMachine } from '../definition/machine.ts'
import type { ActionContext } from './context.ts'
import type { AnyEvent, AnyOutcome } from './events.ts'
import type { ApplicationRun } from './application-run.ts'
import type { AnyOpenOptions } from './open-options.ts'
import type { AnyRunOptions } from './run-options.ts'

export interface AnySpawnOptions extends AnyRunOptions {
  readonly key: string
  readonly entry: string
  readonly state?: object
}

/** As much of an application as a parent needs. */
interface Child {
  readonly sequence: number
  run(options: AnyRunOptions): ApplicationRun
  close(): Promise<void>
}

export interface Spawning {
  readonly id: string
  readonly machine: AnyMachine
  readonly options: AnySpawnOptions
  /** Of the step that spawns. */
  readonly context: ActionContext
  /** How the parent was opened, and where children are kept. */
  readonly given: AnyOpenOptions & { readonly persister: Persister }
  readonly open: (machine: AnyMachine, options: AnyOpenOptions) => Promise<Child>
  /** Takes what the child tells; absent while nobody listens. */
  readonly tell: ((event: AnyEvent) => void | PromiseLike<void>) | undefined
}

/** Children have less time to stop than their parent, so that it sees them end. */
const SHARE_OF_GRACE = 0.8

export async function spawnChild({ id, machine, options, context, given, open, tell }: Spawning): Promise<AnyOutcome> {
  const { key, entry, state = {}, inputs, ...how } = options
  const { app, runId, action, sequence, attempt } = context
  context.signal.throwIfAborted()
  // What tells which application the parent is does not hold for a child.
  const { id: _id, resume: _resume, fork: _fork, tags: _tags, migrations: _m, schemaVersion: _v, ...common } = given
  const child = await open(machine, {
    ...common,
    graceMs: (given.graceMs ?? 5_000) * SHARE_OF_GRACE,
    resume: id,
    entry,
    state,
    parent: { kind: 'child', app, runId, sequence, key },
  })
  const stop = new AbortController()
  const stopListening = [context.signal, options.signal].map((signal) =>
    onAbort(signal, () => stop.abort(signal!.reason)),
  )
  try {
    const left = inputs && child.sequence > 0 ? await inputsLeft(inputs, given.persister, id) : inputs
    const running = child.run({ ...how, ...(left && { inputs: left }), signal: stop.signal, goesOn: true })
    if (tell) {
      for await (const event of running) {
        const [path, inner] = event.type === 'child' ? [event.path, event.event] : [[], event]
        await tell({ type: 'child', action, sequence, attempt, path: [key, ...path], event: inner })
      }
    }
    return await running
  } finally {
    for (const stopOne of stopListening) stopOne()
    await child.close()
  }
}

type GivenInputs = NonNullable<AnyRunOptions['inputs']>

/** Values are used for one step of their action: not again, when an earlier attempt has done it. */
async function inputsLeft(inputs: GivenInputs, persister: Persister, id: string): Promise<GivenInputs> {
  const done = new Set<string>()
  for (const { entry } of await persister.entries(id)) if (entry.type === 'committed') done.add(entry.action)
  return Object.fromEntries(
    Object.entries(inputs).filter(([name, given]) => typeof given === 'function' || !done.has(name)),
  )
}

const LONGEST_ID = 256

/** Names the parent, its step and the key; a hash of them when that is too long for an id. */
export async function childId(app: string, sequence: number, edits: number, key: string): Promise<string> {
  const id = `${app}/${stepName(sequence, edits)}/${key}`
  const bytes = new TextEncoder().encode(id)
  if (bytes.byteLength <= LONGEST_ID) return id
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
