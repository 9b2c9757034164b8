// The tables of the record, how their rows merge, and their types for queries.

import type { Table } from '@throughline/store/tables'
import type { RecordTables } from './rows.ts'

const step = ['run', 'node', 'item', 'sequence'] as const
const stepColumns = { run: 'text', node: 'text', item: 'text', sequence: 'integer' } as const
const origin = { writer: 'text', seq: 'integer', at_ms: 'integer' } as const
const from = { from_run: 'text', from_at_ms: 'integer' } as const

/** Every event as it came: the truth. */
const event: Table = {
  name: 'event',
  columns: { writer: 'text', seq: 'integer', run: 'text', type: 'text', at_ms: 'integer', body: 'text' },
  key: ['writer', 'seq'],
}

/** How far each writer was brought here by shippers. Not derived: what came before may be deleted. */
const cursor: Table = { name: 'cursor', columns: { writer: 'text', seq: 'integer' }, key: ['writer'], max: ['seq'] }

const project: Table = {
  name: 'project',
  columns: { name: 'text', first_at_ms: 'integer', last_at_ms: 'integer' },
  key: ['name'],
  min: ['first_at_ms'],
  max: ['last_at_ms'],
}

/** What a version was: the same for all who tell it. */
function version(name: string): Table {
  return {
    name,
    columns: { id: 'text', told: 'text', body: 'text' },
    key: ['id'],
    ranked: { told: ['body'] },
  }
}

const nodeFacts = ['source', 'doc', 'tags', 'type', 'file', 'line', 'packages', 'is_impure', 'body'] as const

const nodeVersion: Table = {
  name: 'node_version',
  columns: {
    id: 'text',
    node: 'text',
    told: 'text',
    source: 'text',
    doc: 'text',
    tags: 'text',
    type: 'text',
    file: 'text',
    line: 'integer',
    packages: 'text',
    is_impure: 'integer',
    body: 'text',
  },
  key: ['id', 'node'],
  ranked: { told: nodeFacts },
}

const started = [
  'project',
  'kind',
  'subject',
  'outputs',
  'nodes',
  'actor',
  'trigger_kind',
  'trigger_facts',
  'parent_run',
  'parent_step',
  'root',
  'graph',
  'config',
  'git',
  'lock',
  'runtime',
  'inputs',
  'host',
  'process',
  'search_text',
] as const

const ended = ['status', 'ended_at_ms', 'duration_ms', 'computed', 'cached', 'failed', 'skipped', 'error'] as const

const run: Table = {
  name: 'run',
  columns: {
    id: 'text',
    started_at_ms: 'integer',
    last_seen_ms: 'integer',
    start_rank: 'text',
    ...columnsOf(started, 'text'),
    state_rank: 'text',
    status: 'text',
    ended_at_ms: 'integer',
    duration_ms: 'real',
    ...columnsOf(['computed', 'cached', 'failed', 'skipped'], 'integer'),
    error: 'text',
  },
  key: ['id'],
  min: ['started_at_ms'],
  max: ['last_seen_ms'],
  ranked: { start_rank: started, state_rank: ended },
}

const stepTable: Table = {
  name: 'step',
  columns: {
    ...stepColumns,
    started_at_ms: 'integer',
    start_rank: 'text',
    inputs: 'text',
    code_rank: 'text',
    code: 'text',
    state_rank: 'text',
    status: 'text',
    attempt: 'integer',
    ended_at_ms: 'integer',
    duration_ms: 'real',
    output_type: 'text',
    output_version: 'text',
    output: 'text',
    error: 'text',
    ...from,
    progress_rank: 'text',
    done: 'integer',
    total: 'integer',
  },
  key: step,
  min: ['started_at_ms'],
  ranked: {
    start_rank: ['inputs'],
    code_rank: ['code'],
    state_rank: [
      'status',
      'attempt',
      'ended_at_ms',
      'duration_ms',
      'output_type',
      'output_version',
      'output',
      'error',
      'from_run',
      'from_at_ms',
    ],
    progress_rank: ['done', 'total'],
  },
}

