// A process of its own that asks the project's TypeScript for the types that nobody wrote down. Runs no code of the project.

import { enrich, Facts, openTypeOracle } from '@throughline/analyze'
import type { FoundType, UntypedNode } from '../missing-types.ts'

export interface TypesQuestion {
  /** Of the project: its compiler is asked. */
  readonly directory: string
  readonly nodes: readonly UntypedNode[]
}

process.on('disconnect', () => process.exit(1))
process.on('message', ({ directory, nodes }: TypesQuestion) => {
  process.send!(typesOf(directory, nodes), undefined, undefined, () => process.exit(0))
})

function typesOf(directory: string, nodes: readonly UntypedNode[]): readonly FoundType[] {
  const files = [...new Set(nodes.map(({ exported }) => exported.module))]
  const asked = nodes.map((node) => ({ ...node, tags: {}, dependencies: [] }))
  try {
    const types = openTypeOracle({ directory, files })
    return enrich(asked, new Facts(), { files, types }).flatMap(({ flow, name, type }) =>
      type === undefined ? [] : [{ flow, name, type }],
    )
  } catch {
    // Without a compiler, types are those that are written.
    return []
  }
}
