// The commands of applications, as they are read: `throughline apps`, `show`, `history`, `fork`, `rm`.

import { buildCommand, buildRouteMap, type RouteMap } from '@stricli/core'
import type { AppsForkFlags } from './commands/apps/fork.ts'
import type { AppsLsFlags } from './commands/apps/ls.ts'
import type { AppsRmFlags } from './commands/apps/rm.ts'
import type { AppsShowFlags } from './commands/apps/show.ts'
import type { Context } from './commands/context.ts'
import { asJson, inPlace, project, text } from './flags.ts'

const application = { brief: 'Id of an application', parse: text, placeholder: 'application' } as const
const parsed = (brief: string, placeholder: string) =>
  ({ kind: 'parsed', parse: text, brief, placeholder, optional: true }) as const

const ls = buildCommand<AppsLsFlags, [], Context>({
  loader: async () => (await import('./commands/apps/ls.ts')).ls,
  parameters: {
    flags: {
      machine: parsed('Only applications of this machine, as it is recorded', 'name'),
      status: parsed('Only these: open, completed, stuck, suspended, cancelled', 'status'),
      limit: parsed('Most that are listed (default: 20)', 'n'),
      in: inPlace,
      json: asJson,
      project,
    },
    aliases: { p: 'project' },
  },
  docs: { brief: 'List the applications of the project, those that changed last first' },
})

const show = buildCommand<AppsShowFlags, [string], Context>({
  loader: async () => (await import('./commands/apps/show.ts')).show,
  parameters: {
    flags: { in: inPlace, json: asJson, project },
    positional: { kind: 'tuple', parameters: [application] },
    aliases: { p: 'project' },
  },
  docs: { brief: 'Show the steps and the state of an application' },
})

const history = buildCommand<AppsShowFlags, [string, string], Context>({
  loader: async () => (await import('./commands/apps/show.ts')).history,
  parameters: {
    flags: { in: inPlace, json: asJson, project },
    positional: {
      kind: 'tuple',
      parameters: [application, { brief: 'Key of the state', parse: text, placeholder: 'key' }],
    },
    aliases: { p: 'project' },
  },
  docs: { brief: 'Show the values that a key of the state has had' },
})

const fork = buildCommand<AppsForkFlags, [string], Context>({
  loader: async () => (await import('./commands/apps/fork.ts')).fork,
  parameters: {
    flags: {
      at: parsed('After the step of this number (default: the last one)', 'step'),
      as: parsed('Id of the new application (default: the id of its run)', 'application'),
      in: inPlace,
      json: asJson,
      project,
    },
    positional: { kind: 'tuple', parameters: [application] },
    aliases: { p: 'project' },
  },
  docs: { brief: 'Make an application that goes on where another one was' },
})

const rm = buildCommand<AppsRmFlags, readonly [string, ...string[]], Context>({
  loader: async () => (await import('./commands/apps/rm.ts')).rm,
  parameters: {
    flags: {
      yes: { kind: 'boolean', brief: 'Do not ask', default: false, withNegated: false },
      in: inPlace,
      json: asJson,
      project,
    },
    positional: { kind: 'array', minimum: 1, parameter: { ...application, placeholder: 'applications' } } as never,
    aliases: { y: 'yes', p: 'project' },
  },
  docs: { brief: 'Remove applications for good' },
})

export const appsRoutes: RouteMap<Context> = buildRouteMap({
  routes: { ls, show, history, fork, rm },
  defaultCommand: 'ls',
  docs: {
    brief: 'See, fork and remove the applications of the project',
    fullDescription: 'See, fork and remove the applications of the project. Without a command, lists them.',
  },
})
