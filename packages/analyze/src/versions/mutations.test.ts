import { describe, expect, test } from 'vitest'
import { createResolver } from '../resolve/resolver.ts'
import { SourceTree } from '../source/source-tree.ts'
import { createVersions } from './create-versions.ts'
import * as birthsForecast from './fixtures/births-forecast.edits.ts'
import * as effects from './fixtures/effects.edits.ts'
import * as helpers from './fixtures/helpers.edits.ts'
import * as languages from './fixtures/languages.edits.ts'
import * as packages from './fixtures/packages.edits.ts'
import { example, written, type Project } from './fixtures/project-on-disk.ts'

type Table = Readonly<Record<string, string | undefined>>

function changed(before: Table, after: Table): string[] {
  return Object.keys({ ...before, ...after })
    .filter((node) => before[node] !== after[node])
    .sort()
}

describe.each([
  ['the example', example, birthsForecast],
  ['helpers', () => written('helpers'), helpers],
  ['effects', () => written('effects'), effects],
  ['packages', () => written('packages'), packages],
  ['languages', () => written('languages'), languages],
] as const)('edits of %s', (_, open, { nodeFiles, edits }) => {
  const project = open()
  const nodes = nodeFiles.flatMap((file) => exportsOf(project, file))
  const table = ({ versions }: Pick<Project, 'versions'>): Table =>
    Object.fromEntries(nodes.map(([file, node]) => [node, versions.codeVersion(project.path(file), node).version]))
  const original = table(project)

  test('every node has a version, and no two are equal', () => {
    expect(Object.keys(original).length).toBeGreaterThan(10)
    expect(new Set(Object.values(original)).size).toBe(nodes.length)
  })

  test.each(edits)('$does ($file)', (edit) => {
    const paths = project.apply(edit)
    project.notice(paths)
    const after = table(project)
    const cold = table({ versions: createVersions({ tree: new SourceTree(), resolver: createResolver() }) })
    project.undo(paths)
    project.notice(paths)
    expect(changed(original, after)).toEqual([...edit.changes].sort())
    expect(after, 'what was kept and what is read anew').toEqual(cold)
    expect(table(project)).toEqual(original)
  })
})

test('there are enough edits', () => {
  const all = [birthsForecast, helpers, effects, packages, languages].flatMap(({ edits }) => edits)
  expect(all.length).toBeGreaterThan(300)
  const quiet = all.filter(({ changes }) => changes.length === 0)
  expect(quiet.length).toBeGreaterThan(100)
})

/** What a file exports, by the parser; types have no version. */
function exportsOf(project: Project, file: string): [string, string][] {
  const { module } = project.tree.file(project.path(file))!
  const entries = module.staticExports.flatMap((one) => one.entries).filter(({ isType }) => !isType)
  const names = entries.map(({ exportName }) => exportName.name ?? 'default')
  return names
    .filter((name) => project.versions.codeVersion(project.path(file), name).version !== undefined)
    .map((name) => [file, name])
}
