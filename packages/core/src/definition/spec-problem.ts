// What can be wrong with a node before it has a name.

export type SpecProblem =
  | { readonly kind: 'rest' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'positional'; readonly parameters: readonly string[] }
  | { readonly kind: 'unknown-dependency'; readonly name: string; readonly known: readonly string[] }
