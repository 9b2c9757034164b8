// The commands that serve pages, as they are read: `throughline dev` and `throughline ui`.

import { buildCommand, type Command } from '@stricli/core'
import type { Context } from './commands/context.ts'
import type { DevFlags, UiFlags } from './commands/dev.ts'
import { project, text } from './flags.ts'

const parsed = (brief: string, placeholder: string) =>
  ({ kind: 'parsed', parse: text, brief, placeholder, optional: true }) as const

const serving = {
  port: parsed('Port (default: 7717, or the next one that is free)', 'n'),
  host: parsed('Address to listen on; where others can reach it a token is needed (default: 127.0.0.1)', 'address'),
  name: {
    kind: 'parsed',
    parse: text,
    brief: 'Another name by which it is asked, as that of a proxy before it; may be given several times',
    placeholder: 'name',
    optional: true,
    variadic: true,
  },
  tokenFile: parsed('File with tokens, one on a line; or one in THROUGHLINE_TOKEN (default: a new one)', 'file'),
  open: { kind: 'boolean', brief: 'Open the pages in a browser', default: false, withNegated: false },
} as const

const tokens = [
  'Without a token of yours each start makes one; it is part of the printed address. Whoever has it may see everything',
  'that is recorded. Ctrl-C ends it.',
]

export const devCommand: Command<Context> = buildCommand<DevFlags, [], Context>({
  loader: async () => (await import('./commands/dev.ts')).dev,
  parameters: { flags: { ...serving, project }, aliases: { p: 'project' } },
  docs: {
    brief: 'Show the project in a browser: its flows, its runs as they go on, its applications',
    fullDescription: [
      'Serves pages that show the flows of the project, its runs as they go on, and its applications. Reads the files again when',
      'they change, brings the runs of other processes into the record, and starts runs from a page.',
      '',
      'It executes the code of the project: when it reads it, and when a run is started from a page.',
      '',
      ...tokens,
    ].join('\n'),
  },
})

export const uiCommand: Command<Context> = buildCommand<UiFlags, [], Context>({
  loader: async () => (await import('./commands/dev.ts')).ui,
  parameters: {
    flags: {
      store: {
        kind: 'parsed',
        parse: text,
        brief: 'Address of the record: sqlite:path or postgres://...',
        placeholder: 'url',
      },
      ...serving,
    },
  },
  docs: {
    brief: 'Show a record in a browser, without its project',
    customUsage: ['--store sqlite:runs.db', '--store postgres://reader@db.example/runs'],
    fullDescription: ['Serves pages that show what is recorded. Runs no code of a project.', '', ...tokens].join('\n'),
  },
})
