// Every finding about source: its code, its facts, and the text made from them. Each code has a page.

import { alternatives, defineIssues, type IssueFactory, type IssueText } from 'throughline'

const NOT_A_NODE = {
  private: 'its name begins with "_"',
  default: 'a default export is not a node',
  class: 'a class is not a node',
  value: 'a value is not a node',
} as const

const templates = {
  'source/syntax': ({ message }: { message: string }): IssueText => ({
    title: `This cannot be read: ${message}`,
    hints: ['nothing else in this file is checked until it can be read.'],
  }),

  'source/unresolved-import': ({ name, close }: { name: string; close: readonly string[] }): IssueText => ({
    title: `There is nothing to import from "${name}".`,
    hints: [
      close.length > 0
        ? `did you mean ${alternatives(close)}?`
        : /^[./]/.test(name)
          ? 'look at the path: it begins at the folder of this file.'
          : `install it:  npm install ${packageOf(name)}`,
    ],
  }),

  'source/missing-export': ({
    name,
    from,
    close,
  }: {
    name: string
    from: string
    close: readonly string[]
  }): IssueText => ({
    title: `"${from}" exports no "${name}".`,
    hints: [close.length > 0 ? `did you mean ${alternatives(close)}?` : 'export it there, or leave it out here.'],
  }),

  'source/rest-pattern': ({ node }: { node: string }): IssueText => ({
    title: `"${node}" gathers the rest of its parameter, so its dependencies are not known.`,
    hints: ['list every name:  ({ a, b }) => ...'],
  }),

  'source/not-destructured': ({ node }: { node: string }): IssueText => ({
    title: `"${node}" does not destructure its parameter, so its dependencies are not known.`,
    hints: [
      'write the names that it reads in braces:  ({ a, b }) => ...',
      'a helper that is no node is not exported, or begins with "_"',
    ],
  }),

  'source/computed-name': ({ node }: { node: string }): IssueText => ({
    title: `"${node}" computes a name that it reads, so its dependencies are not known.`,
    hints: ['write the name itself:  ({ a }) => ...'],
  }),

  'source/property-not-taken': ({
    node,
    name,
    isNode,
    optional,
  }: {
    node: string
    name: string
    /** True when the flow has a node of the name. */
    isNode: boolean
    optional: boolean
  }): IssueText => ({
    title: `"${node}" has "${name}" in its type, and does not take it.`,
    details: [
      isNode || optional
        ? `"${name}" is in the graph only where a function takes it, so no run computes it for "${node}".`
        : 'The compiler asks for this input, and a run refuses it, since no function reads it.',
    ],
    hints: [`take it:  ({ ${name}, ... }), or leave it out of the type`],
    severity: isNode || optional ? 'warning' : 'error',
  }),

  'source/name-not-typed': ({ node, name }: { node: string; name: string }): IssueText => ({
    title: `"${node}" takes "${name}", which is not in its type.`,
    hints: [`add it to the type:  { ${name}: ... }`],
  }),

  'source/optional-without-default': ({ node, name }: { node: string; name: string }): IssueText => ({
    title: `"${node}" may do without "${name}" by its type, but a run asks for it.`,
    details: ['Types are gone in a run: only a default in the pattern says that a value may be missing.'],
    hints: [`write a default:  { ${name} = undefined }`, 'or leave out the question mark in the type'],
    severity: 'warning',
  }),

  'source/duplicate-node': ({ name, count }: { name: string; count: number }): IssueText => ({
    title: `${count === 2 ? 'Two' : count} exports make a node called "${name}".`,
    hints: ['rename one, or use  flow.replace(module)'],
  }),

  'source/cycle': ({
    cycle,
  }: {
    /** Each reads the next, the last reads the first; begins with the name that sorts first. */
    cycle: readonly string[]
  }): IssueText => ({
    title:
      cycle.length === 1
        ? `"${cycle[0]}" reads itself, so it can never run.`
        : `These ${cycle.length} nodes wait for each other, so none can run first.`,
    details: [[...cycle, cycle[0]!].join(' -> ')],
    hints: ['for the value of the last time, take an input'],
  }),

  'source/misspelt-dependency': ({
    node,
    name,
    close,
    optional,
  }: {
    node: string
    name: string
    close: readonly string[]
    optional: boolean
  }): IssueText => ({
    title: `"${node}" reads "${name}", which is no node; ${alternatives(close)} is one.`,
    details: [
      optional
        ? `It has a default, so it is always the default unless an input "${name}" is given.`
        : `It is an input of the flow, and only "${node}" reads it.`,
    ],
    hints: [`if it is misspelt, write "${close[0]}"; if it is an input, another name makes that plain.`],
    severity: 'warning',
  }),

  'source/not-a-node': ({
    node,
    name,
    why,
  }: {
    node: string
    name: string
    why: keyof typeof NOT_A_NODE
  }): IssueText => ({
    title: `"${node}" reads "${name}", which is exported, but is no node: ${NOT_A_NODE[why]}.`,
    hints: ['export a function that gives it, or use it directly without taking it as a parameter'],
    severity: 'warning',
  }),

  'source/default-export': ({ module }: { module: string }): IssueText => ({
    title: `The default export of "${module}" is a function, but no node: it has no name.`,
    hints: ['give it a name:  export const name = ...'],
    severity: 'warning',
  }),

  'source/forgotten-export': ({ name, reads }: { name: string; reads: readonly string[] }): IssueText => ({
    title: `"${name}" reads ${reads.length === 1 ? 'a node' : 'nodes'} of the flow, but is not exported, and nothing uses it.`,
    details: [`reads: ${reads.join(', ')}`],
    hints: [`make it a node:  export const ${name} = ..., or remove it`],
    severity: 'warning',
  }),

  'source/unused-resource': ({ node }: { node: string }): IssueText => ({
    title: `No node reads the resource "${node}", so it is never opened.`,
    details: ['A resource ends with its run, so it cannot be an output either.'],
    hints: ['read it in a node, or remove it'],
    severity: 'warning',
  }),

  'source/unused-module': ({ name }: { name: string }): IssueText => ({
    title: `The module "${name}" is imported whole, and nothing uses it: its nodes are in no flow.`,
    hints: [`give it to a flow:  dataflow(..., ${name}), or remove the import`],
    severity: 'warning',
  }),

  'source/no-nodes': ({ module }: { module: string }): IssueText => ({
    title: `"${module}" is given to dataflow, and exports no node.`,
    hints: ['export its functions, or leave the module out'],
    severity: 'warning',
  }),

  'source/unneeded-input': ({
    name,
    outputs,
  }: {
    name: string
    /** Absent: of all that the flow can compute. */
    outputs?: readonly string[]
  }): IssueText => ({
    title: `No output needs the input "${name}".`,
    details: outputs ? [`outputs: ${outputs.join(', ')}`] : ['Only resources read it that no node reads.'],
    hints: [outputs ? 'leave it out, or ask for an output that needs it' : 'read the resource in a node, or remove it'],
    severity: 'warning',
  }),

  'source/any': ({ node, name, reason }: { node: string; name?: string; reason: AnyReason }): IssueText => ({
    title:
      reason === 'parameter'
        ? `The parameter of "${node}" is "any": the compiler does not see what it reads.`
        : reason === 'output'
          ? `"${node}" gives "any": nothing that reads it is checked.`
          : `"${node}" reads "${name}" as "any": whatever that is, it fits.`,
    hints: [
      reason === 'output' ? 'write the type of what it returns' : 'write the type:  ({ a }: { a: number }) => ...',
    ],
    severity: 'warning',
  }),

  'source/type-mismatch': ({
    node,
    name,
    expected,
    found,
  }: {
    node: string
    name: string
    expected: string
    found: string
  }): IssueText => ({
    title: `"${node}" reads "${name}" as another type than it has.`,
    details: [`expected: ${expected}`, `found: ${found}`],
    hints: [`change the type in "${node}", or what "${name}" gives`],
  }),
}

/** Where an `any` stands: the whole parameter, one name that is read, or what is given. */
type AnyReason = 'parameter' | 'input' | 'output'

function packageOf(specifier: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier
}

/** Makes an issue about source. */
export const sourceIssue: IssueFactory<typeof templates> = defineIssues(templates)
