// The command line as it is read: commands, their flags and their help. What they do is loaded when it is needed.

import { buildApplication, buildCommand, buildRouteMap, type Application } from '@stricli/core'
import type { Context } from './commands/context.ts'
import type { BuildFlags } from './commands/build.ts'
import type { CheckFlags } from './commands/check.ts'
import type { DiffFlags } from './commands/diff.ts'
import type { GraphFlags } from './commands/graph.ts'
import type { InitFlags } from './commands/init.ts'
import type { LineageFlags } from './commands/lineage.ts'
import type { LsFlags } from './commands/ls.ts'
import type { RunFlags } from './commands/run.ts'
import { appsRoutes } from './apps-routes.ts'
import { evaluationCommand, testCaseCommand } from './test-routes.ts'
import { cacheRoutes } from './cache-routes.ts'
import { devCommand, uiCommand } from './dev-routes.ts'
import { asJson, assignments, project, store, text, withTypes } from './flags.ts'
import { runsRoutes, whyCommand } from './runs-routes.ts'
import { wrongUseText } from './wrong-use.ts'

const flow = { brief: 'Name of the flow', parse: text, placeholder: 'flow' } as const

const run = buildCommand<RunFlags, [string, ...string[]], Context>({
  loader: async () => (await import('./commands/run.ts')).run,
  parameters: {
    flags: {
      ...assignments,
      concurrency: {
        kind: 'parsed',
        parse: text,
        brief: 'Most asynchronous nodes at a time (default: no limit)',
        placeholder: 'n',
        optional: true,
      },
      json: { ...asJson, brief: 'Print one JSON object, and everything else to standard error' },
      watch: { kind: 'boolean', brief: 'Run again when a file changes', default: false, withNegated: false },
      cache: {
        kind: 'boolean',
        brief: 'Take values from earlier runs where the project says so; --no-cache computes everything',
        optional: true,
      },
      tracking: {
        kind: 'boolean',
        brief: 'Record the run where the project does not say otherwise; --no-tracking leaves no record',
        optional: true,
      },
      project,
    },
    positional: {
      kind: 'array',
      minimum: 1,
      parameter: {
        brief: 'The flow, then the outputs (default: the nodes that no other node reads, and nothing is written)',
        parse: text,
        placeholder: 'flow outputs',
      },
    } as never,
    aliases: { i: 'input', c: 'config', p: 'project' },
  },
  docs: {
    brief: 'Compute outputs of a flow',
    customUsage: [
      '<flow> [outputs...] [--input name=value]... [--config key=value]...',
      '<flow> --json',
      '<flow> --watch',
    ],
    fullDescription: [
      'Computes outputs of a flow, shows how far it is, and prints the results. What it writes has to be named as an output.',
      '',
      'Files by extension: .json, .jsonl, .yaml parsed; .csv, .tsv records of text; .txt, .md text; others bytes.',
      'Ctrl-C stops the run, a second one ends it at once.',
      'Exit codes: 0 done, 1 the work failed, 2 wrong use, 130 stopped by Ctrl-C.',
    ].join('\n'),
  },
})

const ls = buildCommand<LsFlags, [string?], Context>({
  loader: async () => (await import('./commands/ls.ts')).ls,
  parameters: {
    flags: { json: asJson, types: withTypes, project },
    positional: { kind: 'tuple', parameters: [{ ...flow, optional: true }] },
    aliases: { p: 'project' },
  },
  docs: {
    brief: 'List the flows and machines of the project, or the nodes of a flow',
    fullDescription: [
      'Lists the flows of the project and its machines with their actions; with a flow its nodes, with what their doc comments say, its inputs, its configuration.',
      '',
      '--types asks TypeScript 5.9 or 6. Without one, types are those that are written in the source.',
    ].join('\n'),
  },
})

const graph = buildCommand<GraphFlags, [string, ...string[]], Context>({
  loader: async () => (await import('./commands/graph.ts')).graph,
  parameters: {
    flags: {
      svg: {
        kind: 'parsed',
        parse: text,
        brief: 'Write a picture; - is standard output',
        placeholder: 'file',
        optional: true,
      },
      mermaid: { kind: 'boolean', brief: 'Print Mermaid (the default)', default: false, withNegated: false },
      dot: { kind: 'boolean', brief: 'Print DOT, for Graphviz', default: false, withNegated: false },
      collapse: {
        kind: 'boolean',
        brief: 'Draw the nodes of one export as one box',
        default: false,
        withNegated: false,
      },
      docs: {
        kind: 'boolean',
        brief: 'Say what nodes are: in tooltips, in Mermaid below their names',
        default: false,
        withNegated: false,
      },
      types: { ...withTypes, brief: 'Show the types of values below the names' },
      project,
    },
    positional: {
      kind: 'array',
      minimum: 1,
      parameter: {
        brief: 'The flow, then the outputs to draw with what they need (default: all)',
        parse: text,
        placeholder: 'flow outputs',
      },
    } as never,
    aliases: { p: 'project' },
  },
  docs: {
    brief: 'Draw a flow',
    customUsage: ['<flow> [outputs...] [--svg file | --mermaid | --dot] [--collapse] [--docs] [--types]'],
  },
})

