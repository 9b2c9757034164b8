// Names that are imported from elsewhere than before.

import type { Statement } from '../versions/read-statement.ts'
import { lineDiff } from './line-diff.ts'
import type { CodeChange } from './code-change.ts'
import type { ProjectSnapshot } from './snapshot.ts'

export interface ImportChange {
  readonly key: string
  readonly change: CodeChange
  /** True when a name leads to another package, or to another name of one: a version says so. */
  readonly leadsOut: boolean
}

interface ImportLines {
  readonly texts: string[]
  readonly numbers: number[]
}

/** What a file imports and passes on, in both states. */
export function importChanges(file: string, before: ProjectSnapshot, after: ProjectSnapshot): ImportChange[] {
  const [old, now] = [before.statements(file), after.statements(file)]
  if (!old || !now) return []
  const [was, is] = [bindingsOf(old), bindingsOf(now)]
  const differing = [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name))
  // A name that came or went shows in the code that uses it; one that stayed shows nowhere else.
  const redirected = differing.filter((name) => was.has(name) && is.has(name))
  if (redirected.length === 0) return []
  const leadsOut = redirected.some((name) => [was.get(name)!, is.get(name)!].some((one) => !/^[./#]/.test(one)))
  const [left, right] = [linesOf(file, old, before), linesOf(file, now, after)]
  const found = lineDiff(left.texts.join('\n'), right.texts.join('\n'), { context: 0 })
  if (found.hunks.length === 0) return []
  const hunks = found.hunks.map((hunk) => ({
    ...hunk,
    before: left.numbers[hunk.before - 1] ?? hunk.before,
    after: right.numbers[hunk.after - 1] ?? hunk.after,
  }))
  const lines = { ...found, hunks }
  const [first] = lines.hunks
  const change: CodeChange = {
    kind: 'import',
    name: redirected.sort().join(', '),
    before: { file, line: first!.before },
    after: { file, line: first!.after },
    lines,
  }
  return [{ key: `import ${file}`, change, leadsOut }]
}

/** Where each name leads: imports by their local name, exports behind an arrow. */
function bindingsOf(statements: readonly Statement[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const { imports, exports } of statements) {
    for (const { local, specifier, imported } of imports) found.set(local, `${specifier} ${imported}`)
    for (const one of exports) {
      found.set(`export ${one.exported}`, 'local' in one ? `. ${one.local}` : `${one.specifier} ${one.imported}`)
    }
  }
  return found
}

/** The lines of the statements that import and pass on, with their numbers. */
function linesOf(file: string, statements: readonly Statement[], side: ProjectSnapshot): ImportLines {
  const texts: string[] = []
  const numbers: number[] = []
  const source = side.file(file)
  for (const { start, end, imports, exports, stars, units } of source ? statements : []) {
    if (units.length > 0 || imports.length + exports.length + stars.length === 0) continue
    const { line } = source!.lines.positionAt(start)
    source!.text
      .slice(start, end)
      .split(/\r?\n/)
      .forEach((text, index) => {
        texts.push(text)
        numbers.push(line + index)
      })
  }
  return { texts, numbers }
}
