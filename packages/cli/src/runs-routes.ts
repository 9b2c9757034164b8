// The commands of the record, as they are read: `throughline runs`, `show`, `diff`, `rm`, `export`, `import`, and `why`.

import { buildCommand, buildRouteMap, type Command, type RouteMap } from '@stricli/core'
import type { Context } from './commands/context.ts'
import type { RunsDiffFlags } from './commands/runs/diff.ts'
import type { RunsExportFlags } from './commands/runs/export.ts'
import type { RunsImportFlags } from './commands/runs/import.ts'
import type { RunsLsFlags } from './commands/runs/ls.ts'
import type { RunsRmFlags } from './commands/runs/rm.ts'
import type { RunsShowFlags } from './commands/runs/show.ts'
import type { WhyFlags } from './commands/why.ts'
import { asJson, project, store, text } from './flags.ts'

const run = {
  brief: 'Id of a run, 4 and more of its first characters, or latest, or latest~1',
  parse: text,
  placeholder: 'run',
} as const

const parsed = (brief: string, placeholder: string) =>
  ({ kind: 'parsed', parse: text, brief, placeholder, optional: true }) as const

const projectName = parsed('Only runs that are recorded under this name of a project', 'name')

const tags = { ...parsed('Only runs with this tag; may be repeated', 'key=value'), variadic: true } as const

const ls = buildCommand<RunsLsFlags, [], Context>({
  loader: async () => (await import('./commands/runs/ls.ts')).ls,
  parameters: {
    flags: {
      flow: parsed('Only runs of this flow', 'name'),
      status: parsed('Only these: running, succeeded, failed, aborted, abandoned; several with commas', 'status'),
      since: parsed('Only runs that began then or later: 2026-11-20, or 7d for the last seven days', 'date'),
      tag: tags,
      text: parsed('Only runs with words that begin so in their flow, actor, trigger or tags', 'words'),
      projectName,
      limit: parsed('Most that are listed (default: 20)', 'n'),
      json: asJson,
      store,
      project,
    },
    aliases: { p: 'project' },
  },
  docs: {
    brief: 'List the recorded runs, the newest first',
    customUsage: ['[--flow name] [--status failed] [--since 7d] [--tag key=value]... [--limit n] [--json]'],
  },
})

const show = buildCommand<RunsShowFlags, [string], Context>({
  loader: async () => (await import('./commands/runs/show.ts')).show,
  parameters: {
    flags: { json: asJson, store, project },
    positional: { kind: 'tuple', parameters: [run] },
    aliases: { p: 'project' },
  },
  docs: { brief: 'Show what is recorded of a run' },
})

const diff = buildCommand<RunsDiffFlags, [string, string], Context>({
  loader: async () => (await import('./commands/runs/diff.ts')).diff,
  parameters: {
    flags: {
      json: asJson,
      exitCode: { kind: 'boolean', brief: 'End with 1 when they differ', default: false, withNegated: false },
      store,
      project,
    },
    positional: {
      kind: 'tuple',
      parameters: [
        { ...run, placeholder: 'before' },
        { ...run, placeholder: 'after' },
      ],
    },
    aliases: { p: 'project' },
  },
  docs: {
    brief: 'Say what differs between two runs',
    customUsage: ['<before> <after>', 'latest~1 latest'],
    fullDescription: [
      'Compares two runs: status, inputs, versions, metrics, and the value of every node by its data version and its summary.',
      'A mark of drift knows how many values there were. What explains a difference is told by  throughline why.',
    ].join('\n'),
  },
})

const rm = buildCommand<RunsRmFlags, readonly string[], Context>({
  loader: async () => (await import('./commands/runs/rm.ts')).rm,
  parameters: {
    flags: {
      olderThan: parsed('Runs that began longer ago: 30d, 12h', 'duration'),
      keep: parsed('So many of the newest stay, the others go', 'n'),
      tag: tags,
      projectName,
      dryRun: { kind: 'boolean', brief: 'Say which would go, and remove none', default: false, withNegated: false },
      yes: { kind: 'boolean', brief: 'Do not ask', default: false, withNegated: false },
      json: asJson,
      store,
      project,
    },
    positional: { kind: 'array', parameter: { ...run, placeholder: 'runs' } },
    aliases: { y: 'yes', p: 'project' },
  },
  docs: {
    brief: 'Remove runs for good',
    customUsage: ['<runs...>', '--older-than 30d', '--keep 100', '--tag kind=trial'],
    fullDescription: [
      'Removes runs with all that was recorded of them: those that are named, or those that are too old, too many, or have a tag.',
      'Asks first when a person is at the terminal. What stays is that they were removed, and a hash over what is gone.',
    ].join('\n'),
  },
})

const exported = buildCommand<RunsExportFlags, readonly string[], Context>({
  loader: async () => (await import('./commands/runs/export.ts')).exportRuns,
  parameters: {
    flags: {
      openlineage: {
        kind: 'boolean',
        brief: 'Write events of OpenLineage, for other tools',
        default: false,
        withNegated: false,
      },
      store,
      project,
    },
    positional: { kind: 'array', parameter: { ...run, placeholder: 'runs' } },
    aliases: { p: 'project' },
  },
  docs: {
    brief: 'Write the events of runs to standard output',
    customUsage: ['[runs...] > runs.ndjson', '[runs...] --openlineage'],
    fullDescription:
      'Writes all that is recorded of these runs, or of all, one event a line, for  throughline runs import. Nothing is lost.',
  },
})

const imported = buildCommand<RunsImportFlags, [string], Context>({
  loader: async () => (await import('./commands/runs/import.ts')).importRuns,
  parameters: {
    flags: {
      burr: {
        kind: 'boolean',
        brief: 'Take applications that Burr tracked: the folder of a project of it',
        default: false,
        withNegated: false,
      },
      json: asJson,
      store,
      project,
    },
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'The file; - is standard input', parse: text, placeholder: 'file' }],
    },
    aliases: { p: 'project' },
  },
  docs: {
    brief: 'Take exported runs into the record',
    customUsage: ['<file>', '--burr <folder>'],
    fullDescription: 'What is there already is left out, so the same file may be imported again.',
  },
})

export const runsRoutes: RouteMap<Context> = buildRouteMap({
  routes: { ls, show, diff, rm, export: exported, import: imported },
  defaultCommand: 'ls',
  docs: {
    brief: 'See, compare, remove and pass on what is recorded of runs',
    fullDescription: 'See, compare, remove and pass on what is recorded of runs. Without a command, lists them.',
  },
})

export const whyCommand: Command<Context> = buildCommand<WhyFlags, [string], Context>({
  loader: async () => (await import('./commands/why.ts')).why,
  parameters: {
    flags: {
      run: { ...parsed('The later run (default: the latest one of a flow)', 'run') },
      against: { ...parsed('The earlier run (default: the one of the same flow before it)', 'run') },
      json: asJson,
      store,
      project,
    },
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'Name of a node or an input', parse: text, placeholder: 'node' }],
    },
    aliases: { p: 'project' },
  },
  docs: {
    brief: 'Say why a node has another value than in an earlier run',
    customUsage: ['<node>', '<node> --run latest --against latest~7', '<node> --against 01a1fd97'],
    fullDescription: [
      'Walks from the node up through what it read, to the first nodes that differ by themselves: their code, with the lines that',
      'changed, also in helpers and packages; what the run was given; the configuration; or the outside world.',
    ].join('\n'),
  },
})
