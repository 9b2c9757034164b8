// Opens an application: a new one, one that is kept, or a fork.

import { ThroughlineError } from 'throughline'
import { createFreezer, createRunId, HOST_CLOCK, type Clock } from 'throughline/insides'
import type { AnyMachine } from '../definition/machine.ts'
import { checkAction } from '../definition/check-action.ts'
import { findProblems } from '../definition/validate.ts'
import { machineIssue } from '../errors/catalogue.ts'
import type { Head, Migrated, Opened } from '../journal/entry.ts'
import { foldJournal } from '../journal/fold.ts'
import type { LoadedJournal } from '../journal/persister.ts'
import { migrateState } from '../state/migrate.ts'
import { Storable } from '../state/storable.ts'
import type { Values } from '../state/values.ts'
import { LiveApplication } from './live-application.ts'
import { keepLease } from './lease.ts'
import type { AnyOpenOptions } from './open-options.ts'
import { checkApplicationId } from './check-id.ts'
import { checkOptions } from './check-options.ts'
import { wayFrom } from './edit.ts'
import type { Found } from './found.ts'

export async function openApplication(machine: AnyMachine, options: AnyOpenOptions = {}): Promise<LiveApplication> {
  checkOptions(options)
  const { persister, codecs = [], hooks = [], clock = HOST_CLOCK, graceMs = 5_000 } = options
  const storable = new Storable(codecs)
  const wanted = options.resume ?? options.id
  for (const id of idsIn(options)) checkApplicationId(id)
  persister?.meet?.(machine)
  // The lease first: what is read after it cannot become old.
  const runId = createRunId(clock.Date.now())
  const app = wanted ?? runId
  const lease = persister && (await keepLease(persister, app, options.leaseMs ?? 30_000, clock))
  try {
    const found = await find(machine, options, { app, runId, storable, clock })
    const freeze = freezes(options) ? createFreezer() : undefined
    for (const value of Object.values(found.values)) freeze?.(value)
    const application = new LiveApplication({
      machine,
      found,
      storable,
      freeze,
      hooks,
      clock,
      graceMs,
      lease,
      options,
      open: openApplication,
    })
    await application.begin(found.first)
    return application
  } catch (error) {
    await lease?.release()
    throw error
  }
}

interface Making {
  readonly app: string
  readonly runId: string
  readonly storable: Storable
  readonly clock: Clock
}

async function find(machine: AnyMachine, options: AnyOpenOptions, making: Making): Promise<Found> {
  const { persister, resume, fork, id, entry } = options
  if (fork) return forked(machine, options, making)
  const kept = persister && (id ?? resume) !== undefined ? await persister.load(making.app) : undefined
  if (resume !== undefined) {
    if (kept) return resumed(kept, machine, options, making)
    if (entry === undefined)
      throw new ThroughlineError([
        machineIssue('app/unknown', { app: resume, persister: persister!.name, isResumed: true }),
      ])
  } else if (kept)
    throw new ThroughlineError([machineIssue('app/exists', { app: making.app, persister: persister!.name })])
  return started(machine, options, making)
}

function resumed(
  { head: kept, number }: LoadedJournal,
  machine: AnyMachine,
  options: AnyOpenOptions,
  making: Making,
): Found {
  const { app, storable, clock } = making
  const values = upToDate(kept, machine, options, making, app)
  const { suspension } = kept
  const head = suspension ? { ...kept, suspension: storable.fromStored(suspension) as typeof suspension } : kept
  const { schemaVersion: schema = 1 } = options
  if (schema === head.schema) return { app, head, values, number }
  const state = storable.toStored(values, 'state') as Record<string, unknown>
  const first: Migrated = { type: 'migrated', atMs: clock.Date.now(), sequence: head.sequence, schema, state }
  return { app, head: { ...head, schema }, values, number, first }
}

function started(machine: AnyMachine, options: AnyOpenOptions, making: Making): Found {
  const { entry, state = {}, parent } = options
  const problems = findProblems(machine, { entry: entry!, state: state as Record<string, unknown> })
  if (problems.length > 0) throw new ThroughlineError(problems)
  return begun(machine, options, making, { values: { ...state }, next: entry!, sequence: 0, ...(parent && { parent }) })
}

/** The first entry of a new application, and where it stands after it. */
function begun(
  machine: AnyMachine,
  { persister, schemaVersion = 1, tags }: AnyOpenOptions,
  { app, runId, clock, storable }: Making,
  { values, ...start }: { readonly values: Values } & Pick<Opened, 'next' | 'isStuck' | 'sequence' | 'parent'>,
): Found {
  const first: Opened = {
    type: 'opened',
    atMs: clock.Date.now(),
    runId,
    machine: machine.name,
    schema: schemaVersion,
    state: persister ? (storable.toStored(values, 'state') as Values) : values,
    ...start,
    ...(tags && { tags }),
  }
  return { app, head: foldJournal([first])!, values, number: 0, first }
}

async function forked(machine: AnyMachine, options: AnyOpenOptions, making: Making): Promise<Found> {
  const { persister, fork } = options
  const { id, at, state = {}, next } = fork!
  const loaded = await persister!.load(id, at)
  // What comes after that step need not even be readable.
  if (!loaded || (at !== undefined && loaded.head.sequence !== at)) {
    const newest = at === undefined ? loaded : await persister!.load(id)
    if (!newest) throw new ThroughlineError([machineIssue('app/unknown', { app: id, persister: persister!.name })])
    throw new ThroughlineError([machineIssue('app/no-such-step', { app: id, at: at!, last: newest.head.sequence })])
  }
  const { head } = loaded
  const values = { ...upToDate(head, machine, options, making, id), ...state }
  if (next !== undefined) checkAction(machine, next, 'fork.next')
  if (await persister!.load(making.app))
    throw new ThroughlineError([machineIssue('app/exists', { app: making.app, persister: persister!.name })])
  const wayOn = (): ReturnType<typeof wayFrom> =>
    head.status === 'stuck' ? wayFrom(head.last, values, machine) : { next: head.next }
  return begun(machine, options, making, {
    values,
    ...(next === undefined ? wayOn() : { next }),
    sequence: head.sequence,
    parent: { kind: 'fork', app: id, runId: head.runId, sequence: head.sequence },
  })
}

/**
 * The state in the shape of today.
 *
 * @throws {app/other-machine}, {app/newer-schema}, {app/no-migration}, {machine/unknown-action}
 */
function upToDate(
  { machine: found, next, state, schema }: Head,
  machine: AnyMachine,
  { schemaVersion = 1, migrations = {} }: AnyOpenOptions,
  { storable }: Making,
  app: string,
): Values {
  if (found !== machine.name)
    throw new ThroughlineError([machineIssue('app/other-machine', { app, found, name: machine.name })])
  if (next !== null) checkAction(machine, next, `the journal of "${app}"`)
  return migrateState(storable.fromStored(state) as Values, schema, schemaVersion, migrations, app)
}

/** Those that are given, whatever they are. */
function idsIn({ id, resume, fork }: AnyOpenOptions): readonly unknown[] {
  return [id, resume].filter((one) => one !== undefined).concat(fork === undefined ? [] : [fork?.id])
}

/** Off in production, where the time counts. */
function freezes({ freeze }: AnyOpenOptions): boolean {
  const host: { readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> } } =
    globalThis as object
  return freeze ?? host.process?.env?.['NODE_ENV'] !== 'production'
}
