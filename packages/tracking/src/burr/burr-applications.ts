// Applications that Burr tracked in a folder become journals, as if they had run here.

import { createHash } from 'node:crypto'
import type { ErrorRecord, JournalEntry, Parent, StoredPatch } from '@throughline/machine'
import { isDeepStrictEqual } from 'node:util'
import { burrGraph, NO_GRAPH, nextIn, type BurrGraph } from './burr-graph.ts'
import { burrLines, parsePython, type BurrRecord, type DamagedLine } from './burr-lines.ts'
import { burrSteps, notesOf, type BurrStep } from './burr-steps.ts'
import { instantOf, localOffset, timeIn } from './burr-time.ts'

/** The files of one application, as text; those that are missing are absent. */
export interface BurrFiles {
  /** Name of its folder. */
  readonly app: string
  readonly log?: string
  readonly graph?: string
  readonly metadata?: string
  readonly children?: string
}

export interface BurrOptions {
  /** Name of the project, which becomes the name of the machine. */
  readonly project: string
  /** How far local times in the logs are from UTC. Default: found out where a log tells, else that of this machine */
  readonly offsetMinutes?: number
}

export interface BurrApplication {
  readonly app: string
  readonly entries: readonly JournalEntry[]
  /** Steps that are done. */
  readonly steps: number
}

export interface BurrImport {
  /** The earlier ones first, so that parents come before their forks and children. */
  readonly applications: readonly BurrApplication[]
  /** Lines and files that were left out. */
  readonly damaged: readonly DamagedLine[]
}

type State = Readonly<Record<string, unknown>>

interface Read {
  readonly app: string
  readonly graph: BurrGraph
  readonly metadata: BurrRecord
  readonly children: readonly BurrRecord[]
  readonly steps: readonly BurrStep[]
  readonly at: (line: BurrRecord | undefined, key: string) => number
  readonly startedAtMs: number
  readonly runId: string
}

/** What others need to know of an application that is made. */
interface Made {
  /** Our number of a step, by Burr's. */
  readonly sequenceOf: ReadonlyMap<number, number>
  readonly stateAfter: ReadonlyMap<number, State>
}

/**
 * Steps are numbered from 1, as here; a step that failed and was done again has one number and several attempts. What Burr
 * does not write down is not there: the state before the first step is what the first end shows besides what its action
 * writes; where the edge after the last step depends on code, the application is at its end.
 */
export function burrApplications(all: readonly BurrFiles[], options: BurrOptions): BurrImport {
  const damaged: DamagedLine[] = []
  const read = all.map((files) => readFiles(files, options, damaged)).sort((a, b) => a.startedAtMs - b.startedAtMs)
  const parents = parentsIn(read)
  const made = new Map<string, Made>()
  const runIds = new Map(read.map(({ app, runId }) => [app, runId]))
  const applications = read.map((one) => {
    const pointer = parents.get(one.app)
    const parent = pointer && {
      kind: pointer.kind,
      app: pointer.app,
      runId: runIds.get(pointer.app) ?? runIdOf(options.project, pointer.app, 0),
      sequence: made.get(pointer.app)?.sequenceOf.get(pointer.id) ?? pointer.id + 1,
      ...(pointer.kind === 'child' && { key: one.app }),
    }
    const start = pointer?.kind === 'fork' ? made.get(pointer.app)?.stateAfter.get(pointer.id) : undefined
    const journal = journalOf(one, options.project, parent, start)
    made.set(one.app, journal)
    return { app: one.app, entries: journal.entries, steps: journal.steps }
  })
  return { applications, damaged }
}

function readFiles(files: BurrFiles, { project, offsetMinutes }: BurrOptions, damaged: DamagedLine[]): Read {
  const { app } = files
  const lines = burrLines(files.log ?? '', `${app}/log.jsonl`, damaged)
  const offsetMs = offsetMinutes === undefined ? localOffset(lines) : offsetMinutes * 60_000
  const at = (line: BurrRecord | undefined, key: string): number => {
    const written = line?.[key] ?? (line && timeIn(line))
    const atMs = typeof written === 'string' ? instantOf(written, offsetMs) : 0
    return Number.isNaN(atMs) ? 0 : atMs
  }
  const steps = burrSteps(lines)
  const startedAtMs = at(steps[0]?.begin, 'start_time')
  const parsed = (text: string | undefined, file: string): unknown => {
    try {
      return text === undefined ? undefined : parsePython(text)
    } catch (error) {
      damaged.push({ file: `${app}/${file}`, line: 1, reason: (error as Error).message })
      return undefined
    }
  }
  const graph = parsed(files.graph, 'graph.json')
  return {
    app,
    graph: graph === undefined ? NO_GRAPH : burrGraph(graph),
    metadata: (parsed(files.metadata, 'metadata.json') ?? {}) as BurrRecord,
    children: burrLines(files.children ?? '', `${app}/children.jsonl`, damaged),
    steps,
    at,
    startedAtMs,
    runId: runIdOf(project, app, startedAtMs),
  }
}

interface Pointer {
  readonly kind: Parent['kind']
  readonly app: string
  /** Burr's number of the step. */
  readonly id: number
}

