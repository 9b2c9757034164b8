// Runs a child of a step; another attempt of the same step goes on where the child is.

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
  run(options: AnyRunOptions): ApplicationRun
  close(): Promise<void>
}

export interface Spawning {
  readonly machine: AnyMachine
  readonly options: AnySpawnOptions
  /** Of the step that spawns. */
  readonly context: ActionContext
  /** How the parent was opened. */
  readonly given: AnyOpenOptions
  readonly open: (machine: AnyMachine, options: AnyOpenOptions) => Promise<Child>
  /** Takes what the child tells; absent while nobody listens. */
  readonly tell: ((event: AnyEvent) => void | PromiseLike<void>) | undefined
}

export async function spawnChild({ machine, options, context, given, open, tell }: Spawning): Promise<AnyOutcome> {
  const { key, entry, state = {}, ...how } = options
  const { app, runId, action, sequence, attempt, signal } = context
  // What tells which application the parent is does not hold for a child.
  const { id: _id, resume: _resume, fork: _fork, tags: _tags, migrations: _m, schemaVersion: _v, ...common } = given
  const child = await open(machine, {
    ...common,
    resume: await childId(app, sequence, key),
    entry,
    state,
    parent: { kind: 'child', app, runId, sequence, key },
  })
  try {
    const running = child.run({ ...how, signal })
    if (tell) {
      for await (const event of running) {
        const [path, inner] = event.type === 'child' ? [event.path, event.event] : [[], event]
        await tell({ type: 'child', action, sequence, attempt, path: [key, ...path], event: inner })
      }
    }
    return await running
  } finally {
    await child.close()
  }
}

const LONGEST_ID = 256

/** Names the parent, its step and the key; a hash of them when that is too long for an id. */
export async function childId(app: string, sequence: number, key: string): Promise<string> {
  const id = `${app}/${sequence}/${key}`
  const bytes = new TextEncoder().encode(id)
  if (bytes.byteLength <= LONGEST_ID) return id
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