const lineage = buildCommand<LineageFlags, [string], Context>({
  loader: async () => (await import('./commands/lineage.ts')).lineage,
  parameters: {
    flags: {
      flow: {
        kind: 'parsed',
        parse: text,
        brief: 'The flow, when several have the node',
        placeholder: 'name',
        optional: true,
      },
      run: {
        kind: 'parsed',
        parse: text,
        brief: 'A recorded run: say where the value came from that the node had there',
        placeholder: 'run',
        optional: true,
      },
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
    brief: 'Say where a result comes from and what it feeds',
    customUsage: ['<node> [--flow name]', '<node> --run latest'],
    fullDescription: [
      'Without --run, reads the graph as it is now. With it, reads the record: which data, code, configuration and packages the',
      'value of that run came from, through values of earlier runs to the runs that made them.',
    ].join('\n'),
  },
})

const check = buildCommand<CheckFlags, [], Context>({
  loader: async () => (await import('./commands/check.ts')).check,
  parameters: {
    flags: {
      types: { ...withTypes, brief: 'Ask TypeScript about the types of edges too' },
      json: asJson,
      sarif: {
        kind: 'parsed',
        parse: text,
        brief: 'Also write a SARIF report, for code scanning; - is standard output',
        placeholder: 'file',
        optional: true,
      },
      watch: { kind: 'boolean', brief: 'Check again when a file changes', default: false, withNegated: false },
      project,
    },
    aliases: { p: 'project' },
  },
  docs: {
    brief: 'Find what is wrong with the flows, from source',
    fullDescription: [
      'Finds what is wrong with the flows of the project from its source, without running it.',
      '',
      'Exit codes: 0 nothing wrong or warnings only, 1 errors, 2 wrong use.',
    ].join('\n'),
  },
})

const build = buildCommand<BuildFlags, readonly string[], Context>({
  loader: async () => (await import('./commands/build.ts')).build,
  parameters: {
    flags: {
      out: {
        kind: 'parsed',
        parse: text,
        brief: 'Folder with the output of the bundler (default: dist in the project)',
        placeholder: 'dir',
        optional: true,
      },
      manifest: {
        kind: 'parsed',
        parse: text,
        brief: 'The file to write (default: throughline.versions.json in that folder)',
        placeholder: 'file',
        optional: true,
      },
      project,
    },
    positional: {
      kind: 'array',
      parameter: {
        brief: 'Files that will be loaded, with what they import (default: all JavaScript in the folder)',
        parse: text,
        placeholder: 'files',
      },
    },
    aliases: { p: 'project' },
  },
  docs: {
    brief: 'Write code versions for a bundle',
    fullDescription: [
      'Runs after the bundler: writes the code version of every node, and the SHA-256 of every file that will be loaded.',
      'The program reads them with loadBuiltVersions of @throughline/analyze/built.',
    ].join('\n'),
  },
})

const diff = buildCommand<DiffFlags, [string?], Context>({
  loader: async () => (await import('./commands/diff.ts')).diff,
  parameters: {
    flags: {
      json: asJson,
      markdown: {
        kind: 'boolean',
        brief: 'Print Markdown, for a pull request',
        default: false,
        withNegated: false,
      },
      exitCode: { kind: 'boolean', brief: 'End with 1 when nodes differ', default: false, withNegated: false },
      project,
    },
    positional: {
      kind: 'tuple',
      parameters: [
        {
          brief: 'A branch, tag or commit to compare the files with, or two: a..b (default: HEAD)',
          parse: text,
          placeholder: 'git-ref',
          optional: true,
        },
      ],
    },
    aliases: { p: 'project' },
  },
  docs: {
    brief: 'Say which nodes a change of the code changes',
    customUsage: ['', 'main', 'v1.0..v1.1', 'main...HEAD --markdown'],
    fullDescription: [
      'Names the nodes that were added, removed, renamed or changed since a commit, with the code that changed them, also in',
      'helpers, constants and packages, and the nodes downstream. Reads source; nothing of the project runs.',
      '',
      'a..b compares two commits, a...b the second one with where both come from.',
      'Exit codes: 0 done, 1 nodes differ (with --exit-code) or it could not be found out, 2 wrong use.',
    ].join('\n'),
  },
})

const init = buildCommand<InitFlags, [string?], Context>({
  loader: async () => (await import('./commands/init.ts')).init,
  parameters: {
    flags: {
      packages: {
        kind: 'parsed',
        parse: text,
        brief: 'Folder with the packed packages to install, instead of the published ones',
        placeholder: 'dir',
        optional: true,
      },
    },
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'The new folder (default: this one)', parse: text, placeholder: 'dir', optional: true }],
    },
  },
  docs: { brief: 'Make a small working project' },
})

export function createApp(version: string): Application<Context> {
  const routes = buildRouteMap({
    routes: {
      init,
      run,
      dev: devCommand,
      ui: uiCommand,
      check,
      diff,
      build,
      ls,
      graph,
      lineage,
      runs: runsRoutes,
      apps: appsRoutes,
      testCase: testCaseCommand,
      eval: evaluationCommand,
      why: whyCommand,
      cache: cacheRoutes,
    },
    docs: {
      brief: 'Plain functions as dataflows: run them, see them, ask where a result comes from',
      fullDescription: 'Plain functions as dataflows: run them, see them, ask where a result comes from.',
    },
  })
  return buildApplication(routes, {
    name: 'throughline',
    versionInfo: { currentVersion: version },
    scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
    documentation: { caseStyle: 'convert-camel-to-kebab', useAliasInUsageLine: false },
    localization: { text: wrongUseText },
  })
}
