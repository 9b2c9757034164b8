// The fields of a search, each with what it takes: for whoever reads one, and for whoever is helped to write one.

export const statuses = ['running', 'succeeded', 'failed', 'aborted', 'abandoned'] as const

export interface SearchField {
  readonly name: string
  /** What it asks, in some words. */
  readonly detail: string
  /** Values that may stand behind it, when they are known. */
  readonly values?: readonly string[]
  /** Names that the record knows. */
  readonly known?: 'project' | 'flow' | 'actor' | 'tag'
}

export const searchFields: readonly SearchField[] = [
  { name: 'status', detail: 'how it ended', values: statuses },
  { name: 'flow', detail: 'name of the flow or application', known: 'flow' },
  { name: 'project', detail: 'name of the project', known: 'project' },
  { name: 'tag', detail: 'key=value', known: 'tag' },
  { name: 'actor', detail: 'who ran it', known: 'actor' },
  { name: 'trigger', detail: 'what made it run', values: ['api', 'command', 'schedule', 'sensor', 'backfill'] },
  { name: 'kind', detail: 'dataflow or application', values: ['dataflow', 'application', 'asset', 'envelope'] },
  { name: 'since', detail: 'a date, or how long ago: 2d', values: ['1h', '1d', '7d', '30d'] },
  { name: 'until', detail: 'a date, or how long ago: 2d', values: ['1h', '1d', '7d', '30d'] },
  { name: 'version', detail: 'beginning of a commit, or of the id of a graph or configuration' },
  { name: 'parent', detail: 'id of the run that started it' },
]
