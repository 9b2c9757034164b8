// A flow before and after, as two drawings in Mermaid: what differs, and its neighbours.

import type { DiffedNode, FlowDiff } from '@throughline/analyze'

const MOST_BOXES = 60

/** Light and dark pages alike: dark letters on light boxes. */
const STYLES = {
  added: 'fill:#d2f4da,stroke:#1a7f37,color:#000',
  removed: 'fill:#ffd9d6,stroke:#cf222e,color:#000,stroke-dasharray:4',
  renamed: 'fill:#d8eaff,stroke:#0969da,color:#000',
  changed: 'fill:#fff1c2,stroke:#9a6700,color:#000,stroke-width:3px',
  affected: 'fill:#f6f2e0,stroke:#9a6700,color:#000',
} as const

type Style = keyof typeof STYLES

export interface DiffDrawings {
  /** Absent when there is nothing to draw. */
  readonly before?: string
  readonly after?: string
  /** How many nodes that differ, or are affected, had no place. */
  readonly left: number
}

/** What was added, removed, renamed or changed comes first, then what is affected, then what the former read. */
export function drawDiff(flow: FlowDiff): DiffDrawings {
  const styles = { before: new Map<string, Style>(), after: new Map<string, Style>() }
  for (const { name } of flow.affected) for (const side of [styles.before, styles.after]) side.set(name, 'affected')
  for (const { name } of flow.changed) for (const side of [styles.before, styles.after]) side.set(name, 'changed')
  for (const { name } of flow.added) styles.after.set(name, 'added')
  for (const { name } of flow.removed) styles.before.set(name, 'removed')
  for (const { name, from } of flow.renamed) {
    styles.after.set(name, 'renamed')
    styles.before.set(from!, 'renamed')
  }
  const ordered = [...flow.removed, ...flow.added, ...flow.renamed, ...flow.changed, ...flow.affected]
  const names = [
    ...new Set(ordered.flatMap((one) => ('from' in one && one.from !== undefined ? [one.name, one.from] : [one.name]))),
  ]
  const shown = new Set(names.slice(0, MOST_BOXES))
  const differing = new Set(
    names.filter((name) => [styles.before, styles.after].some((side) => isDifferent(side.get(name)))),
  )
  for (const { name, reads } of [...flow.nodes.before, ...flow.nodes.after]) {
    for (const one of differing.has(name) ? reads : []) if (shown.size < MOST_BOXES) shown.add(one.name)
  }
  const before = draw(flow.nodes.before, shown, styles.before)
  const after = draw(flow.nodes.after, shown, styles.after)
  return { ...(before && { before }), ...(after && { after }), left: Math.max(0, names.length - MOST_BOXES) }
}

function isDifferent(style: Style | undefined): boolean {
  return style !== undefined && style !== 'affected'
}

function draw(
  nodes: readonly DiffedNode[],
  shown: ReadonlySet<string>,
  styles: ReadonlyMap<string, Style>,
): string | undefined {
  const ids = new Map<string, string>()
  const boxes: string[] = []
  const put = (name: string, [open, close]: readonly [string, string]): void => {
    if (ids.has(name) || !shown.has(name)) return
    const style = styles.get(name)
    ids.set(name, `n${ids.size}`)
    boxes.push(`${ids.get(name)}${open}"${toCodes(name)}"${close}${style ? `:::${style}` : ''}`)
  }
  for (const { name } of nodes) put(name, ['[', ']'])
  const isNode = new Set(nodes.map(({ name }) => name))
  for (const { name, reads } of nodes) {
    if (shown.has(name)) for (const one of reads) if (!isNode.has(one.name)) put(one.name, ['([', '])'])
  }
  if (boxes.length === 0) return undefined
  const arrows = nodes.flatMap(({ name, reads }) =>
    reads.flatMap((one) => {
      const [from, to] = [ids.get(one.name), ids.get(name)]
      return from !== undefined && to !== undefined ? [`${from} ${one.optional ? '-.->' : '-->'} ${to}`] : []
    }),
  )
  const used = new Set([...ids.keys()].flatMap((name) => styles.get(name) ?? []))
  const classes = [...used].sort().map((style) => `classDef ${style} ${STYLES[style]}`)
  return `flowchart LR\n  ${[...boxes, ...arrows, ...classes].join('\n  ')}\n`
}

/** Mermaid reads a label as HTML with entities of its own: everything but plain characters goes in as a code. */
function toCodes(text: string): string {
  return text.replace(/[^\w $.,:()-]/gu, (one) => `#${one.codePointAt(0)};`)
}
