// The catalogue of what can be wrong with a project: its configuration, its modules, its inputs.

import { defineIssues, type IssueFactory } from 'throughline'

export interface ProjectIssueFacts {
  'project/no-config': { readonly directory: string; readonly searched: 'here' | 'upward' }
  'project/no-such-file': { readonly path: string }
  'project/nothing-exported': { readonly file: string; readonly found: string }
  'project/name-missing': { readonly found: string }
  'project/flows-missing': { readonly found: string }
  'project/flow-name': { readonly name: string }
  'project/not-a-flow': { readonly name: string; readonly found: string }
  'project/unknown-option': { readonly option: string; readonly known: readonly string[]; readonly nearest: readonly string[] }
  'project/store-url': { readonly found: string }
  'project/unknown-flow': { readonly name: string; readonly known: readonly string[]; readonly nearest: readonly string[] }
  'project/syntax': { readonly message: string }
  'project/unsupported-syntax': { readonly what: string; readonly cure: string }
  'project/module-not-found': { readonly specifier: string; readonly from: string; readonly cure: readonly string[] }
  'project/export-not-found': {
    readonly name: string
    readonly specifier: string
    readonly isType: boolean
    readonly nearest: readonly string[]
  }
  'project/import-failed': { readonly file: string; readonly error: string }
  'project/never-loaded': { readonly file: string }
  'project/input-form': { readonly text: string; readonly option: string }
  'project/input-twice': { readonly name: string; readonly option: string }
  'project/input-file-missing': { readonly name: string; readonly path: string }
  'project/input-file-unreadable': { readonly name: string; readonly path: string; readonly reason: string }
}

type Templates = { [Code in keyof ProjectIssueFacts]: { readonly title: (facts: ProjectIssueFacts[Code]) => string } }

