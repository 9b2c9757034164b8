// The commands of memoization, as they are read: `throughline cache ls`, `why`, `gc`, `clear`.

import { buildCommand, buildRouteMap, type RouteMap } from '@stricli/core'
import type { CacheClearFlags } from './commands/cache/clear.ts'
import type { CacheGcFlags } from './commands/cache/gc.ts'
import type { CacheLsFlags } from './commands/cache/ls.ts'
import type { CacheWhyFlags } from './commands/cache/why.ts'
import type { Context } from './commands/context.ts'
import { asJson, assignments, project, text } from './flags.ts'

const flow = { brief: 'Only this flow', parse: text, placeholder: 'flow', optional: true } as const
const node = { brief: 'Only this node', parse: text, placeholder: 'node', optional: true } as const

const ls = buildCommand<CacheLsFlags, [string?, string?], Context>({
  loader: async () => (await import('./commands/cache/ls.ts')).ls,
  parameters: {
    flags: { json: asJson, project },
    positional: { kind: 'tuple', parameters: [flow, node] },
    aliases: { p: 'project' },
  },
  docs: {
    brief: 'List what is kept of which node',
    fullDescription: [
      'Lists what is kept of each node: how many values and bytes, how long computing them took, which is what a hit saves,',
      'when the last one was made, and when one was used last (to the hour). Nothing of the project runs.',
    ].join('\n'),
  },
})

const why = buildCommand<CacheWhyFlags, [string, string?], Context>({
  loader: async () => (await import('./commands/cache/why.ts')).why,
  parameters: {
    flags: { ...assignments, json: asJson, project },
    positional: {
      kind: 'tuple',
      parameters: [
        { brief: 'Name of a node', parse: text, placeholder: 'node' },
        { ...flow, brief: 'Its flow, when several have the node' },
      ],
    },
    aliases: { i: 'input', c: 'config', p: 'project' },
  },
  docs: {
    brief: 'Say which nodes a run would compute, and why',
    customUsage: ['<node> [flow] [--input name=value]... [--config key=value]...'],
    fullDescription: [
      'Says of a node and of everything upstream whether a run would take it from an earlier run, or which part of what it',
      'is looked up by changed: its code, a value that it reads, the configuration, the runtime. No node runs.',
      '',
      'Give it the inputs and the configuration that you would give to  throughline run.',
    ].join('\n'),
  },
})

const gc = buildCommand<CacheGcFlags, [], Context>({
  loader: async () => (await import('./commands/cache/gc.ts')).gc,
  parameters: {
    flags: {
      maxSize: {
        kind: 'parsed',
        parse: text,
        brief: 'Most that is kept: 2GB, 500MB, 1GiB',
        placeholder: 'size',
        optional: true,
      },
      maxAge: {
        kind: 'parsed',
        parse: text,
        brief: 'What was not used for so long goes: 30d, 12h',
        placeholder: 'duration',
        optional: true,
      },
      json: asJson,
      project,
    },
    aliases: { p: 'project' },
  },
  docs: {
    brief: 'Remove what was not used for longest',
    fullDescription: [
      'Removes values until the limits hold, the least recently used first; not those of the last hour, not those that a',
      'running process may need, and not those that are pinned.',
      '',
      'Without a limit those of the project hold: cache: { maxBytes, maxAgeMs } in its configuration, else 10 GiB.',
    ].join('\n'),
  },
})

const clear = buildCommand<CacheClearFlags, [string?, string?], Context>({
  loader: async () => (await import('./commands/cache/clear.ts')).clear,
  parameters: {
    flags: {
      yes: { kind: 'boolean', brief: 'Do not ask', default: false, withNegated: false },
      json: asJson,
      project,
    },
    positional: { kind: 'tuple', parameters: [flow, node] },
    aliases: { y: 'yes', p: 'project' },
  },
  docs: {
    brief: 'Remove what is kept, of all flows, one flow, or one node',
    fullDescription: [
      'Removes what is kept, also what was used just now. Asks first when a person is at the terminal.',
      'Nothing is lost but time: what is needed again is computed again.',
    ].join('\n'),
  },
})

export const cacheRoutes: RouteMap<Context> = buildRouteMap({
  routes: { ls, why, gc, clear },
  docs: {
    brief: 'See, explain and remove what is kept between runs',
    fullDescription: 'See, explain and remove what is kept between runs.',
  },
})
