// What is served, to whom, and how much of it.

import type { Clock } from 'throughline/insides'
import type { AnyMachine } from '../definition/machine.ts'
import type { Persister } from '../journal/persister.ts'
import type { AnyOpenOptions } from '../run/open-options.ts'
import type { ActionsOf, StateOf } from '../run/spawn.ts'
import type { ServedTarget } from './routes.ts'

type Awaitable<Value> = Value | Promise<Value>
type StateGiven<State> = { readonly [K in keyof State]?: State[K] }

/** A machine whose applications are served. Its name, given with `named`, is one that no other has. */
export interface ServedMachine<M extends AnyMachine> extends Pick<
  AnyOpenOptions,
  'hooks' | 'codecs' | 'schemaVersion' | 'migrations' | 'durability' | 'leaseMs' | 'graceMs'
> {
  readonly machine: M
  /** The first action of a new application. */
  readonly entry: keyof ActionsOf<M> & string
  /**
   * The state of a new application. A function makes it of what the request gives as `state`, which is any JSON: look at
   * it. Without a function a request cannot give any.
   */
  readonly state?: StateGiven<StateOf<M>> | ((given: unknown, request: Request) => Awaitable<StateGiven<StateOf<M>>>)
  /**
   * What clients see of the state. With it, events do not say what steps wrote, and only the history of keys that it
   * gives can be asked for. @defaultValue everything
   */
  readonly show?: (state: Readonly<StateOf<M>>) => object
  /** Whether a fork may have another state or position than the application that it begins at. @defaultValue false */
  readonly edits?: boolean
}

export interface ServeOptions<Machines extends Readonly<Record<string, AnyMachine>>> {
  /** By the name that they have in paths. */
  readonly machines: { readonly [Name in keyof Machines]: ServedMachine<Machines[Name]> }
  readonly persister: Persister
  /** What stands before the paths, such as `/api/agents`. @defaultValue '' */
  readonly basePath?: string
  /**
   * Asked before anything is done: true lets it happen, false is answered with status 403, a response is answered as it
   * is. @defaultValue everything is allowed
   */
  readonly authorize?: (request: Request, target: ServedTarget) => Awaitable<boolean | Response>
  /** @defaultValue 1 MiB */
  readonly maxBodyBytes?: number
  /** How long an application stays open without a request; others cannot run it meanwhile. @defaultValue 60 seconds @unit milliseconds */
  readonly idleMs?: number
  /** A stream of events says that it lives when nothing has happened for so long. @defaultValue 15 seconds @unit milliseconds */
  readonly keepAliveMs?: number
  /** What a client is told of what an action threw. @defaultValue nothing: only its name and its codes */
  readonly errorMessage?: (error: unknown) => string | undefined
  /** Hears what is answered with status 500. @defaultValue writes it to the console */
  readonly onError?: (error: unknown, request: Request) => void
  /** Of the description at `/openapi.json`. */
  readonly title?: string
  readonly version?: string
  /** For tests. */
  readonly clock?: Clock
}

/** The same without the types of machines. */
export interface AnyServedMachine extends Omit<ServedMachine<AnyMachine>, 'entry' | 'state' | 'show'> {
  readonly entry: string
  readonly state?: object | ((given: unknown, request: Request) => Awaitable<object>)
  readonly show?: (state: any) => object
}

export interface AnyServeOptions extends Omit<ServeOptions<Record<string, AnyMachine>>, 'machines'> {
  readonly machines: Readonly<Record<string, AnyServedMachine>>
}
