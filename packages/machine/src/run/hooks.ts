// What may watch applications, and what may stand around an action.

import type { AnyMachine } from '../definition/machine.ts'
import { leaveAmbient } from './ambient.ts'
import type { AnyEvent } from './events.ts'
import type { Parent } from '../journal/entry.ts'
import type { Fields } from './context.ts'

/** The application that a hook is told about. */
export interface WatchedApplication {
  readonly app: string
  readonly runId: string
  /** Name of the machine. */
  readonly machine: string
  readonly parent?: Parent
  readonly tags: Readonly<Record<string, string>>
}

/** The action that a middleware stands around. */
export interface AroundStep {
  readonly app: WatchedApplication
  readonly action: string
  readonly sequence: number
  readonly attempt: number
  readonly state: Readonly<Record<string, unknown>>
  readonly inputs: Fields
  readonly signal: AbortSignal
}

/**
 * Any of these. What an observer returns or throws never changes the run: an error is given to `onHookError`, or to the
 * console if nobody listens. `around` is middleware: the first is the outermost; it may skip `next`, or replace what it
 * gives; what it throws fails the attempt.
 */
export interface ApplicationHooks {
  /** An application was opened, and is about to run. */
  onOpen?(app: WatchedApplication, machine: AnyMachine): void
  /** Everything that happens, in its order. */
  onEvent?(event: AnyEvent, app: WatchedApplication): void
  onHookError?(error: unknown, hook: string): void
  around?(step: AroundStep, next: () => Promise<unknown>): unknown
}

const tellOpened = (hook: ApplicationHooks, machine: AnyMachine, app: WatchedApplication): unknown =>
  hook.onOpen?.(app, machine)
const tellEvent = (hook: ApplicationHooks, event: AnyEvent, app: WatchedApplication): unknown =>
  hook.onEvent?.(event, app)

/** Tells observers, and keeps what they throw away from the run. */
export class Observers {
  readonly #hooks: readonly ApplicationHooks[]
  readonly app: WatchedApplication
  /** Whether anybody listens to events. */
  readonly areThere: boolean

  constructor(hooks: readonly ApplicationHooks[], app: WatchedApplication) {
    this.#hooks = hooks
    this.app = app
    this.areThere = hooks.some((hook) => hook.onEvent !== undefined)
  }

  opened(machine: AnyMachine): void {
    this.#each('onOpen', tellOpened, machine)
  }

  tell(event: AnyEvent): void {
    this.#each('onEvent', tellEvent, event)
  }

  #each<Told>(
    name: string,
    tell: (hook: ApplicationHooks, told: Told, app: WatchedApplication) => unknown,
    told: Told,
  ): void {
    for (const hook of this.#hooks) {
      try {
        const answer = leaveAmbient(tell, hook, told, this.app)
        if (answer instanceof Promise) answer.catch((error: unknown) => this.#failed(error, name))
      } catch (error) {
        this.#failed(error, name)
      }
    }
  }

  #failed(error: unknown, name: string): void {
    const listeners = this.#hooks.filter((hook) => hook.onHookError !== undefined)
    if (listeners.length === 0) console.error(`The hook ${name} failed:`, error)
    const failedToo = (another: unknown): void => console.error('The hook onHookError failed:', another)
    for (const hook of listeners) {
      try {
        const told: unknown = hook.onHookError!(error, name)
        if (told instanceof Promise) told.catch(failedToo)
      } catch (another) {
        failedToo(another)
      }
    }
  }
}
