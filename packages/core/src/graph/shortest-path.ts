// A shortest way through a graph.

/**
 * Walks breadth first from a start until a goal is met.
 *
 * @returns the way, both ends included; `undefined` when no goal can be reached
 * @complexity O(what is reached + its edges)
 */
export function shortestPath<Place>(
  start: Place,
  next: (place: Place) => Iterable<Place>,
  isGoal: (place: Place) => boolean,
): Place[] | undefined {
  const cameFrom = new Map<Place, Place | undefined>([[start, undefined]])
  for (const place of cameFrom.keys()) {
    if (isGoal(place)) {
      const path: Place[] = []
      for (let at: Place | undefined = place; at !== undefined; at = cameFrom.get(at)) path.unshift(at)
      return path
    }
    for (const one of next(place)) if (!cameFrom.has(one)) cameFrom.set(one, place)
  }
  return undefined
}
