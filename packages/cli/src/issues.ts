// Every issue of the command itself. Each code has a page in the documentation.

import { alternatives, defineIssues, nearest, type IssueFactory, type IssueTemplate } from 'throughline'

const templates = {
  'cli/options-conflict': {
    title: ({ options }) => `${options.join(' and ')} cannot be given together.`,
    hints: ({ cure }) => [cure],
  } as IssueTemplate<{ options: readonly string[]; cure: string }>,

  'cli/concurrency': {
    title: ({ given }) => `--concurrency is ${given}; expected a whole number from 1.`,
  } as IssueTemplate<{ given: string }>,

  'cli/unknown-node': {
    title: ({ name, flow }) => flow === undefined
        ? `No flow of the project has a node or input "${name}".`
        : `The flow "${flow}" has no node or input "${name}".`,
    hints: ({ name, known }) => {
      const close = nearest(name, known)
      return close.length > 0 ? [`did you mean ${alternatives(close)}?`] : ['see what there is with  throughline ls <flow>']
    },
  } as IssueTemplate<{ name: string; flow?: string; known: readonly string[] }>,

  'cli/ambiguous-node': {
    title: ({ name, flows }) => `"${name}" is in ${flows.length} flows: ${flows.join(', ')}.`,
    hints: ({ flows }) => [`say which one with  --flow ${flows[0]}`],
  } as IssueTemplate<{ name: string; flows: readonly string[] }>,

  'cli/folder-not-empty': {
    title: ({ directory }) => `"${directory}" is not empty, and nothing in it will be overwritten.`,
    hints: () => ['give a new folder:  throughline init my-project'],
  } as IssueTemplate<{ directory: string }>,

  'cli/package-missing': {
    title: ({ directory, names }) => `"${directory}" has no package file for ${names.join(' and ')}.`,
    details: ({ expected }) => [`expected: ${expected.join(', ')}`],
    hints: () => ['make them with  npm pack --workspaces --pack-destination <folder>  in the repository'],
  } as IssueTemplate<{ directory: string; names: readonly string[]; expected: readonly string[] }>,

  'cli/file-not-written': {
    title: ({ path }) => `"${path}" cannot be written.`,
    details: ({ reason }) => [reason],
  } as IssueTemplate<{ path: string; reason: string }>,
}

/** Makes an issue of the command. */
export const cliIssue: IssueFactory<typeof templates> = defineIssues(templates)
