// Where a step is looked at, and how it is called.

import type { StepState } from '@throughline/server/api'

type Place = Pick<StepState, 'node' | 'item' | 'sequence'>

interface Address {
  node?: string
  item?: string
  sequence?: string
}

/** The same address, without a step beside the run. */
export function withoutStep<Search extends Address>(search: Search): Omit<Search, keyof Address> {
  const rest: Partial<Search> = { ...search }
  delete rest.node
  delete rest.item
  delete rest.sequence
  return rest as Omit<Search, keyof Address>
}

/** The same address, with another step beside the run. */
export function atStep({ node, item, sequence }: Place) {
  return <Search extends Address>(search: Search) => ({
    ...withoutStep(search),
    node,
    ...(item && { item: JSON.stringify(item) }),
    ...(sequence !== undefined && { sequence: String(sequence) }),
  })
}

/** A step as people call it: its number, its node, the keys of its item. */
export function stepName({ node, item, sequence }: Place): string {
  return `${sequence === undefined ? '' : `${sequence} `}${node}${item ? ` [${item.join(', ')}]` : ''}`
}
