// Every issue of this room: a project's configuration, its modules, its inputs. Each code has a page in the documentation.

import { alternatives, defineIssues, nearest, type IssueFactory, type IssueTemplate } from 'throughline'

function didYouMean(name: string, known: readonly string[]): string[] {
  const close = nearest(name, known)
  return close.length > 0 ? [`did you mean ${alternatives(close)}?`] : []
}

const templates = {
  'project/no-config': {
    title: ({ directory, above }) =>
      `There is no throughline.config.ts in "${directory}"${above ? ' or in a folder above it' : ''}.`,
    details: () => ['A project has one file that names its flows: throughline.config with .ts, .mts, .js or .mjs.'],
    hints: ({ above }) => [
      'make a new project with  throughline init my-project',
      above ? 'or say where yours is with  --project <dir>' : 'or give another folder with  --project <dir>',
    ],
  } as IssueTemplate<{ directory: string; /** True when the folders above were searched as well. */ above: boolean }>,

  'project/no-such-path': {
    title: ({ path }) => `"${path}" does not exist.`,
    hints: () => ['give the folder of the project, or its throughline.config file.'],
  } as IssueTemplate<{ path: string }>,

  'project/nothing-exported': {
    title: ({ file }) => `${file} does not export a project.`,
    details: ({ found }) => ['expected: a default export made by defineProject', `found: ${found}`],
    hints: () => ["write  export default defineProject({ name: '...', flows: { main: dataflow(nodes) } })"],
  } as IssueTemplate<{ file: string; found: string }>,

  'project/name-missing': {
    title: () => 'A project needs a name.',
    details: ({ found }) => [`found: ${found}`],
    hints: () => ["write  defineProject({ name: 'births', flows })"],
  } as IssueTemplate<{ found: string }>,

  'project/flows-missing': {
    title: () => 'A project needs flows: an object of dataflows by name.',
    details: ({ found }) => [`found: ${found}`],
    hints: () => ["write  defineProject({ name: 'births', flows: { forecast: dataflow(features, model) } })"],
  } as IssueTemplate<{ found: string }>,

  'project/flow-name': {
    title: ({ name }) => `"${name}" cannot be the name of a flow.`,
    details: () => ['A flow is named on the command line: letters, digits, ".", "_" and "-", not beginning with "." or "-".'],
  } as IssueTemplate<{ name: string }>,

  'project/not-a-flow': {
    title: ({ name }) => `The flow "${name}" is not a dataflow.`,
    details: ({ found }) => [`found: ${found}`],
    hints: () => ['make it with  dataflow(module, ...)'],
  } as IssueTemplate<{ name: string; found: string }>,

  'project/unknown-option': {
    title: ({ option }) => `A project has no option "${option}".`,
    details: ({ known }) => [`options: ${known.join(', ')}`],
    hints: ({ option, known }) => didYouMean(option, known),
  } as IssueTemplate<{ option: string; known: readonly string[] }>,

  'project/store-url': {
    title: ({ found }) => `"${found}" is not the address of a store.`,
    hints: () => ['write  sqlite:path/to/store.db  or  postgres://user@host/database'],
  } as IssueTemplate<{ found: string }>,

  'project/unknown-flow': {
    title: ({ name }) => `The project has no flow "${name}".`,
    details: ({ known }) => [known.length === 0 ? 'it has no flows' : `flows: ${known.join(', ')}`],
    hints: ({ name, known }) => didYouMean(name, known),
  } as IssueTemplate<{ name: string; known: readonly string[] }>,

  'project/syntax': {
    title: ({ message }) => `This cannot be read as code: ${message}.`,
  } as IssueTemplate<{ message: string }>,

  'project/unsupported-syntax': {
    title: ({ what }) => `${what} cannot run here.`,
    hints: ({ cure }) => [cure],
  } as IssueTemplate<{ what: string; cure: string }>,

  'project/module-not-found': {
    title: ({ specifier }) => `There is no module "${specifier}".`,
    details: ({ from }) => [`imported by ${from}`],
    hints: ({ cures }) => cures,
  } as IssueTemplate<{ specifier: string; from: string; cures: readonly string[] }>,

  'project/export-not-found': {
    title: ({ name, specifier }) => `"${specifier}" has no export "${name}" that exists when the program runs.`,
    hints: ({ name, specifier, isType, known }) =>
      isType
        ? [`"${name}" is a type: write  import type { ${name} } from '${specifier}'  or  export type { ${name} } from ...`]
        : didYouMean(name, known),
  } as IssueTemplate<{ name: string; specifier: string; isType: boolean; known: readonly string[] }>,

  'project/import-failed': {
    title: ({ file, message }) => `${file} threw while it was loaded: ${message}`,
  } as IssueTemplate<{ file: string; message: string }>,

  'project/uncaught-error': {
    title: ({ message }) => `Something was thrown outside of any node: ${message}`,
    hints: () => ['a promise that nobody awaits, or a callback, has failed: await it in its node.'],
  } as IssueTemplate<{ message: string }>,

  'project/check-warned': {
    severity: 'warning',
    title: ({ node, check }) => `The value of "${node}" did not pass ${check}.`,
    details: ({ found }) => (found === '' ? [] : [found]),
  } as IssueTemplate<{ node: string; check: string; found: string }>,

  'project/never-loaded': {
    title: ({ file }) => `${file} never finished loading.`,
    details: () => ['An "await" at the top level of a module waits for something that never comes.'],
    hints: () => ['move the waiting into a node, so that it happens in a run.'],
  } as IssueTemplate<{ file: string }>,

  'project/never-finished': {
    title: () => 'The run cannot go on: it waits for something that never comes.',
    details: ({ running }) => (running.length === 0 ? [] : [`waiting: ${running.join(', ')}`]),
    hints: () => ['a promise is never settled; nothing that could settle it is left, no timer, no connection, no file.'],
  } as IssueTemplate<{ running: readonly string[] }>,

  'project/process-ended': {
    title: ({ how }) => `The process that runs your code ended before it was done: ${how}.`,
    details: ({ running }) => (running.length === 0 ? [] : [`running at that time: ${running.join(', ')}`]),
    hints: ({ cures }) => cures,
  } as IssueTemplate<{ how: string; running: readonly string[]; cures: readonly string[] }>,

  'project/input-form': {
    title: ({ text, option }) => `--${option} "${text}" is not of the form name=value.`,
    hints: ({ option }) => [
      `write  --${option} name=value${option === 'input' ? ', or  --input name=@file  for the content of a file' : ''}`,
    ],
  } as IssueTemplate<{ text: string; option: string }>,

  'project/input-twice': {
    title: ({ name, option }) => `--${option} gives "${name}" more than once.`,
    hints: () => ['for a list write one value in JSON, such as  name=[1,2,3]'],
  } as IssueTemplate<{ name: string; option: string }>,

  'project/input-file-missing': {
    title: ({ path, name }) => `The file "${path}" for the input "${name}" does not exist.`,
    hints: () => ['the path counts from the folder in which the command runs.'],
  } as IssueTemplate<{ path: string; name: string }>,

  'project/input-file-unreadable': {
    title: ({ path, name }) => `The file "${path}" for the input "${name}" cannot be read.`,
    details: ({ reason }) => reason.split('\n'),
  } as IssueTemplate<{ path: string; name: string; reason: string }>,
}

/** Makes an issue of this room. */
export const projectIssue: IssueFactory<typeof templates> = defineIssues(templates)
