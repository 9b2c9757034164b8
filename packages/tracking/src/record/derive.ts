// What an event says, as rows of the derived tables. The rows of any events in any order merge to the same tables.

import type { SpooledEvent } from '@throughline/store'
import { isFields, searchText, sortable, toFlag, toInteger, toJson, toName, toReal, toText } from './cells.ts'
import type { Changes } from './changes.ts'
import { blobsIn } from './blobs-in.ts'
import { deriveAttemptFailed, deriveProgress, deriveStepEnded, deriveStepStarted } from './derive-steps.ts'
import { fromOf, ownerOf, type Row, type Said } from './said.ts'
import type { TableName } from './tables.ts'

/** Known types of events. What is said by another one is kept, and is in no derived table. */
const derivations: Readonly<Record<string, (said: Said) => void>> = {
  version: deriveVersion,
  'run.started': deriveRunStarted,
  'run.ended': deriveRunEnded,
  'step.started': deriveStepStarted,
  'step.progress': deriveProgress,
  'attempt.failed': deriveAttemptFailed,
  'step.ended': deriveStepEnded,
  check: deriveCheck,
  log: deriveLog,
  metric: deriveMetric,
  attribute: deriveAttribute,
  artifact: deriveArtifact,
  tags: deriveTags,
  annotation: deriveAnnotation,
  dropped: deriveDropped,
  deleted: deriveDeleted,
}

/** Adds the rows that an event asks for. Fields that are missing or of another kind give null, never an exception. */
export function derive({ event, line }: SpooledEvent, changes: Changes): void {
  const run = toName(event.run)
  const told = `${toShortWriter(event.writer)}.${sortable(event.seq)}`
  if (run !== null) changes.see(run, toInteger(event.atMs)!)
  if (Object.hasOwn(derivations, event.type)) derivations[event.type]!({ event, told, run, changes })
  if (!line.includes('blob"')) return
  const holder = run === null ? 'versions' : `run ${run}`
  for (const blob of blobsIn(event)) changes.add('blob_use', { holder, blob })
}

/** The last one that was asked for: events of a writer come together. */
let known = { writer: '', short: '' }

/** Half of a random id is enough to tell two writers apart who say the same of the same. */
function toShortWriter(writer: string): string {
  if (known.writer !== writer)
    known = { writer, short: /^[0-9a-f]{32}$/.test(writer) ? writer.slice(0, 16) : toName(writer)! }
  return known.short
}

const versionTables: Readonly<Record<string, TableName>> = {
  graph: 'graph_version',
  config: 'config_version',
  git: 'git_state',
  lock: 'lock',
  runtime: 'runtime',
}

function deriveVersion({ event, told, changes }: Said): void {
  const id = toName(event['id'])
  const { kind, body } = event
  if (id === null || typeof kind !== 'string') return
  if (kind !== 'node') {
    if (Object.hasOwn(versionTables, kind)) changes.add(versionTables[kind]!, { id, told, body: toJson(body) })
    return
  }
  const facts = isFields(body) ? body : {}
  changes.add('node_version', {
    id,
    node: toName(facts['node']) ?? '',
    told,
    source: toText(facts['source']),
    doc: toText(facts['doc']),
    tags: toJson(facts['tags']),
    type: toText(facts['type']),
    file: toText(facts['file']),
    line: toInteger(facts['line']),
    packages: toJson(facts['packages']),
    is_impure: facts['impure'] === undefined ? null : Number(facts['impure'] !== false),
    body: toJson(body),
  })
}

function deriveRunStarted({ event, told, run, changes }: Said): void {
  if (run === null) return
  const at = toInteger(event.atMs)!
  const { versions, trigger, parent, process, tags } = event
  const pinned = isFields(versions) ? versions : {}
  const made = isFields(trigger) ? trigger : {}
  const above = isFields(parent) ? parent : {}
  const [project, subject, actor] = [toName(event['project']), toName(event['subject']), toName(event['actor'])]
  const tagEntries = Object.entries(isFields(tags) ? tags : {})
  changes.add('run', {
    id: run,
    started_at_ms: at,
    last_seen_ms: at,
    start_rank: `${sortable(at)}.${told}`,
    project: project ?? '',
    kind: toText(event['kind']),
    subject,
    outputs: toJson(event['outputs']),
    nodes: toJson(event['nodes']),
    actor,
    trigger_kind: toText(made['kind']),
    trigger_facts: toJson(trigger),
    parent_run: toName(above['run']),
    parent_step: toJson(above['step']),
    root: toName(event['root']),
    graph: toName(pinned['graph']),
    config: toName(pinned['config']),
    git: toName(pinned['git']),
    lock: toName(pinned['lock']),
    runtime: toName(pinned['runtime']),
    inputs: toJson(event['inputs']),
    host: isFields(process) ? toText(process['host']) : null,
    process: toJson(process),
    search_text: searchText(
      subject,
      project,
      actor,
      toText(made['kind']),
      ...tagEntries.map((entry) => entry.join(' ')),
    ),
    state_rank: '0',
    status: 'running',
  })
  changes.add('project', { name: project ?? '', first_at_ms: at, last_at_ms: at })
  for (const [key, value] of tagEntries)
    changes.add('tag', { run, key: toName(key), told: `0.${told}`, value: toName(value) })
}