/** Makes the issues of this room. */
export const projectIssue: IssueFactory<Templates> = defineIssues({
  'project/no-config': {
    title: ({ directory, searched }: ProjectIssueFacts['project/no-config']) =>
      searched === 'here'
        ? `There is no throughline.config.ts in "${directory}".`
        : `There is no throughline.config.ts in "${directory}" or in a folder above it.`,
    details: () => ['A project has one file that names its flows: throughline.config with .ts, .mts, .js or .mjs.'],
    hints: ({ searched }: ProjectIssueFacts['project/no-config']) => [
      'make a new project with  throughline init my-project',
      searched === 'here' ? 'or give another folder with  --project <dir>' : 'or say where yours is with  --project <dir>',
    ],
  },
  'project/no-such-file': {
    title: ({ path }: ProjectIssueFacts['project/no-such-file']) => `"${path}" does not exist.`,
    hints: () => ['give the folder of the project, or its throughline.config file.'],
  },
  'project/nothing-exported': {
    title: ({ file }: ProjectIssueFacts['project/nothing-exported']) => `${file} does not export a project.`,
    details: ({ found }: ProjectIssueFacts['project/nothing-exported']) => [
      `expected: a default export made by defineProject`,
      `found: ${found}`,
    ],
    hints: () => ["write  export default defineProject({ name: '...', flows: { main: dataflow(nodes) } })"],
  },
  'project/name-missing': {
    title: () => 'A project needs a name.',
    details: ({ found }: ProjectIssueFacts['project/name-missing']) => [`found: ${found}`],
    hints: () => ["write  defineProject({ name: 'births', flows })"],
  },
  'project/flows-missing': {
    title: () => 'A project needs flows: an object of dataflows by name.',
    details: ({ found }: ProjectIssueFacts['project/flows-missing']) => [`found: ${found}`],
    hints: () => ["write  defineProject({ name: 'births', flows: { forecast: dataflow(features, model) } })"],
  },
  'project/flow-name': {
    title: ({ name }: ProjectIssueFacts['project/flow-name']) => `"${name}" cannot be the name of a flow.`,
    details: () => ['A flow is named on the command line: letters, digits, ".", "_" and "-", not beginning with "-".'],
  },
  'project/not-a-flow': {
    title: ({ name }: ProjectIssueFacts['project/not-a-flow']) => `The flow "${name}" is not a dataflow.`,
    details: ({ found }: ProjectIssueFacts['project/not-a-flow']) => [`found: ${found}`],
    hints: () => ['make it with  dataflow(module, ...)'],
  },
  'project/unknown-option': {
    title: ({ option }: ProjectIssueFacts['project/unknown-option']) => `A project has no option "${option}".`,
    details: ({ known }: ProjectIssueFacts['project/unknown-option']) => [`options: ${known.join(', ')}`],
    hints: ({ nearest }: ProjectIssueFacts['project/unknown-option']) => nearest.map((name) => `did you mean "${name}"?`),
  },
  'project/store-url': {
    title: ({ found }: ProjectIssueFacts['project/store-url']) => `"${found}" is not the address of a store.`,
    hints: () => ['write  sqlite:path/to/store.db  or  postgres://user@host/database'],
  },
  'project/unknown-flow': {
    title: ({ name }: ProjectIssueFacts['project/unknown-flow']) => `The project has no flow "${name}".`,
    details: ({ known }: ProjectIssueFacts['project/unknown-flow']) => [
      known.length === 0 ? 'it has no flows' : `flows: ${known.join(', ')}`,
    ],
    hints: ({ nearest }: ProjectIssueFacts['project/unknown-flow']) => nearest.map((name) => `did you mean "${name}"?`),
  },
  'project/syntax': {
    title: ({ message }: ProjectIssueFacts['project/syntax']) => `This cannot be read as code: ${message}.`,
  },
  'project/unsupported-syntax': {
    title: ({ what }: ProjectIssueFacts['project/unsupported-syntax']) => `${what} cannot run here.`,
    hints: ({ cure }: ProjectIssueFacts['project/unsupported-syntax']) => [cure],
  },
  'project/module-not-found': {
    title: ({ specifier }: ProjectIssueFacts['project/module-not-found']) => `There is no module "${specifier}".`,
    details: ({ from }: ProjectIssueFacts['project/module-not-found']) => [`imported by ${from}`],
    hints: ({ cure }: ProjectIssueFacts['project/module-not-found']) => cure,
  },
  'project/export-not-found': {
    title: ({ name, specifier }: ProjectIssueFacts['project/export-not-found']) =>
      `"${specifier}" has no export "${name}" that exists when the program runs.`,
    hints: ({ name, specifier, isType, nearest }: ProjectIssueFacts['project/export-not-found']) =>
      isType
        ? [`"${name}" is a type: write  import type { ${name} } from '${specifier}'  or  export type { ${name} } from ...`]
        : nearest.map((one) => `did you mean "${one}"?`),
  },
  'project/import-failed': {
    title: ({ file, error }: ProjectIssueFacts['project/import-failed']) => `${file} threw while it was loaded: ${error}`,
  },
  'project/never-loaded': {
    title: ({ file }: ProjectIssueFacts['project/never-loaded']) => `${file} never finished loading.`,
    details: () => ['An "await" at the top level of a module waits for something that never comes.'],
    hints: () => ['move the waiting into a node, so that it happens in a run.'],
  },
  'project/input-form': {
    title: ({ text, option }: ProjectIssueFacts['project/input-form']) => `--${option} "${text}" is not of the form name=value.`,
    hints: ({ option }: ProjectIssueFacts['project/input-form']) => [
      `write  --${option} name=value${option === 'input' ? ', or  --input name=@file  for the content of a file' : ''}`,
    ],
  },
  'project/input-twice': {
    title: ({ name, option }: ProjectIssueFacts['project/input-twice']) => `--${option} gives "${name}" more than once.`,
    hints: () => ['for a list write one value in JSON, such as  name=[1,2,3]'],
  },
  'project/input-file-missing': {
    title: ({ path, name }: ProjectIssueFacts['project/input-file-missing']) =>
      `The file "${path}" for the input "${name}" does not exist.`,
    hints: () => ['the path counts from the folder in which the command runs.'],
  },
  'project/input-file-unreadable': {
    title: ({ path, name }: ProjectIssueFacts['project/input-file-unreadable']) =>
      `The file "${path}" for the input "${name}" cannot be read.`,
    details: ({ reason }: ProjectIssueFacts['project/input-file-unreadable']) => reason.split('\n'),
  },
})
