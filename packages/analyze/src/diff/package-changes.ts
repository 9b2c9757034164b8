// Packages that are other ones than before.

import type { PackageName } from '../packages/installed-packages.ts'
import type { Statement } from '../versions/read-statement.ts'
import type { CodeChange, KeyedChange } from './code-change.ts'
import { packageOf } from './side-resolver.ts'

/** @param isImported whether the code imports a package itself */
export function packageChanges(
  before: readonly PackageName[],
  after: readonly PackageName[],
  isImported: (name: string) => boolean,
): KeyedChange[] {
  const [old, now] = [versionsByName(before), versionsByName(after)]
  const brought: { before: string[]; after: string[] } = { before: [], after: [] }
  const changes: KeyedChange[] = []
  for (const name of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [was, is] = [old.get(name) ?? [], now.get(name) ?? []]
    if (was.join() === is.join()) continue
    if ((was.length > 0 && is.length > 0) || isImported(name)) {
      const change: CodeChange = { kind: 'package', name, before: was, after: is }
      changes.push({ key: `package ${name} ${was.join()} > ${is.join()}`, change, isOwn: false })
    } else {
      brought.before.push(...was.map((version) => `${name}@${version}`))
      brought.after.push(...is.map((version) => `${name}@${version}`))
    }
  }
  if (brought.before.length + brought.after.length === 0) return changes
  const change: CodeChange = { kind: 'packages', name: '', ...brought }
  return [...changes, { key: JSON.stringify(change), change, isOwn: false }]
}

/** The packages that a file names. */
export function importedPackages(statements: readonly Statement[]): ReadonlySet<string> {
  const names = statements.flatMap(({ imports, exports, stars, bareImports }) => {
    const specifiers = [...imports, ...exports].flatMap((one) => ('specifier' in one ? [one.specifier] : []))
    return [...specifiers, ...stars, ...bareImports].flatMap((one) => packageOf(one) ?? [])
  })
  return new Set(names)
}

function versionsByName(packages: readonly PackageName[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { name, version } of packages) found.set(name, [...(found.get(name) ?? []), version])
  return found
}
