// Does one recorded step again, without anything of the world outside, and compares.

import { ThroughlineError } from 'throughline'
import { createFreezer } from 'throughline/insides'
import type { AnyMachine } from '../definition/machine.ts'
import { checkAction } from '../definition/check-action.ts'
import { machineIssue } from '../errors/catalogue.ts'
import type { StoredPatch } from '../journal/entry.ts'
import { callAction } from '../run/call-action.ts'
import { chooseErrorWay, chooseWay } from '../run/choose-edge.ts'
import { compile, type CompiledAction, type WayOn } from '../run/compiled.ts'
import { errorRecord } from '../run/error-record.ts'
import { validate } from '../run/inputs.ts'
import { isSuspension } from '../run/suspend.ts'
import type { Codec } from '../state/codec.ts'
import { applyPatch, toPatch } from '../state/patch.ts'
import { Storable } from '../state/storable.ts'
import { plainValues, type Values } from '../state/values.ts'
import { differencesBetween, type Difference } from './differences.ts'
import { replayContext, type ReplayContext } from './replay-context.ts'
import type { RecordedEnd, StepFixture } from './step-fixture.ts'
import type { Told } from './told.ts'

export interface ReplayOptions {
  /** Those that the application is opened with. */
  readonly codecs?: readonly Codec[]
}

/** What came of the step now. */
export interface Replayed extends Told {
  readonly status: RecordedEnd['status']
  /** As it would be kept; absent when the step failed or waits. */
  readonly patch?: StoredPatch
  /** The state after it; before it when it failed or waits. */
  readonly state: Readonly<Record<string, unknown>>
  /** Of a streaming action. */
  readonly chunks: readonly unknown[]
  /** Null at the end. */
  readonly next: string | null
  /** Index of the edge that was taken, in the machine's list. */
  readonly edge?: number
  /** What the action threw; also when an error edge was taken. */
  readonly error?: unknown
  /** Of a step that waits, as it would be kept. */
  readonly prompt?: unknown
  /** What is not as recorded; empty when all of it is. */
  readonly differences: readonly Difference[]
}

/**
 * Does a recorded step again: the same state, inputs, effects, attempt and idempotency key; no time limit and no other
 * attempt. Effects are not done but given from the record; children are not run.
 *
 * @throws {app/other-machine}, {machine/unknown-action}; {replay/other-effect}, {replay/more-effects},
 *   {replay/fewer-effects} or {replay/unknown-child} when the action asks for other things than it did; never what it throws
 * @example
 * import { forState, memoryPersister } from '@throughline/machine'
 * import { replay, stepFixture } from '@throughline/machine/testing'
 * const { action, machine } = forState<{ at: number }>()
 * const clock = machine({ stamp: action({ writes: ['at'] }, ({ ctx }) => ({ at: ctx.now() })) })
 * const persister = memoryPersister()
 * const app = await clock.open({ id: 'a', entry: 'stamp', persister })
 * await app.run()
 * const replayed = await replay(await stepFixture(persister, 'a', 1), clock)
 * replayed.differences // => []
 */
export async function replay(
  fixture: StepFixture,
  machine: AnyMachine,
  { codecs = [] }: ReplayOptions = {},
): Promise<Replayed> {
  const { app, action, recorded } = fixture
  if (fixture.machine !== machine.name)
    throw new ThroughlineError([machineIssue('app/other-machine', { app, found: fixture.machine, name: machine.name })])
  checkAction(machine, action, `the recorded step ${fixture.sequence} of "${app}"`)
  const compiled = compile(machine).get(action)!
  const storable = new Storable(codecs)
  const revive = (stored: unknown): unknown => storable.fromStored(stored)
  const values = revive(fixture.state) as Values
  const freeze = createFreezer()
  for (const value of Object.values(values)) freeze(value)
  const context = replayContext(fixture, revive)
  const chunks: unknown[] = []
  const end = await endOf(compiled, values, storable, async () => {
    if (fixture.answer) return answered(compiled, values, revive(fixture.answer.payload), context)
    const inputs = { ...(revive(fixture.inputs) as Values), ...compiled.action.bound }
    return called(compiled, values, inputs, context, chunks)
  })
  const trouble = context.trouble()
  if (trouble.length > 0) throw new ThroughlineError(trouble)
  const { logs, metrics, spans } = context
  const replayed = { ...end, chunks, logs, metrics, spans }
  return { ...replayed, differences: differencesBetween(recorded, replayed) }
}

function called(
  compiled: CompiledAction,
  values: Values,
  inputs: Values,
  context: ReplayContext,
  chunks: unknown[],
): unknown {
  const state = compiled.read(values)
  return callAction({
    compiled,
    state,
    inputs,
    context,
    around: [],
    aroundStep: () => {
      throw new TypeError('nothing stands around a replay')
    },
    chunk: (chunk) => void chunks.push(chunk),
  })
}

async function answered(
  { name, action, read }: CompiledAction,
  values: Values,
  payload: unknown,
  ctx: ReplayContext,
): Promise<unknown> {
  const { awaits, resumed } = action.spec
  if (!awaits) throw new ThroughlineError([machineIssue('app/no-awaits', { action: name })])
  const fitting = await validate(awaits, payload, (findings) =>
    machineIssue('app/bad-payload', { action: name, findings }),
  )
  return resumed ? resumed({ state: read(values), inputs: {}, ctx, payload: fitting as never }) : fitting
}

type End = Omit<Replayed, 'chunks' | 'differences' | keyof Told>

/** As a step ends: a patch and the way on, a suspension, an error edge, or a failure. */
async function endOf(
  compiled: CompiledAction,
  values: Values,
  storable: Storable,
  work: () => Promise<unknown>,
): Promise<End> {
  const { name, action, rule } = compiled
  const standing = { state: plainValues(values), next: name }
  try {
    const returned = await work()
    if (isSuspension(returned)) {
      if (!action.spec.awaits) throw new ThroughlineError([machineIssue('app/no-awaits', { action: name })])
      const { prompt } = returned
      const kept = prompt === undefined ? {} : { prompt: storable.toStored(prompt, 'prompt') }
      return { ...standing, status: 'suspended', ...kept }
    }
    const patch = toPatch(returned, rule)
    const after = applyPatch(values, patch)
    return committed(storable.toStored(patch, 'state') as StoredPatch, after, chooseWay(compiled, after))
  } catch (error) {
    const way = chooseErrorWay(compiled, error, () => errorRecord(error))
    if (!way) return { ...standing, status: 'failed', error }
    const { as, to } = way.edge
    const patch: StoredPatch = as === undefined ? {} : { set: { [as]: errorRecord(error) } }
    const next = to === '$end' ? null : to
    return { ...committed(patch, applyPatch(values, patch), { next, way, isStuck: false }), error }
  }
}

function committed(patch: StoredPatch, after: Values, { next, way }: WayOn): End {
  return { status: 'committed', patch, state: plainValues(after), next, ...(way && { edge: way.index }) }
}
