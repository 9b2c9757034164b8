// What a step is called in a line for people.

import type { ParentStep } from '../execute/hooks.ts'
import type { ItemPlace } from '../execute/error-place.ts'

/** A node, and of a fan-out the item: `prices (item rome > lamp)`. */
export function stepLabel(node: string, item?: Pick<ItemPlace, 'path'>): string {
  return item ? `${node} (item ${item.path.join(' > ')})` : node
}

/** The step that has started a run of its own. */
export function parentLabel({ node, path }: ParentStep): string {
  return stepLabel(node, path && { path })
}
