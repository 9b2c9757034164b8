// Where a step is looked at, and how it is called.

import type { StepState } from '@throughline/server/api'

type Place = Pick<StepState, 'node' | 'item' | 'sequence'>

interface Address {
  readonly node?: string
  readonly item?: string
  readonly sequence?: string
}

/** The same address, with another step beside the run. */
export function atStep({ node, item, sequence }: Place) {
  return <Search extends Address>({ node: _, item: __, sequence: ___, ...search }: Search) => ({
    ...search,
    node,
    ...(item && { item: JSON.stringify(item) }),
    ...(sequence !== undefined && { sequence: String(sequence) }),
  })
}

/** A step as people call it: its number, its node, the keys of its item. */
export function stepName({ node, item, sequence }: Place): string {
  return `${sequence === undefined ? '' : `${sequence} `}${node}${item ? ` [${item.join(', ')}]` : ''}`
}