/** What a run said of itself counts more than what others said of it, and a better end more than a worse one. */
const runStatuses = ['abandoned', 'aborted', 'failed', 'succeeded']

function deriveRunEnded({ event, told, run, changes }: Said): void {
  const { status } = event
  if (run === null || typeof status !== 'string') return
  const counts = isFields(event['counts']) ? event['counts'] : {}
  changes.add('run', {
    id: run,
    state_rank: `1.${runStatuses.indexOf(status) + 1}.${told}`,
    status: toText(status),
    ended_at_ms: toInteger(event.atMs),
    duration_ms: toReal(event['durationMs']),
    computed: toInteger(counts['computed']),
    cached: toInteger(counts['cached']),
    failed: toInteger(counts['failed']),
    skipped: toInteger(counts['skipped']),
    error: toJson(event['error']),
  })
}

function originOf({ event }: Said): Row {
  return { writer: toName(event.writer), seq: event.seq, at_ms: toInteger(event.atMs) }
}

function deriveCheck(said: Said): void {
  const { event, changes } = said
  const name = toText(event['check'])
  const isPassed = toFlag(event['passed'])
  if (name === null || isPassed === null) return
  changes.add('check_result', {
    ...ownerOf(said),
    ...originOf(said),
    name,
    is_passed: isPassed,
    severity: toText(event['severity']),
    message: toText(event['message']),
    facts: toJson(event['facts']),
    ...fromOf(event),
  })
}

function deriveLog(said: Said): void {
  const { event, changes } = said
  const message = toText(event['message'])
  if (message === null) return
  changes.add('log', {
    ...ownerOf(said),
    ...originOf(said),
    message,
    fields: toJson(event['fields']),
    ...fromOf(event),
  })
}

function deriveMetric(said: Said): void {
  const { event, changes } = said
  const name = toName(event['name'])
  const { value } = event
  if (name === null) return
  const special = isFields(value) ? toText(value['$number']) : null
  if (special === null && typeof value !== 'number') return
  changes.add('metric_point', {
    ...ownerOf(said),
    ...originOf(said),
    name,
    step: toReal(event['step']),
    value: toReal(value),
    special,
    ...fromOf(event),
  })
}

function deriveAttribute(said: Said): void {
  const { event, told, changes } = said
  const { attribute } = event
  const name = toName(event['name'])
  if (name === null || !isFields(attribute)) return
  changes.add('attribute', {
    ...ownerOf(said),
    name,
    told: `${sortable(toInteger(event.atMs)!)}.${told}`,
    type: toText(attribute['type']),
    schema_version: toInteger(attribute['schemaVersion']),
    value: toJson(attribute['value']),
  })
}

function deriveArtifact(said: Said): void {
  const { event, changes } = said
  const [name, blob] = [toText(event['name']), toName(event['blob'])]
  if (name === null || blob === null) return
  const row = { name, blob, size_bytes: toInteger(event['sizeBytes']), media_type: toText(event['mediaType']) }
  changes.add('artifact', { ...ownerOf(said), ...originOf(said), ...row })
}

/** A tag that is removed stays as a row without a value: the removal may come before what it removes. */
function deriveTags({ event, told, run, changes }: Said): void {
  if (run === null) return
  const rank = `1.${sortable(toInteger(event.atMs)!)}.${told}`
  const { set, removed } = event
  if (Array.isArray(removed))
    for (const key of removed) changes.add('tag', { run, key: toName(String(key)), told: rank, value: null })
  for (const [key, value] of Object.entries(isFields(set) ? set : {}))
    changes.add('tag', { run, key: toName(key), told: `${rank}.1`, value: toName(value) })
}

function deriveAnnotation(said: Said): void {
  const { event, changes } = said
  const text = toText(event['text'])
  if (text === null) return
  changes.add('annotation', { ...ownerOf(said), ...originOf(said), author: toText(event['author']), text })
}

function deriveDropped(said: Said): void {
  const { event, changes } = said
  const row = { kind: toText(event['kind']), count: toInteger(event['count']) }
  changes.add('dropped', { ...ownerOf(said), ...originOf(said), ...row })
}

function deriveDeleted({ event, told, changes }: Said): void {
  const { runs } = event
  if (!Array.isArray(runs)) return
  const row = { told, at_ms: toInteger(event.atMs), sha256: toText(event['sha256']) }
  for (const run of runs) if (typeof run === 'string') changes.add('deleted_run', { run: toName(run), ...row })
}
