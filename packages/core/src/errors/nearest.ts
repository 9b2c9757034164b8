// Suggestions for a misspelt name, only when they are close.

/**
 * The known names nearest to a misspelt one: at most three, within an edit distance of 2 or a third of the name's
 * length, nearest first; case and separators count little.
 *
 * @complexity O(known names x length squared)
 */
export function nearest(name: string, known: Iterable<string>): string[] {
  const limit = Math.max(2, name.length / 3)
  const wanted = fold(name)
  return [...known]
    .map((candidate) => ({ candidate, distance: editDistance(wanted, fold(candidate), limit) }))
    .filter(({ candidate, distance }) => distance <= limit && distance < Math.min(name.length, candidate.length))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map((one) => one.candidate)
}

/** `"a"`, `"a" or "b"`, `"a", "b" or "c"`. */
export function alternatives(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`)
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}

/** The close names as a hint, or else what there is. */
export function didYouMean(name: string, known: readonly string[], what: string): string[] {
  const close = nearest(name, known)
  if (close.length > 0) return [`did you mean ${alternatives(close)}?`]
  return [`${what}: ${listed(known) || 'none'}`]
}

/** `a, b, c and 4 more`. */
export function listed(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[_\-.]/g, '')
}

/** Levenshtein distance; where it is beyond the limit, anything beyond. */
function editDistance(a: string, b: string, limit: number): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 0; row < a.length; row++) {
    const current = [row + 1]
    for (let column = 0; column < b.length; column++) {
      const replaced = above[column]! + (a[row] === b[column] ? 0 : 1)
      current.push(Math.min(replaced, above[column + 1]! + 1, current[column]! + 1))
    }
    if (Math.min(...current) > limit) return Infinity
    above = current
  }
  return above[b.length]!
}
