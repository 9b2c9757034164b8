// Edits whose effect on versions was told by hand: a comparison names the same nodes, each with a reason.

import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createResolver } from '../resolve/resolver.ts'
import * as birthsForecast from '../versions/fixtures/births-forecast.edits.ts'
import * as helpers from '../versions/fixtures/helpers.edits.ts'
import * as effects from '../versions/fixtures/effects.edits.ts'
import * as packages from '../versions/fixtures/packages.edits.ts'
import { example, written, type Project } from '../versions/fixtures/project-on-disk.ts'
import { diffSnapshots } from './diff-snapshots.ts'
import { takeSnapshot, type ProjectSnapshot } from './snapshot.ts'

/** All of them in a campaign. */
const every = process.env['THROUGHLINE_CASES'] === undefined ? 6 : 1

/** Reads whatever it needs before the files are edited. */
function snapshot(project: Project): ProjectSnapshot {
  const taken = takeSnapshot({
    config: project.path('flows.config.ts'),
    root: project.root,
    resolver: createResolver(),
    state: 'here',
  })
  for (const { nodes } of taken.flows) for (const { code } of nodes.values()) void [code?.units, code?.packages]
  for (const path of taken.files.keys()) taken.statements(path)
  return taken
}

describe.each([
  ['the example', example, birthsForecast],
  ['helpers', () => written('helpers'), helpers],
  ['effects', () => written('effects'), effects],
  ['packages', () => written('packages'), packages],
] as const)('edits of %s', (_, open, { nodeFiles, edits }) => {
  const project = open()
  const imports = nodeFiles.map((file, index) => `import * as m${index} from './${file}'`)
  const modules = nodeFiles.map((_file, index) => `m${index}`)
  const config = `import { dataflow } from 'throughline'\n${imports.join('\n')}\nexport const flow = dataflow(${modules.join(', ')})\n`
  writeFileSync(project.path('flows.config.ts'), config)
  const exported = (taken: ProjectSnapshot): Set<string> =>
    new Set(taken.flows.flatMap(({ nodes }) => [...nodes.values()].map((node) => node.exportPath)))

  test.each(edits.filter((_edit, index) => index % every === 0))('$does ($file)', (edit) => {
    const before = snapshot(project)
    const paths = project.apply(edit)
    const after = snapshot(project)
    const diff = diffSnapshots(before, after)
    project.undo(paths)
    const known = new Set([...exported(before), ...exported(after)])
    const [flow] = diff.flows
    const told = [...flow!.changed, ...flow!.renamed]
    const names = [...told, ...flow!.added, ...flow!.removed].map((node) => node.exportPath)
    // Exports that are new have had no version; those that a person named have another one.
    const isNew = (name: string): boolean => !exported(before).has(name)
    expect([...new Set(names)].filter((name) => !isNew(name)).sort()).toEqual(
      edit.changes.filter((name) => known.has(name)).sort(),
    )
    expect(told.filter(({ because }) => because.length === 0)).toEqual([])
    const nodes = diff.flows.flatMap(({ added, removed, renamed, changed: others }) => [
      ...added,
      ...removed,
      ...renamed,
      ...others,
    ])
    const reasons = new Set(nodes.flatMap((node) => node.because.map((one) => one.change)))
    expect([...reasons].sort((a, b) => a - b)).toEqual(diff.changes.map((_change, index) => index))
  })
})
