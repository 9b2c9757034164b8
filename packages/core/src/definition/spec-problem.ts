// What can be wrong with a node before it has a name.

/** An issue without its node; told when the node is linked. */
export type SpecProblem =
  | { readonly code: 'graph/rest-pattern' | 'graph/unreadable-function'; readonly facts: {} }
  | { readonly code: 'graph/not-destructured'; readonly facts: { readonly parameters: readonly string[] } }
  | {
      readonly code: 'graph/unknown-dependency'
      readonly facts: { readonly name: string; readonly known: readonly string[] }
    }

export const PROBLEM_OF_HEAD = {
  rest: 'graph/rest-pattern',
  positional: 'graph/not-destructured',
  unreadable: 'graph/unreadable-function',
} as const
