// Every issue of memoization. Each code has a page.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'

const templates = {
  'cache/unknown-code': ({ nodes, reason }: { nodes: readonly string[]; reason: string }): IssueText => ({
    title: `${countOf(nodes, 'node')} cannot be taken from earlier runs: what the code is is not known.`,
    details: [listed(nodes), `reason: ${reason}`],
    hints: [
      'export the function from a file of the project, and give the cache its code versions.',
      `or say which version it is:  cached(fn, { version: '1' })  and change it whenever the function changes.`,
    ],
    severity: 'warning',
  }),

  'cache/not-kept': ({ node, what, path }: { node: string; what: string; path: string }): IssueText => ({
    title: `The value of "${node}" cannot be kept: it is, or has, ${what}.`,
    details: path === '' ? [] : [`at ${path}`],
    hints: [
      'give plain data, or a codec for the class:  cache({ codecs: [...] })',
      `or say that it is computed every time:  cached(fn, { mode: 'disable' })`,
    ],
    severity: 'warning',
  }),

  'cache/damaged': ({ node, reason }: { node: string; reason: string }): IssueText => ({
    title: `The kept value of "${node}" is damaged and is computed again.`,
    details: [`reason: ${reason}`],
    hints: ['a disk that fails shows itself like this; a process that was killed leaves nothing damaged behind.'],
    severity: 'warning',
  }),

  'cache/not-reproducible': ({
    node,
    kept,
    computed,
    madeBy,
  }: {
    node: string
    kept: string
    computed: string
    madeBy: string
  }): IssueText => ({
    title: `"${node}" gives another value than before, with the same code and the same inputs.`,
    details: [`kept: ${kept} (run ${madeBy})`, `computed: ${computed}`],
    hints: [
      'it reads something besides its arguments: time, randomness, a file, a variable of its module.',
      `make that an input, or say that it is computed every time:  cached(fn, { mode: 'disable' })`,
    ],
    severity: 'warning',
  }),

  'run/mutated-input': ({
    node,
    inputs,
    others,
  }: {
    node: string
    inputs: readonly { readonly name: string; readonly path: string | undefined }[]
    others: readonly string[]
  }): IssueText => ({
    title: `"${node}" changed what it was given: ${inputs.map(({ name }) => `"${name}"`).join(', ')}.`,
    details: [
      ...inputs.flatMap(({ name, path }) => (path === undefined ? [] : [`changed: ${name}${path}`])),
      ...(others.length > 0 ? [`it may also have been ${listed(others)}: they ran at the same time`] : []),
    ],
    hints: ['other nodes read the same value. Copy it first, as in  [...rows].sort()  or  structuredClone(rows).'],
  }),

  'cache/unavailable': ({
    path,
    reason,
    details,
    hints,
  }: {
    path: string
    reason: string
    details: readonly string[]
    hints: readonly string[]
  }): IssueText => ({
    title: 'Nothing is taken from earlier runs, and nothing is kept.',
    details: [`store: ${path}`, `reason: ${reason}`, ...details.map((line) => `  ${line}`)],
    hints,
    severity: 'warning',
  }),
}

function countOf(names: readonly string[], what: string): string {
  return names.length === 1 ? `1 ${what}` : `${names.length} ${what}s`
}

const MOST_LISTED = 10

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).join(', ')
  return names.length > MOST_LISTED ? `${shown} and ${names.length - MOST_LISTED} more` : shown
}

/** Makes an issue of memoization. */
export const cacheIssue: IssueFactory<typeof templates> = defineIssues(templates)
