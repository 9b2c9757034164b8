// Every issue of the core: its code, its facts, and the text made from them. Each code has a page in the documentation.

import { defineIssues, type IssueFactory, type IssueText } from './issue.ts'
import { alternatives, didYouMean, listed } from './nearest.ts'

function inWords(node: string): string {
  return `name its dependencies in words:  export const ${node} = node(['a', 'b'], fn)`
}

/** The names in a row, without the middle of a long one. */
function inARow(names: readonly string[], arrow: string): string {
  const row = names.length > 16 ? [...names.slice(0, 8), `(${names.length - 15} more)`, ...names.slice(-7)] : names
  return row.join(arrow)
}

function pathLine(path: readonly string[]): string[] {
  return path.length > 1 ? [`path: ${inARow(path, ' <- ')} (output)`] : []
}

function abandonedLine(abandoned: readonly string[]): string[] {
  return abandoned.length > 0 ? [`still running when given up: ${listed(abandoned)}`] : []
}

function abandonedHint(abandoned: readonly string[]): string[] {
  return abandoned.length > 0 ? ['long nodes should watch the  signal  of their context'] : []
}

export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

type Unknown = { readonly name: string; readonly known: readonly string[] }

const templates = {
  'graph/missing-input': ({
    name,
    neededBy,
    path,
    notANode,
    given,
    close,
  }: {
    name: string
    /** Nodes of the plan that read it and cannot do without, sorted. */
    neededBy: readonly string[]
    /** From the reader up to the output. */
    path: readonly string[]
    /** Inputs that were passed, that nobody reads, and that have a similar name. */
    given: readonly string[]
    /** Nodes and inputs of a similar name. */
    close: readonly string[]
    notANode?: keyof typeof NOT_A_NODE
  }): IssueText => ({
    title: `No value for "${name}", needed by ${neededBy.length === 1 ? `"${neededBy[0]}"` : `${neededBy.length} of the planned nodes`}.`,
    details: [...pathLine(path), notANode ? NOT_A_NODE[notANode] : 'It is not a node, and was not passed as an input.'],
    hints: [
      ...(given.length > 0
        ? [`the inputs contain ${alternatives(given)}. Rename it`]
        : close.length > 0
          ? [`did you mean ${alternatives(close)}?`]
          : []),
      `pass  inputs: { ${propertyName(name)}: ... }`,
      `if the node can do without, write a default:  { ${bindingOf(name)} = ... }`,
    ],
  }),

  'graph/unknown-output': ({
    name,
    notANode,
    isInput,
    known,
  }: Unknown & { notANode?: keyof typeof NOT_A_NODE; isInput?: boolean }): IssueText => ({
    title: `There is no node "${name}" to compute.`,
    details: notANode ? [NOT_A_NODE[notANode]] : isInput ? ['It is an input of this flow.'] : [],
    hints: didYouMean(name, known, 'nodes'),
  }),

  'graph/unknown-input': ({ name, known, isConfig }: Unknown & { isConfig: boolean }): IssueText => ({
    title: `The input "${name}" is read by no node of this flow.`,
    hints: isConfig ? ['it is a configuration key: use  flow.configure'] : didYouMean(name, known, 'inputs'),
  }),

  'graph/input-is-node': ({ name, overridden }: { name: string; overridden: boolean }): IssueText => ({
    title: `"${name}" is ${overridden ? 'overridden' : 'a node'}, so it cannot be an input as well.`,
    hints: overridden ? [] : [`to put a value in its place, use  flow.override({ ${propertyName(name)}: ... })`],
  }),

  'graph/unknown-override': ({ name, known }: Unknown): IssueText => ({
    title: `There is no node or input "${name}" to override.`,
    hints: didYouMean(name, known, 'nodes and inputs'),
  }),

  'graph/unknown-node': ({ name, known, isInput }: Unknown & { isInput?: boolean }): IssueText => ({
    title: isInput ? `"${name}" is an input of this flow, not a node.` : `This flow has no node or input "${name}".`,
    hints: didYouMean(name, known, isInput === undefined ? 'nodes and inputs' : 'nodes'),
  }),

  'graph/duplicate-node': ({
    name,
    exports,
  }: {
    name: string
    /** Each with the number of its module among those given. */
    exports: readonly string[]
  }): IssueText => ({
    title: `${exports.length === 2 ? 'Two' : exports.length} exports make a node called "${name}".`,
    details: exports,
    hints: ['rename one, or use  flow.replace(module)'],
  }),

  'graph/cycle': ({
    cycle,
  }: {
    /** Each reads the next, the last reads the first; begins with the name that sorts first. */
    cycle: readonly string[]
  }): IssueText => ({
    title:
      cycle.length === 1
        ? `"${cycle[0]}" reads itself, so it can never run.`
        : `These ${cycle.length} nodes wait for each other, so none can run first.`,
    details: [inARow([...cycle, cycle[0]!], ' -> ')],
    hints: ['for the value of the last time, take an input'],
  }),

  'graph/rest-pattern': ({ node }: { node: string }): IssueText => ({
    title: `"${node}" gathers the rest of its parameter, so its dependencies are not known.`,
    hints: ['list every name:  ({ a, b }) => ...', inWords(node)],
  }),

  'graph/not-destructured': ({ node, parameters }: { node: string; parameters: readonly string[] }): IssueText => ({
    title: `"${node}" does not destructure its parameter, so its dependencies are not known.`,
    details: parameters.length > 0 ? [`found: (${parameters.join(', ')})`] : [],
    hints: [
      // A rest or a pattern among them cannot be put into the pattern as it is.
      parameters.length === 1
        ? 'write the names that it reads in braces:  ({ a, b }) => ...'
        : /^[^.[{]+$/.test(parameters.join())
          ? `destructure:  ({ ${parameters.join(', ')} }) => ...`
          : inWords(node),
      'a helper that is no node is not exported, or begins with "_"',
    ],
  }),

  'graph/unreadable-function': ({ node }: { node: string }): IssueText => ({
    title: `The source of "${node}" cannot be read: it is native or bound.`,
    hints: [inWords(node)],
  }),

  'graph/not-a-module': ({
    position,
    found,
  }: {
    /** Among the arguments of `dataflow`, from 1; 0 for a replacement. */
    position: number
    found: string
  }): IssueText => ({
    title: `${position > 0 ? `Argument ${position} of dataflow` : 'The replacement'} is ${found}, not a module or an object of functions.`,
    hints: [`import the module whole:  import * as features from './features.ts'`],
  }),

  'graph/no-nodes': (): IssueText => ({
    title: 'There is no exported function in what was given to dataflow, so there is no node.',
  }),

  'graph/shared-stream': ({ node, readers }: { node: string; readers: readonly string[] }): IssueText => ({
    title: `"${node}" is a stream for one reader, and has ${readers.length}: ${listed(readers)}.`,
    hints: [`wrap its function:  tee(fn), or  gathered(fn)  for an array; both are in throughline/fan-out`],
  }),

  'graph/replaces-nothing': ({ names, known }: { names: readonly string[]; known: readonly string[] }): IssueText => ({
    title: `The replacement has no node that this flow has: ${listed(names)}.`,
    hints: names[0] === undefined ? [] : didYouMean(names[0], known, 'nodes'),
  }),

  'config/unknown-key': ({ name, known }: Unknown): IssueText => ({
    title: `Nothing in this flow depends on the configuration key "${name}".`,
    hints: didYouMean(name, known, 'configuration keys'),
  }),

  'run/bad-option': ({ name, given, expected }: { name: string; given: unknown; expected: string }): IssueText => ({
    title: `"${name}" is ${shown(given)}; expected ${expected}.`,
  }),

  'run/node-failed': ({
    node,
    message,
    path,
    attempt,
    lines,
    abandoned,
    others,
  }: {
    node: string
    message: string
    path: readonly string[]
    attempt: number
    /** Of a fan-out which item, of a stream which node. */
    lines: readonly string[]
    abandoned: readonly string[]
    others: readonly string[]
  }): IssueText => ({
    title: `"${node}" failed: ${message}`,
    details: [
      ...pathLine(path),
      ...lines,
      ...(attempt > 1 ? [`attempts: ${attempt}`] : []),
      ...(others.length > 0 ? [`failed as well: ${listed(others)}`] : []),
      ...abandonedLine(abandoned),
    ],
    hints: abandonedHint(abandoned),
  }),

  'run/aborted': ({ reason, abandoned }: { reason: string; abandoned: readonly string[] }): IssueText => ({
    title: 'The run was aborted.',
    details: [...(reason === '' ? [] : [`reason: ${reason}`]), ...abandonedLine(abandoned)],
    hints: abandonedHint(abandoned),
  }),

  'run/timeout': ({ node, limit }: { node: string; limit: string; limitMs: number }): IssueText => ({
    title: `"${node}" took longer than its limit of ${/\d$/.test(limit) ? `${limit} ms` : limit}.`,
    hints: ['raise the limit; the node should watch the  signal  of its context'],
  }),

  'modifier/bad-option': ({
    modifier,
    name,
    given,
    expected,
  }: {
    modifier: string
    name: string
    given: unknown
    expected: string
  }): IssueText => ({
    title: `${modifier}: "${name}" is ${shown(given)}; expected ${expected}.`,
  }),

  'modifier/bad-duration': ({ given }: { given: unknown }): IssueText => ({
    title: `${shown(given)} is not a duration.`,
    hints: [`write positive milliseconds, or a number with its unit:  '250ms', '30s', '5m', '2h', '1d'`],
  }),
}

/** Why there is no node of a name. */
export const NOT_A_NODE = {
  private: 'There is such an export, but its name begins with "_".',
  default: 'There is such an export, but a default export is not a node.',
  class: 'There is such an export, but a class is not a node.',
  value: 'There is such an export, but a value is not a node.',
  off: 'There is such a node, but its condition does not hold: use  flow.configure',
  config: 'It is a configuration key, and nothing was chosen: use  flow.configure',
} as const

/** A name as it is written in an object. */
export function propertyName(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name)
}

function bindingOf(name: string): string {
  const property = propertyName(name)
  return property === name ? name : `${property}: value`
}

/** Makes an issue of the core. */
export const coreIssue: IssueFactory<typeof templates> = defineIssues(templates)
