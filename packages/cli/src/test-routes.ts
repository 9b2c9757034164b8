// The commands that test applications, as they are read: `throughline test-case` and `throughline eval`.

import { buildCommand, type Command } from '@stricli/core'
import type { Context } from './commands/context.ts'
import type { EvalFlags } from './commands/eval.ts'
import type { TestCaseFlags } from './commands/test-case.ts'
import { asJson, inPlace, project, text } from './flags.ts'

export const testCaseCommand: Command<Context> = buildCommand<TestCaseFlags, [string, string], Context>({
  loader: async () => (await import('./commands/test-case.ts')).testCase,
  parameters: {
    flags: {
      out: {
        kind: 'parsed',
        parse: text,
        brief: 'Path of both files without their endings (default: <machine>-<action>-<step>)',
        placeholder: 'file',
        optional: true,
      },
      machine: {
        kind: 'parsed',
        parse: text,
        brief: 'Machine of the project, when it is recorded under another name',
        placeholder: 'name',
        optional: true,
      },
      runner: {
        kind: 'parsed',
        parse: text,
        brief: 'Test runner: vitest (the default) or node',
        placeholder: 'runner',
        optional: true,
      },
      attempt: {
        kind: 'parsed',
        parse: text,
        brief: 'Attempt of the step (default: the last one)',
        placeholder: 'n',
        optional: true,
      },
      force: { kind: 'boolean', brief: 'Overwrite files that exist', default: false, withNegated: false },
      in: inPlace,
      project,
    },
    positional: {
      kind: 'tuple',
      parameters: [
        { brief: 'Id of an application', parse: text, placeholder: 'application' },
        { brief: 'Number of a step', parse: text, placeholder: 'step' },
      ],
    },
    aliases: { o: 'out', p: 'project' },
  },
  docs: {
    brief: 'Make a test of a recorded step',
    customUsage: ['<application> <step> [--out file] [--runner node]'],
    fullDescription: [
      'Writes <name>.fixture.json with the state before the step, its inputs, its effects and what came of it, and <name>.test.ts,',
      'which does the step again without the world outside, and compares.',
    ].join('\n'),
  },
})

export const evaluationCommand: Command<Context> = buildCommand<EvalFlags, [string], Context>({
  loader: async () => (await import('./commands/eval.ts')).evaluateFile,
  parameters: {
    flags: {
      baseline: {
        kind: 'parsed',
        parse: text,
        brief: 'An earlier evaluation to compare with, as --save wrote it',
        placeholder: 'file',
        optional: true,
      },
      save: { kind: 'parsed', parse: text, brief: 'Write the evaluation as JSON', placeholder: 'file', optional: true },
      maxDrop: {
        kind: 'parsed',
        parse: text,
        brief: 'How much the mean of a scorer may fall (default: 0)',
        placeholder: 'ratio',
        optional: true,
      },
      json: asJson,
      markdown: { kind: 'boolean', brief: 'Print Markdown, for a pull request', default: false, withNegated: false },
      project,
    },
    positional: {
      kind: 'tuple',
      parameters: [{ brief: 'Module whose default export is an evaluation', parse: text, placeholder: 'file' }],
    },
    aliases: { p: 'project' },
  },
  docs: {
    brief: 'Say how good an application is, and whether it has become worse',
    customUsage: ['<file>', '<file> --save baseline.json', '<file> --baseline baseline.json --max-drop 0.02'],
    fullDescription: [
      'Runs every case of an evaluation and scores the answers; with a baseline, says what changed, with a confidence interval.',
      'Exit codes: 0 as good, 1 a mean fell by more than --max-drop or a case has a new error, 2 wrong use.',
    ].join('\n'),
  },
})
