// The issues of subflows: only `subflow` brings them.

import { NOT_A_NODE, propertyName } from '../errors/catalogue.ts'
import { defineIssues, type IssueFactory, type IssueText } from '../errors/issue.ts'
import { didYouMean, listed } from '../errors/nearest.ts'

const templates = {
  'modifier/unmapped-input': ({
    names,
  }: {
    /** What is read inside, and by whom. */
    names: readonly { name: string; neededBy: readonly string[]; notANode?: keyof typeof NOT_A_NODE }[]
  }): IssueText => ({
    title:
      names.length === 1
        ? `The subflow does not say where "${names[0]!.name}" comes from.`
        : `The subflow does not say where ${names.length} of its inputs come from.`,
    details: names.map(({ name, neededBy, notANode }) =>
      [`${name}: needed inside by ${listed(neededBy)}.`, ...(notANode ? [NOT_A_NODE[notANode]] : [])].join(' '),
    ),
    hints: [
      `a value, or another node or input:  inputs: { ${propertyName(names[0]!.name)}: from('...') }`,
      `the node or input of the same name outside:  shared: [${names.map(({ name }) => `'${name}'`).join(', ')}]`,
      'if the node can do without, write a default',
    ],
  }),

  'modifier/unknown-input': ({
    name,
    known,
    isNode,
  }: {
    name: string
    known: readonly string[]
    isNode: boolean
  }): IssueText => ({
    title: isNode
      ? `"${name}" is a node of the subflow, so it cannot be one of its inputs.`
      : `The subflow is told where "${name}" comes from, and nothing inside reads it.`,
    hints: isNode
      ? [`to put a value in its place, give it  dataflow(module).override({ ${propertyName(name)}: ... })`]
      : didYouMean(name, known, 'inputs'),
  }),

  'modifier/mapped-twice': ({ name, places }: { name: string; places: readonly string[] }): IssueText => ({
    title: `The subflow is told twice where "${name}" comes from: by ${places.join(' and by ')}.`,
    hints: ['keep one of them'],
  }),
}

/** Makes an issue of a subflow. */
export const subflowIssue: IssueFactory<typeof templates> = defineIssues(templates)
