// What can be wrong with a node before it has a name.

import type { Issue, IssueSubject } from '../errors/issue.ts'

/** An issue without its node; told when the node is linked. */
export type SpecProblem =
  | { readonly code: 'graph/rest-pattern' | 'graph/unreadable-function'; readonly facts: {} }
  | { readonly code: 'graph/not-destructured'; readonly facts: { readonly parameters: readonly string[] } }
  | {
      readonly code: 'graph/unknown-dependency'
      /** Made by whoever finds it, so that a flow without such modifiers does not bring its text. */
      readonly issue: (node: string, place: { readonly subject: IssueSubject }) => Issue
    }

export const PROBLEM_OF_HEAD = {
  rest: 'graph/rest-pattern',
  positional: 'graph/not-destructured',
  unreadable: 'graph/unreadable-function',
} as const
