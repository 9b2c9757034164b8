// The context of an action, for a test that calls its function.

import { ThroughlineError } from 'throughline'
import { onAbort } from 'throughline/insides'
import type { ActionContext } from '../run/context.ts'
import { replayIssue } from './replay-issues.ts'
import { telling, type Told } from './told.ts'

export interface FakeActionContext extends ActionContext, Told {
  /** The effects that were asked for, in order. */
  readonly effects: readonly { readonly name: string; readonly value: unknown }[]
  /** Aborts its signal, as the end of a run or of the time of an attempt does. */
  readonly abort: (reason?: unknown) => void
}

export interface ActionContextOptions {
  /** @defaultValue 'app' */
  readonly app?: string
  /** @defaultValue 'run' */
  readonly runId?: string
  /** @defaultValue 'action' */
  readonly action?: string
  /** @defaultValue 1 */
  readonly sequence?: number
  /** @defaultValue 1 */
  readonly attempt?: number
  /** Its signal also aborts with this one. */
  readonly signal?: AbortSignal
  /**
   * By name: what an effect gives in the place of its work; a list gives one value after the other, the last one again and
   * again. Without this, effects do their work; with it, one that is not in it throws {replay/no-effect}.
   */
  readonly effects?: Readonly<Record<string, unknown>>
  /** What `now()` gives: milliseconds since 1970. @defaultValue 0 */
  readonly nowMs?: number
  /** What `random()` gives, one after the other and from the beginning again. @defaultValue [0.5] */
  readonly randoms?: readonly number[]
  /** By key: the outcome that `spawn` gives. Without this, and for a key that is not in it, it throws. */
  readonly children?: Readonly<Record<string, unknown>>
}

/**
 * A context that keeps what the action says: `check.run({ state, inputs, ctx })`, and then `ctx.logs`. Its functions may be
 * taken out of it. Nothing in it comes from outside unless effects do: time stands still, and random numbers are known.
 *
 * @example
 * import { forState } from '@throughline/machine'
 * import { actionContext } from '@throughline/machine/testing'
 * const { action } = forState<{ rate: number }>()
 * const fetchRate = action({ writes: ['rate'] }, async ({ ctx }) => ({ rate: await ctx.effect('rate', async () => 0) }))
 * const ctx = actionContext({ effects: { rate: 1.25 } })
 * await fetchRate.run({ state: {}, inputs: {}, ctx }) // => { rate: 1.25 }
 */
export function actionContext(options: ActionContextOptions = {}): FakeActionContext {
  const { app = 'app', runId = 'run', action = 'action', sequence = 1, attempt = 1, signal } = options
  const { effects: given, nowMs = 0, randoms = [0.5], children = {} } = options
  const controller = new AbortController()
  onAbort(signal, () => controller.abort(signal!.reason))
  const effects: FakeActionContext['effects'][number][] = []
  const counts = new Map<string, number>()
  const next = (name: string, values: readonly unknown[]): number => {
    const count = counts.get(name) ?? 0
    counts.set(name, count + 1)
    return Math.min(count, values.length - 1)
  }
  const keep = <Value>(name: string, value: Value): Value => {
    effects.push({ name, value })
    return value
  }
  const known = Object.keys(given ?? {})
  const fromGiven = (name: string): unknown => {
    if (!Object.hasOwn(given!, name)) throw new ThroughlineError([replayIssue('replay/no-effect', { name, known })])
    const value = given![name]
    return Array.isArray(value) ? (value as unknown[])[next(name, value)] : value
  }
  let drawn = 0
  return {
    ...telling(),
    app,
    runId,
    action,
    sequence,
    attempt,
    idempotencyKey: `${runId}/${sequence}`,
    signal: controller.signal,
    effect: <Value>(name: string, work: () => Value): Value =>
      keep(name, given === undefined ? work() : (fromGiven(name) as Value)),
    now: () => keep('now', nowMs),
    random: () => keep('random', randoms[drawn++ % randoms.length]!),
    spawn: (async (_machine: unknown, { key }: { readonly key: string }) => {
      if (Object.hasOwn(children, key)) return children[key]
      throw new ThroughlineError([replayIssue('replay/unknown-child', { action, key, known: Object.keys(children) })])
    }) as ActionContext['spawn'],
    effects,
    abort: (reason) => controller.abort(reason),
  }
}
