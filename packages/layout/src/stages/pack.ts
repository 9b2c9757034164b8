// Parts of a drawing side by side in rows, such that the whole is about as wide as a screen.

import type { Extent } from '../read-graph.ts'
import type { Spot } from './route.ts'

const WIDE_BY_HIGH = 1.6

export interface Packed extends Extent {
  /** The corner of each part. */
  readonly corners: readonly Spot[]
}

/**
 * @param order in which they are put; the first stands first
 * @param wideByHigh what breadth by depth should be about
 */
export function packParts(
  parts: readonly Extent[],
  order: readonly number[],
  gap: number,
  direction: 'down' | 'right',
): Packed {
  const wideByHigh = direction === 'down' ? WIDE_BY_HIGH : 1 / WIDE_BY_HIGH
  const area = parts.reduce((sum, { breadth, depth }) => sum + (breadth + gap) * (depth + gap), 0)
  const widest = parts.reduce((most, { breadth }) => Math.max(most, breadth), 0)
  const limit = Math.max(widest, Math.sqrt(area * wideByHigh))
  const corners: Spot[] = []
  let [along, across, rowDepth, breadth] = [0, 0, 0, 0]
  for (const which of order) {
    const part = parts[which]!
    if (along > 0 && along + part.breadth > limit) {
      across += rowDepth + gap
      along = 0
      rowDepth = 0
    }
    corners[which] = { along, across }
    breadth = Math.max(breadth, along + part.breadth)
    rowDepth = Math.max(rowDepth, part.depth)
    along += part.breadth + gap
  }
  return { corners, breadth, depth: across + rowDepth }
}
