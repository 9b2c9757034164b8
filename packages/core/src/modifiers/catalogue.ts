// The issues of modifiers. Apart from the catalogue of flows, so that a bundle has only the texts that it can show.

import { defineIssues, type IssueFactory, type IssueText } from '../errors/issue.ts'
import { didYouMean } from '../errors/nearest.ts'
import type { Condition, ConditionValue } from '../definition/definition.ts'

const templates = {
  'run/missing-field': ({
    field,
    found,
    known,
  }: {
    field: string
    known: readonly string[]
    found: string
  }): IssueText => ({
    title: `The value has no field "${field}" to extract: it is ${found}.`,
    hints: known.length > 0 ? didYouMean(field, known, 'its fields') : [],
  }),

  'check/failed': ({
    node,
    failed,
  }: {
    node: string
    failed: readonly { check: string; found: string }[]
  }): IssueText => ({
    title:
      failed.length === 1
        ? `The value of "${node}" did not pass ${failed[0]!.check}.`
        : `The value of "${node}" did not pass ${failed.length} checks.`,
    details: failed.map(({ check, found }) => `${check}: ${found}`),
    hints: [`to be told without failing, check with  { severity: 'warn' }`],
  }),

  'check/threw': ({ node, check, message }: { node: string; check: string; message: string }): IssueText => ({
    title: `The check ${check} of "${node}" threw: ${message}`,
    hints: ['a check answers true, or says what it found; correct the check'],
  }),

  'check/not-parsed': ({
    node,
    found,
  }: {
    node: string
    found: readonly string[]
    findings: readonly object[]
  }): IssueText => ({
    title: `The value of "${node}" does not fit its schema.`,
    details: found.length <= 10 ? found : [...found.slice(0, 9), `and ${found.length - 9} more`],
  }),

  'graph/resource-as-output': ({ node }: { node: string }): IssueText => ({
    title: `"${node}" is a resource: it is disposed when the run ends, so it cannot be an output.`,
    hints: ['ask for a node that reads it'],
  }),

  'run/dispose-failed': ({ node, message }: { node: string; message: string }): IssueText => ({
    title: `The resource "${node}" could not be disposed: ${message}`,
    hints: ['if its failure does no harm, catch the error in  dispose'],
  }),

  'modifier/not-a-source': ({ found }: { found: string }): IssueText => ({
    title: `loaded needs a source, or a function that gives one; found ${found}.`,
    hints: ['a source has two methods:  { read(context), describe() }'],
  }),

  'modifier/not-a-sink': ({ found }: { found: string }): IssueText => ({
    title: `saved needs a sink, or a function that gives one; found ${found}.`,
    hints: ['a sink has two methods:  { write(value, context), describe() }'],
  }),

  'modifier/not-a-function': ({ modifier, found }: { modifier: string; found: string }): IssueText => ({
    title: `${modifier} needs a function of one node; it was given ${found}.`,
    hints: [`give it the function itself:  ${modifier}(({ a, b }) => ..., ...)`],
  }),

  'modifier/not-a-check': ({ found }: { found: string }): IssueText => ({
    title: `checked needs checks and schemas; it was given ${found}.`,
    hints: ['make one of your own with  check(name, test)'],
  }),

  'modifier/not-a-schema': ({ found }: { found: string }): IssueText => ({
    title: `parsed needs a schema; it was given ${found}.`,
    hints: ['any library that follows the Standard Schema specification makes them: zod, valibot, arktype'],
  }),

  'modifier/not-callable': ({ modifier, values }: { modifier: string; values: readonly string[] }): IssueText => ({
    title: `A node made by ${modifier} has ${values.length} implementations and cannot be called directly.`,
    hints: ['in a test, call the implementations themselves'],
  }),

  'modifier/duplicate-name': ({ modifier, node }: { modifier: string; node: string }): IssueText => ({
    title: `${modifier} gives the name "${node}" to two nodes.`,
    hints: [
      modifier === 'saved'
        ? `give the second one a name of its own:  saved(saved(fn, a), b, { as: 'archive' })`
        : modifier === 'pipe'
          ? 'give every step a name of its own; "raw" is the name of what goes in'
          : 'let the naming function use every value that differs between the cases',
    ],
  }),

  'modifier/overlapping-conditions': ({
    modifier,
    conditions,
  }: {
    modifier: string
    conditions: readonly Condition[]
  }): IssueText => ({
    title: `Two conditions of ${modifier} can hold at once, and then nothing says which implementation to use.`,
    details: conditions.map(textOfCondition),
    hints: ["let them exclude each other in a key that both name:  when({ region: 'eu', debug: not(true) }, fn)"],
  }),
}

/** As it is written in a program. */
function textOfCondition(condition: Condition): string {
  const textOf = (value: ConditionValue): string =>
    typeof value === 'object' && 'not' in value ? `not(${value.not.map(textOf).join(', ')})` : JSON.stringify(value)
  return `{ ${Object.entries(condition)
    .map(([key, value]) => `${key}: ${textOf(value)}`)
    .join(', ')} }`
}

/** Makes an issue of a modifier. */
export const modifierIssue: IssueFactory<typeof templates> = defineIssues(templates)