/** An application names its parent; where its own file is gone, the parent names it. */
function parentsIn(read: readonly Read[]): Map<string, Pointer> {
  const found = new Map<string, Pointer>()
  for (const { app, children } of read) {
    for (const { child, event_type: type, sequence_id: id } of children) {
      const key = (child as BurrRecord | null)?.['app_id']
      if (typeof key === 'string')
        found.set(key, { kind: type === 'fork' ? 'fork' : 'child', app, id: Number(id ?? 0) })
    }
  }
  for (const { app, metadata } of read) {
    const [fork, spawn] = [metadata['parent_pointer'], metadata['spawning_parent_pointer']] as (BurrRecord | null)[]
    const pointer = fork ?? spawn
    if (!pointer) continue
    found.set(app, {
      kind: fork ? 'fork' : 'child',
      app: String(pointer['app_id']),
      id: Number(pointer['sequence_id'] ?? 0),
    })
  }
  return found
}

function journalOf(
  { graph, metadata, steps, at, startedAtMs, runId }: Read,
  machine: string,
  parent: Parent | undefined,
  start: State | undefined,
): Made & { readonly entries: JournalEntry[]; readonly steps: number } {
  const began = parent?.kind === 'fork' ? parent.sequence : 0
  let sequence = began
  let attempt = 0
  let state = start ?? firstState(steps[0], graph)
  const partition = metadata['partition_key']
  const entries: JournalEntry[] = [
    {
      type: 'opened',
      atMs: startedAtMs,
      runId,
      machine,
      schema: 1,
      state,
      next: steps[0]?.action ?? graph.entrypoint ?? null,
      sequence,
      ...(parent && { parent }),
      tags: { source: 'burr', ...(typeof partition === 'string' && partition !== '' && { partition }) },
    },
  ]
  const sequenceOf = new Map<number, number>()
  const stateAfter = new Map<number, State>()
  let waiting: string | undefined
  for (const [index, step] of steps.entries()) {
    const { id, action, begin, end } = step
    const beganAtMs = at(begin, 'start_time')
    // Another action than the one that failed: it was gone on from elsewhere.
    if (waiting !== undefined && waiting !== action)
      entries.push({ type: 'edited', atMs: beganAtMs, sequence, patch: {}, next: action })
    if (waiting !== action) attempt = 0
    const about = { sequence: sequence + 1, action, attempt: ++attempt }
    sequenceOf.set(id, sequence + 1)
    waiting = action
    entries.push({ type: 'begun', atMs: beganAtMs, ...about })
    if (!end) continue
    const { chunks, ...notes } = notesOf(step, graph.actions.find(({ name }) => name === action)?.inputs, at)
    const atMs = at(end, 'end_time')
    const timed = { atMs, ...about, durationMs: Math.max(0, atMs - beganAtMs), ...notes }
    if (typeof end['exception'] === 'string') {
      entries.push({ type: 'failed', ...timed, error: errorOf(end['exception']) })
      continue
    }
    const after = visible(end['state'])
    const next = steps[index + 1]?.action ?? nextIn(graph, action, after)
    entries.push({
      type: 'committed',
      ...timed,
      patch: patchBetween(state, after),
      next,
      ...(chunks !== undefined && { chunks }),
    })
    state = after
    sequence++
    attempt = 0
    waiting = undefined
    stateAfter.set(id, after)
  }
  return { entries, steps: sequence - began, sequenceOf, stateAfter }
}

/** Burr keeps its own position among the state, under names that begin with two underscores. */
function visible(state: unknown): State {
  return Object.fromEntries(Object.entries(state ?? {}).filter(([key]) => !key.startsWith('__')))
}

function firstState(step: BurrStep | undefined, { actions }: BurrGraph): State {
  if (!step?.end) return {}
  const state = visible(step.end['state'])
  if (typeof step.end['exception'] === 'string') return state
  const writes = actions.find(({ name }) => name === step.action)?.writes ?? Object.keys(state)
  return Object.fromEntries(Object.entries(state).filter(([key]) => !writes.includes(key)))
}

/** A list that only grew is an append, so that a conversation costs what was said. */
function patchBetween(before: State, after: State): StoredPatch {
  const set: Record<string, unknown> = {}
  const append: Record<string, readonly unknown[]> = {}
  for (const [key, value] of Object.entries(after)) {
    const old = before[key]
    if (Object.hasOwn(before, key) && isDeepStrictEqual(old, value)) continue
    const grew =
      Array.isArray(old) && Array.isArray(value) && old.length > 0 && isDeepStrictEqual(value.slice(0, old.length), old)
    if (grew) append[key] = (value as unknown[]).slice((old as unknown[]).length)
    else set[key] = value
  }
  const unset = Object.keys(before).filter((key) => !Object.hasOwn(after, key))
  return {
    ...(Object.keys(set).length > 0 && { set }),
    ...(Object.keys(append).length > 0 && { append }),
    ...(unset.length > 0 && { unset }),
  }
}

/** Of a traceback the last line that is not indented: `ValueError: no such user`. */
function errorOf(text: string): ErrorRecord {
  const last =
    text
      .trimEnd()
      .split('\n')
      .findLast((line) => /^\S/.test(line)) ?? ''
  const [, name, message] = /^([\w.]+)(?::\s*(.*))?$/.exec(last) ?? []
  return { name: name ?? 'Error', message: message ?? last, stack: text }
}

/** A UUIDv7 that is the same each time. */
function runIdOf(project: string, app: string, atMs: number): string {
  const hash = createHash('sha256')
    .update(JSON.stringify(['burr', project, app]))
    .digest('hex')
  const time = Math.max(0, Math.floor(atMs)).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`
}
