// The names that a package exports, as its index.ts lists them.

export interface PublicName {
  readonly name: string
  readonly isType: boolean
}

/** Reads `export { a, type B } from ...` and `export type { C } from ...`. */
export function publicNames(index: string): readonly PublicName[] {
  return [...index.matchAll(/^export (?<type>type )?\{(?<names>[^}]*)\}/gm)].flatMap(({ groups = {} }) => {
    const entries = groups['names']!.split(',').map((entry) => entry.trim())
    return entries
      .filter((entry) => entry !== '')
      .map((entry) => ({
        name: entry.replace(/^type /, '').replace(/^.* as /, ''),
        isType: groups['type'] !== undefined || entry.startsWith('type '),
      }))
  })
}
