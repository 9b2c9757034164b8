// What a comparison says in a few words, for every form that it is shown in.

import type {
  AffectedNode,
  Because,
  ChangedNode,
  CodeChange,
  CodePlace,
  DiffHunk,
  FileChange,
  FlowDiff,
  ProjectDiff,
} from '@throughline/analyze'

/** Nodes of one export that differ for the same reasons. */
export interface NodeGroup {
  readonly exportPath: string
  readonly names: readonly string[]
  readonly at: CodePlace
  readonly because: readonly Because[]
  readonly nodes: readonly ChangedNode[]
}

export function groupNodes(nodes: readonly ChangedNode[]): NodeGroup[] {
  const groups = new Map<string, ChangedNode[]>()
  for (const node of nodes) {
    const key = JSON.stringify([node.exportPath, node.because, node.readsNow, node.readNoMore, node.from !== undefined])
    groups.set(key, [...(groups.get(key) ?? []), node])
  }
  return [...groups.values()].map((members) => ({
    exportPath: members[0]!.exportPath,
    names: members.map(({ from, name }) => (from === undefined ? name : `${from} -> ${name}`)),
    at: members[0]!.at,
    because: members[0]!.because,
    nodes: members,
  }))
}

/** `2 added, 13 changed, 17 affected`; empty when nothing differs. */
export function countsOf({ added, removed, renamed, changed, affected }: FlowDiff): string {
  const counts = [
    [added.length, 'added'],
    [removed.length, 'removed'],
    [renamed.length, 'renamed'],
    [changed.length, 'changed'],
    [affected.length, 'affected'],
  ] as const
  return counts.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : [])).join(', ')
}

/** A change in one line: `lag src/series.ts:10`, `ml-matrix 6.15.1 -> 6.16.0`. */
export function titleOf(change: CodeChange): string {
  switch (change.kind) {
    case 'package':
      return `package ${change.name} ${versions(change.before)} -> ${versions(change.after)}`
    case 'packages':
      return [
        ...(change.after.length > 0 ? [`${count(change.after.length, 'package')} more that others need`] : []),
        ...(change.before.length > 0 ? [`${count(change.before.length, 'package')} fewer that others need`] : []),
      ].join(', ')
    case 'links':
      return `what the names in ${change.name} lead to`
    default: {
      const { kind, name, before, after } = change
      const place = after ?? before
      const moved = before && after && before.file !== after.file ? ` (was in ${before.file})` : ''
      const what = {
        declaration: name,
        statement: name,
        import: `import of ${name}`,
        configuration: `configuration of ${name}`,
        file: '',
      }
      const shown =
        what[kind] === '' ? { file: '', statement: 'a statement' }[kind as 'file' | 'statement'] : what[kind]
      return (
        [shown, place && (kind === 'file' ? place.file : `${place.file}:${place.line}`)]
          .filter((one) => one)
          .join('  ') + moved
      )
    }
  }
}

/** What an affected node reads, up to the one that differs. */
export function wayOf({ path, distance }: AffectedNode): readonly string[] {
  const steps = path.slice(1)
  const left = distance - steps.length
  const [ahead, behind] = [steps.slice(0, 3), steps.slice(3)]
  if (left === 0 && steps.length <= 6) return steps
  return [...ahead, `${left + behind.length - 1} more`, ...behind.slice(-1)]
}

/** Why no node is named although files differ; and what could not be looked at. */
export function remarksOf({ flows, files, caveats }: ProjectDiff): string[] {
  const isSame = flows.every((flow) => countsOf(flow) === '' && flow.presence === 'both')
  const about = (kinds: readonly FileChange['kind'][], what: string): string[] => {
    const found = files.filter(({ kind }) => kinds.includes(kind)).length
    return found === 0 ? [] : [`${count(found, 'file')} ${found === 1 ? 'differs' : 'differ'} ${what}`]
  }
  const looks = [
    ...about(['look'], 'only in comments, formatting or types'),
    ...about(['moved'], 'only in name or place'),
    ...about(['added', 'removed', 'code'], 'in code that makes no node another'),
  ]
  const uncertain = [...new Set(flows.flatMap((flow) => flow.uncertain.map(({ name }) => name)))]
  const open = flows.filter((flow) => !flow.isComplete).map(({ name }) => name)
  return [
    ...(isSame ? looks : []),
    ...(uncertain.length > 0
      ? [
          `${count(uncertain.length, 'node')} seem${uncertain.length === 1 ? 's' : ''} the same, but cannot be followed everywhere: ${some(uncertain, 5)}`,
        ]
      : []),
    ...(open.length > 0 ? [`source does not show all nodes of ${some(open, 5)}`] : []),
    ...caveats,
  ]
}

export function some(names: readonly string[], most: number): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`
}

export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}

/** Of a package: `1.2.0`, `1.2.0 and 2.0.1`, `none`. */
export function versions(list: readonly string[]): string {
  return list.length === 0 ? 'none' : list.join(' and ')
}

/** `@@ -12,3 +12,4 @@`, as git writes it. */
export function hunkHeader({ before, after, lines }: DiffHunk): string {
  const range = (start: number, other: 'added' | 'removed'): string => {
    const length = lines.filter(({ kind }) => kind !== other).length
    return length === 1 ? `${start}` : `${start},${length}`
  }
  return `@@ -${range(before, 'added')} +${range(after, 'removed')} @@`
}
