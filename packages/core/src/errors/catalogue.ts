// Every issue of the core: its code, its facts, and the text made from them. Each code has a page in the documentation.

import type { ConfigValue } from '../flow/node-info.ts'
import { defineIssues, type IssueFactory, type IssueTemplate } from './issue.ts'
import { alternatives, didYouMean, listed, nearest } from './nearest.ts'

function inWords(node: string): string {
  return `name its dependencies in words:  export const ${node} = node(['a', 'b'], fn)`
}

function pathLine(path: readonly string[]): string[] {
  return path.length > 1 ? [`path: ${path.join(' <- ')} (output)`] : []
}

function abandonedLine(abandoned: readonly string[]): string[] {
  return abandoned.length > 0 ? [`still running when given up: ${listed(abandoned)}`] : []
}

function abandonedHint({ abandoned }: { abandoned: readonly string[] }): string[] {
  return abandoned.length > 0 ? ['let long nodes watch the  signal  of their context, to stop with the run'] : []
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

type Unknown = { readonly name: string; readonly known: readonly string[] }

const templates = {
  'graph/missing-input': {
    title: ({ name, neededBy }) =>
      `No value for "${name}", needed by ${neededBy.length === 1 ? `"${neededBy[0]}"` : `${neededBy.length} of the planned nodes`}.`,
    details: ({ path, notANode }) => [
      ...pathLine(path),
      notANode
        ? `An export of this name exists, but ${NOT_A_NODE[notANode]}.`
        : 'It is not a node in this flow and was not passed as an input.',
    ],
    hints: ({ name, given }) => {
      const close = nearest(name, given)
      const pass = `pass  inputs: { ${propertyName(name)}: ... }`
      const first = close.length > 0 ? `the inputs contain ${alternatives(close)}. Rename it, or ${pass}` : pass
      return [first, `if the node can do without, give it a default:  { ${propertyName(name)} = ... }`]
    },
  } as IssueTemplate<{
    name: string
    /** Nodes of the plan that read it and cannot do without, sorted. */
    neededBy: readonly string[]
    /** From the reader up to the output. */
    path: readonly string[]
    /** Names of the inputs that were passed and that nobody reads. */
    given: readonly string[]
    notANode?: keyof typeof NOT_A_NODE
  }>,

  'graph/unknown-output': {
    title: ({ name }) => `There is no node "${name}" to compute.`,
    details: ({ notANode, isInput }) =>
      notANode ? [`An export of this name exists, but ${NOT_A_NODE[notANode]}.`] : isInput ? ['It is an input of this flow.'] : [],
    hints: ({ name, known }) => didYouMean(name, known, 'nodes'),
  } as IssueTemplate<Unknown & { notANode?: keyof typeof NOT_A_NODE; isInput?: boolean }>,

  'graph/unknown-input': {
    title: ({ name }) => `The input "${name}" is read by no node of this flow.`,
    hints: ({ name, known }) => didYouMean(name, known, 'inputs'),
  } as IssueTemplate<Unknown>,

  'graph/input-is-node': {
    title: ({ name, overridden }) =>
      overridden ? `"${name}" is overridden, so it cannot be an input as well.` : `"${name}" is a node, so it cannot be given as an input.`,
    hints: ({ name }) => [`to put a value in its place, use  flow.override({ ${propertyName(name)}: ... })`],
  } as IssueTemplate<{ name: string; overridden: boolean }>,

  'graph/unknown-override': {
    title: ({ name }) => `There is no node or input "${name}" to override.`,
    hints: ({ name, known }) => didYouMean(name, known, 'nodes and inputs'),
  } as IssueTemplate<Unknown>,

  'graph/unknown-node': {
    title: ({ name }) => `This flow has no node or input "${name}".`,
    hints: ({ name, known }) => didYouMean(name, known, 'nodes and inputs'),
  } as IssueTemplate<Unknown>,

  'graph/duplicate-node': {
    title: ({ name, exports }) => `${exports.length === 2 ? 'Two' : exports.length} exports make a node called "${name}".`,
    details: ({ exports }) => exports,
    hints: () => ['rename one, or put one in the place of the other with  flow.replace(module)'],
  } as IssueTemplate<{
    name: string
    /** Each with the number of its module among those given. */
    exports: readonly string[]
  }>,

  'graph/cycle': {
    title: ({ cycle }) =>
      cycle.length === 1
        ? `"${cycle[0]}" reads itself, so it can never run.`
        : `These ${cycle.length} nodes wait for each other, so none can run first.`,
    details: ({ cycle }) => [[...cycle, cycle[0]].join(' -> ')],
    hints: () => ['break one of the arrows; for a value of the last time, take an input'],
  } as IssueTemplate<{
    /** Each reads the next, the last reads the first; begins with the name that sorts first. */
    cycle: readonly string[]
  }>,

  'graph/rest-pattern': {
    title: ({ node }) => `"${node}" gathers the rest of its parameter, so its dependencies are not known.`,
    hints: ({ node }) => [`list every name:  ({ a, b }) => ...`, inWords(node)],
  } as IssueTemplate<{ node: string }>,

  'graph/not-destructured': {
    title: ({ node }) => `"${node}" does not destructure its parameter, so its dependencies are not known.`,
    details: ({ parameters }) => (parameters.length > 0 ? [`found: (${parameters.join(', ')})`] : []),
    hints: ({ parameters, node }) => [
      parameters.length === 0
        ? inWords(node)
        : `destructure it:  ({ ${parameters.join(', ')} }) => ...`,
      'a helper that is no node is not exported, or begins with "_"',
      'if a build step rewrote the function, its target has to be ES2018 or later',
    ],
  } as IssueTemplate<{ node: string; parameters: readonly string[] }>,

  'graph/unreadable-function': {
    title: ({ node }) => `The source of "${node}" cannot be read: it is native or bound.`,
    hints: ({ node }) => [inWords(node)],
  } as IssueTemplate<{ node: string }>,

  'graph/unknown-dependency': {
    title: ({ node, name }) => `"${node}" binds "${name}", which its function does not read.`,
    hints: ({ name, known }) => didYouMean(name, known, 'names that it reads'),
  } as IssueTemplate<{ node: string } & Unknown>,

  'graph/not-a-module': {
    title: ({ position, found }) => `Argument ${position} of dataflow is ${found}, not a module or an object of functions.`,
    hints: () => [`import the module whole:  import * as features from './features.ts'`],
  } as IssueTemplate<{ position: number; found: string }>,

  'graph/no-nodes': {
    title: () => 'There is no node in what was given to dataflow.',
    hints: () => ['export functions:  export const total = ({ price, quantity }) => price * quantity'],
  } as IssueTemplate<{}>,

  'graph/undecided-variant': {
    title: ({ node }) => `"${node}" has several implementations, and the configuration does not say which to use.`,
    details: ({ keys }) => keys.map(({ key, values }) => `${key}: ${values.map(shown).join(' | ')}`),
    hints: ({ keys }) => [
      `choose with  flow.configure({ ${keys.map(({ key, values }) => `${propertyName(key)}: ${shown(values[0])}`).join(', ')} })`,
    ],
  } as IssueTemplate<{ node: string; keys: readonly { key: string; values: readonly ConfigValue[] }[] }>,

  'graph/replaces-nothing': {
    title: ({ names }) => `The replacement has no node that this flow has: ${listed(names)}.`,
    hints: ({ names, known }) => (names[0] === undefined ? [] : didYouMean(names[0], known, 'nodes')),
  } as IssueTemplate<{ names: readonly string[]; known: readonly string[] }>,

  'config/unknown-key': {
    title: ({ name }) => `Nothing in this flow depends on the configuration key "${name}".`,
    hints: ({ name, known }) => didYouMean(name, known, 'configuration keys'),
  } as IssueTemplate<Unknown>,

  'config/key-is-node': {
    title: ({ key }) => `"${key}" is a configuration key and a node at once.`,
    details: ({ nodes }) => [`the key chooses: ${listed(nodes)}`],
    hints: () => ['rename one: the value of a configuration key can be read under its name, as that of a node'],
  } as IssueTemplate<{ key: string; nodes: readonly string[] }>,

  'config/unknown-value': {
    title: ({ key, given }) => `"${key}" cannot be ${shown(given)}: no implementation is for it.`,
    details: ({ values }) => [`possible: ${values.map(shown).join(', ')}`],
    hints: ({ given, values }) => {
      const close = nearest(String(given), values.map(String))
      return close.length > 0 ? [`did you mean ${alternatives(close)}?`] : []
    },
  } as IssueTemplate<{ key: string; given: unknown; values: readonly ConfigValue[] }>,

  'run/bad-option': {
    title: ({ name, given, expected }) => `"${name}" is ${shown(given)}; expected ${expected}.`,
  } as IssueTemplate<{ name: string; given: unknown; expected: string }>,

  'run/node-failed': {
    title: ({ node, message }) => `"${node}" failed: ${message}`,
    details: ({ path, attempt, abandoned, others }) => [
      ...pathLine(path),
      ...(attempt > 1 ? [`attempts: ${attempt}`] : []),
      ...(others.length > 0 ? [`failed as well: ${listed(others)}`] : []),
      ...abandonedLine(abandoned),
    ],
    hints: abandonedHint,
  } as IssueTemplate<{
    node: string
    message: string
    path: readonly string[]
    attempt: number
    abandoned: readonly string[]
    others: readonly string[]
  }>,

  'run/aborted': {
    title: () => 'The run was aborted.',
    details: ({ reason, abandoned }) => [...(reason === '' ? [] : [`reason: ${reason}`]), ...abandonedLine(abandoned)],
    hints: abandonedHint,
  } as IssueTemplate<{ reason: string; abandoned: readonly string[] }>,

  'run/timeout': {
    title: ({ node, limit }) => `"${node}" took longer than its limit of ${/\d$/.test(limit) ? `${limit} ms` : limit}.`,
    hints: () => ['raise the limit, or let the node stop when the  signal  of its context aborts'],
  } as IssueTemplate<{ node: string; limit: string; limitMs: number }>,

  'modifier/bad-option': {
    title: ({ modifier, name, given, expected }) => `${modifier}: "${name}" is ${shown(given)}; expected ${expected}.`,
  } as IssueTemplate<{ modifier: string; name: string; given: unknown; expected: string }>,

  'modifier/bad-duration': {
    title: ({ given }) => `${shown(given)} is not a duration.`,
    hints: () => [`write milliseconds as a positive number, or a number with its unit:  '250ms', '30s', '5m', '2h', '1d'`],
  } as IssueTemplate<{ given: unknown }>,
}

const NOT_A_NODE = {
  private: 'its name begins with "_", which keeps it out of the flow',
  default: 'a default export is not a node',
  class: 'it is a class, and classes are not nodes',
  value: 'it is a value, and only functions are nodes',
} as const

function propertyName(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name)
}

/** Makes an issue of the core. */
export const coreIssue: IssueFactory<typeof templates> = defineIssues(templates)
