// Where the value of one parameter comes from.

/** A node or input by its name, or a constant. */
export type Binding = { readonly name: string } | { readonly constant: unknown }

/** What a modifier may bind a parameter to: one of these, or several, put together to a list or a record. */
export type Rebinding =
  | Binding
  | { readonly list: readonly Binding[] }
  | { readonly record: Readonly<Record<string, Binding>> }