/** Failed attempts after which another one came, and all after the first: of a step that was tried once the step says it. */
const attempt: Table = {
  name: 'attempt',
  columns: {
    ...stepColumns,
    attempt: 'integer',
    started_at_ms: 'integer',
    state_rank: 'text',
    status: 'text',
    ended_at_ms: 'integer',
    delay_ms: 'real',
    error: 'text',
  },
  key: [...step, 'attempt'],
  min: ['started_at_ms'],
  ranked: { state_rank: ['status', 'ended_at_ms', 'delay_ms', 'error'] },
}

const attribute: Table = {
  name: 'attribute',
  columns: { ...stepColumns, name: 'text', told: 'text', type: 'text', schema_version: 'integer', value: 'text' },
  key: [...step, 'name'],
  ranked: { told: ['type', 'schema_version', 'value'] },
}

/** One row for each event: it is identified by where it came from. */
function perEvent(name: string, columns: Table['columns']): Table {
  return { name, columns: { ...stepColumns, ...origin, ...columns }, key: ['run', 'writer', 'seq'] }
}

const metricPoint = perEvent('metric_point', { name: 'text', step: 'real', value: 'real', special: 'text', ...from })
const checkResult = perEvent('check_result', {
  name: 'text',
  is_passed: 'integer',
  severity: 'text',
  message: 'text',
  facts: 'text',
  ...from,
})
const log = perEvent('log', { message: 'text', fields: 'text', ...from })
const artifact = perEvent('artifact', { name: 'text', blob: 'text', size_bytes: 'integer', media_type: 'text' })
const annotation = perEvent('annotation', { author: 'text', text: 'text' })
const dropped = perEvent('dropped', { kind: 'text', count: 'integer' })

const tag: Table = {
  name: 'tag',
  columns: { run: 'text', key: 'text', told: 'text', value: 'text' },
  key: ['run', 'key'],
  ranked: { told: ['value'] },
}

const blobUse: Table = { name: 'blob_use', columns: { holder: 'text', blob: 'text' }, key: ['holder', 'blob'] }

/** Runs that are gone for good: what still comes of them is not taken. */
const deletedRun: Table = {
  name: 'deleted_run',
  columns: { run: 'text', told: 'text', at_ms: 'integer', sha256: 'text' },
  key: ['run'],
  ranked: { told: ['at_ms', 'sha256'] },
}

/** Of each node of a project what its latest run says: kept on write. */
const catalog: Table = {
  name: 'catalog',
  columns: {
    project: 'text',
    node: 'text',
    last_run: 'text',
    last_status: 'text',
    last_at_ms: 'integer',
    code: 'text',
    type: 'text',
    doc: 'text',
    tags: 'text',
    output_version: 'text',
    search_text: 'text',
  },
  key: ['project', 'node'],
  isReplaced: true,
}

export type TableName = keyof RecordTables

/** All tables by their names. */
export const tables: Readonly<Record<TableName, Table>> = {
  event,
  cursor,
  project,
  graph_version: version('graph_version'),
  node_version: nodeVersion,
  config_version: version('config_version'),
  git_state: version('git_state'),
  lock: version('lock'),
  runtime: version('runtime'),
  run,
  step: stepTable,
  attempt,
  attribute,
  metric_point: metricPoint,
  check_result: checkResult,
  log,
  artifact,
  annotation,
  dropped,
  tag,
  blob_use: blobUse,
  deleted_run: deletedRun,
  catalog,
}

/** What can be made of the events again. */
export const derivedTables: readonly TableName[] = (Object.keys(tables) as TableName[]).filter(
  (name) => name !== 'event' && name !== 'cursor',
)

/** Tables with rows of one run, by the column that names it. */
export const runTables: Readonly<Partial<Record<TableName, string>>> = {
  run: 'id',
  step: 'run',
  attempt: 'run',
  attribute: 'run',
  metric_point: 'run',
  check_result: 'run',
  log: 'run',
  artifact: 'run',
  annotation: 'run',
  dropped: 'run',
  tag: 'run',
}

function columnsOf<Name extends string, Kind extends 'text' | 'integer'>(
  names: readonly Name[],
  kind: Kind,
): Record<Name, Kind> {
  return Object.fromEntries(names.map((name) => [name, kind])) as Record<Name, Kind>
}
