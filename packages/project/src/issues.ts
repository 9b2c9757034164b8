// Every issue of this room: a project's configuration, its modules, its inputs. Each code has a page in the documentation.

import { alternatives, defineIssues, nearest, type EarlierRun, type IssueFactory, type IssueText } from 'throughline'
import { describeRun } from './values/earlier-run.ts'

function didYouMean(name: string, known: readonly string[]): string[] {
  const close = nearest(name, known)
  return close.length > 0 ? [`did you mean ${alternatives(close)}?`] : []
}

const templates = {
  'project/no-config': ({
    directory,
    above,
  }: {
    directory: string
    /** True when the folders above were searched as well. */ above: boolean
  }): IssueText => ({
    title: `There is no throughline.config.ts in "${directory}"${above ? ' or in a folder above it' : ''}.`,
    details: ['A project has one file that names its flows: throughline.config with .ts, .mts, .js or .mjs.'],
    hints: [
      'make a new project with  throughline init my-project',
      above ? 'or say where yours is with  --project <dir>' : 'or give another folder with  --project <dir>',
    ],
  }),

  'project/no-such-path': ({ path }: { path: string }): IssueText => ({
    title: `"${path}" does not exist.`,
    hints: ['give the folder of the project, or its throughline.config file.'],
  }),

  'project/nothing-exported': ({ file, found }: { file: string; found: string }): IssueText => ({
    title: `${file} does not export a project.`,
    details: ['expected: a default export made by defineProject', `found: ${found}`],
    hints: ["write  export default defineProject({ name: '...', flows: { main: dataflow(nodes) } })"],
  }),

  'project/name-missing': ({ found }: { found: string }): IssueText => ({
    title: 'A project needs a name.',
    details: [`found: ${found}`],
    hints: ["write  defineProject({ name: 'births', flows })"],
  }),

  'project/flows-missing': ({ found }: { found: string }): IssueText => ({
    title: 'A project needs flows: an object of dataflows by name.',
    details: [`found: ${found}`],
    hints: ["write  defineProject({ name: 'births', flows: { forecast: dataflow(features, model) } })"],
  }),

  'project/flow-name': ({ name }: { name: string }): IssueText => ({
    title: `"${name}" cannot be the name of a flow.`,
    details: ['A flow is named on the command line: letters, digits, ".", "_" and "-", not beginning with "." or "-".'],
  }),

  'project/not-a-flow': ({ name, found }: { name: string; found: string }): IssueText => ({
    title: `The flow "${name}" is not a dataflow.`,
    details: [`found: ${found}`],
    hints: ['make it with  dataflow(module, ...)'],
  }),

  'project/machine-name': ({ name }: { name: string }): IssueText => ({
    title: `"${name}" cannot be the name of a machine.`,
    details: [
      'A machine is named on the command line: letters, digits, ".", "_" and "-", not beginning with "." or "-".',
    ],
  }),

  'project/not-a-machine': ({ name, found }: { name?: string; found: string }): IssueText => ({
    title: name === undefined ? '`machines` is no object of machines.' : `"${name}" is not a machine.`,
    details: [`found: ${found}`],
    hints: ['make it with  forState<State>().machine({ ... })  of @throughline/machine'],
  }),

  'project/unknown-machine': ({ name, known }: { name: string; known: readonly string[] }): IssueText => ({
    title: `The project has no machine "${name}".`,
    details: [known.length === 0 ? 'it has no machines' : `machines: ${known.join(', ')}`],
    hints: didYouMean(name, known),
  }),

  'project/unknown-option': ({ option, known }: { option: string; known: readonly string[] }): IssueText => ({
    title: `A project has no option "${option}".`,
    details: [`options: ${known.join(', ')}`],
    hints: didYouMean(option, known),
  }),

  'project/codecs': ({ found }: { found: string }): IssueText => ({
    title: 'The codecs of a project are a list of codecs, each with a name of its own.',
    details: [`found: ${found}`],
    hints: ['write  codecs: [money]  with  const money: Codec<Money> = { name, is, encode, decode }'],
  }),

  'project/cache': ({ found }: { found: string }): IssueText => ({
    title: 'The project does not say how its flows are memoized.',
    details: [`found: cache: ${found}`],
    hints: ['write  cache: true  or  cache: { nodes, verifyRatio, verifyInputs, maxBytes, maxAgeMs }, each optional.'],
  }),

  'project/tracking': ({ found }: { found: string }): IssueText => ({
    title: 'The project does not say how its runs are recorded.',
    details: [`found: tracking: ${found}`],
    hints: ['write  tracking: false  or  tracking: { capture, secretNames, actor }, each optional.'],
  }),

  'project/store-url': ({ found }: { found: string }): IssueText => ({
    title: `"${found}" is not the address of a store.`,
    hints: ['write  sqlite:path/to/store.db  or  postgres://user@host/database'],
  }),

  'project/unknown-flow': ({ name, known }: { name: string; known: readonly string[] }): IssueText => ({
    title: `The project has no flow "${name}".`,
    details: [known.length === 0 ? 'it has no flows' : `flows: ${known.join(', ')}`],
    hints: didYouMean(name, known),
  }),

  'project/syntax': ({ message }: { message: string }): IssueText => ({
    title: `This cannot be read as code: ${message}.`,
  }),

  'project/unsupported-syntax': ({ what, cure }: { what: string; cure: string }): IssueText => ({
    title: `${what} cannot run here.`,
    hints: [cure],
  }),

  'project/module-not-found': ({
    specifier,
    from,
    cures,
  }: {
    specifier: string
    from: string
    cures: readonly string[]
  }): IssueText => ({
    title: `There is no module "${specifier}".`,
    details: [`imported by ${from}`],
    hints: cures,
  }),

  'project/export-not-found': ({
    name,
    specifier,
    isType,
    known,
  }: {
    name: string
    specifier: string
    isType: boolean
    known: readonly string[]
  }): IssueText => ({
    title: `"${specifier}" has no export "${name}" that exists when the program runs.`,
    hints: isType
      ? [
          `"${name}" is a type: write  import type { ${name} } from '${specifier}'  or  export type { ${name} } from ...`,
        ]
      : didYouMean(name, known),
  }),

  'project/import-failed': ({ file, message }: { file: string; message: string }): IssueText => ({
    title: `${file} threw while it was loaded: ${message}`,
  }),

  'project/uncaught-error': ({ message }: { message: string }): IssueText => ({
    title: `Something was thrown outside of any node: ${message}`,
    hints: ['a promise that nobody awaits, or a callback, has failed: await it in its node.'],
  }),

  'project/check-warned': ({
    node,
    check,
    found,
    from,
  }: {
    node: string
    check: string
    found: string
    /** When the value is from an earlier run. */ from?: EarlierRun
  }): IssueText => ({
    severity: 'warning',
    title: `The value of "${node}" did not pass ${check}.`,
    details: [...(found === '' ? [] : [found]), ...(from ? [`from ${describeRun(from)}`] : [])],
  }),

  'project/never-loaded': ({ file }: { file: string }): IssueText => ({
    title: `${file} never finished loading.`,
    details: ['An "await" at the top level of a module waits for something that never comes.'],
    hints: ['move the waiting into a node, so that it happens in a run.'],
  }),

  'project/never-finished': ({ running }: { running: readonly string[] }): IssueText => ({
    title: 'The run cannot go on: it waits for something that never comes.',
    details: running.length === 0 ? [] : [`waiting: ${running.join(', ')}`],
    hints: ['a promise is never settled; nothing that could settle it is left, no timer, no connection, no file.'],
  }),

  'project/process-ended': ({
    how,
    running,
    cures,
  }: {
    how: string
    running: readonly string[]
    cures: readonly string[]
  }): IssueText => ({
    title: `The process that runs your code ended before it was done: ${how}.`,
    details: running.length === 0 ? [] : [`running at that time: ${running.join(', ')}`],
    hints: cures,
  }),

  'project/input-form': ({ text, option }: { text: string; option: string }): IssueText => ({
    title: `--${option} "${text}" is not of the form name=value.`,
    hints: [
      `write  --${option} name=value${option === 'input' ? ', or  --input name=@file  for the content of a file' : ''}`,
    ],
  }),

  'project/input-twice': ({ name, option }: { name: string; option: string }): IssueText => ({
    title: `--${option} gives "${name}" more than once.`,
    hints: ['for a list write one value in JSON, such as  name=[1,2,3]'],
  }),

  'project/input-file-missing': ({ path, name }: { path: string; name: string }): IssueText => ({
    title: `The file "${path}" for the input "${name}" does not exist.`,
    hints: ['the path counts from the folder in which the command runs.'],
  }),

  'project/input-file-unreadable': ({
    path,
    name,
    reason,
  }: {
    path: string
    name: string
    reason: string
  }): IssueText => ({
    title: `The file "${path}" for the input "${name}" cannot be read.`,
    details: reason.split('\n'),
  }),
}

/** Makes an issue of this room. */
export const projectIssue: IssueFactory<typeof templates> = defineIssues(templates)
