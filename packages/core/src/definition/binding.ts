// Where the value of one parameter comes from.

/** A node or input by its name, or a constant. */
export type Binding = { readonly name: string } | { readonly constant: unknown }
