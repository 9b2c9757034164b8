// Which files of the code differ, and whether it is only in how they look.

import type { ProjectSnapshot } from './snapshot.ts'

export interface FileChange {
  /** From the folder of the repository, with slashes. */
  readonly file: string
  /** `look`: comments, layout or types alone. `moved`: the same file under another name. */
  readonly kind: 'added' | 'removed' | 'moved' | 'code' | 'look'
  /** Of what was moved: the name before. */
  readonly from?: string
}

/** Of the files that the flows reach, before or after. */
export function fileChanges(before: ProjectSnapshot, after: ProjectSnapshot): FileChange[] {
  const removed = [...before.files].filter(([file]) => !after.files.has(file))
  const added = [...after.files].filter(([file]) => !before.files.has(file))
  const moved = new Map<string, string>()
  for (const [file, { text }] of added) {
    const from = removed.find(([path, one]) => one.text === text && ![...moved.values()].includes(path))?.[0]
    if (from !== undefined) moved.set(file, from)
  }
  const gone = new Set(moved.values())
  const changes: FileChange[] = [
    ...removed.filter(([file]) => !gone.has(file)).map(([file]) => ({ file, kind: 'removed' as const })),
    ...added.map(([file]) =>
      moved.has(file) ? { file, kind: 'moved' as const, from: moved.get(file)! } : { file, kind: 'added' as const },
    ),
    ...[...after.files].flatMap(([file, { text }]): FileChange[] => {
      const old = before.files.get(file)
      if (!old || plain(old.text) === plain(text)) return []
      return [{ file, kind: formOf(before, file) === formOf(after, file) ? 'look' : 'code' }]
    }),
  ]
  return changes.sort((a, b) => (a.file < b.file ? -1 : 1))
}

function plain(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

/** All that code is, without comments, layout and types. */
function formOf(side: ProjectSnapshot, file: string): string {
  const statements = side.statements(file) ?? []
  return JSON.stringify(
    statements
      .filter(({ units, imports, exports, stars, bareImports }) =>
        [units, imports, exports, stars, bareImports].some((one) => one.length > 0),
      )
      .map(({ units, imports, exports, stars, bareImports }) => [
        units.map(({ hash }) => hash),
        imports,
        exports,
        stars,
        bareImports,
      ]),
  )
}
