// A graph as a tree: what has been shown once is not shown again.

const MOST_LINES = 400
const DEEPEST = 40

/**
 * Lines of the tree below `root`, which is its first line. Nodes that appear a second time are marked with `...` when
 * they have more below them.
 */
export function renderTree(
  root: string,
  next: (name: string) => readonly string[],
  label: (name: string) => string,
): string[] {
  const lines: string[] = []
  const seen = new Set<string>()
  const stack = [{ name: root, prefix: '  ', branch: '', depth: 0 }]
  while (stack.length > 0) {
    const { name, prefix, branch, depth } = stack.pop()!
    const below = next(name)
    const isRepeated = seen.has(name) && below.length > 0
    const isCut = !isRepeated && depth === DEEPEST && below.length > 0
    if (lines.length === MOST_LINES) return [...lines, `  and more; --json has all`]
    lines.push(`${prefix}${branch}${label(name)}${isRepeated || isCut ? ' ...' : ''}`)
    if (isRepeated || isCut) continue
    seen.add(name)
    const inner = prefix + (branch === '' ? '' : branch.startsWith('└') ? '   ' : '│  ')
    for (const [index, one] of below.toReversed().entries()) {
      stack.push({ name: one, prefix: inner, branch: index === 0 ? '└─ ' : '├─ ', depth: depth + 1 })
    }
  }
  return lines
}
