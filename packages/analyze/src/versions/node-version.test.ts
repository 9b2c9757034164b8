import { rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { projectOf, type Project } from './fixtures/project-on-disk.ts'
import { nodeVersion, type VersionedNode } from './node-version.ts'

const SHOP = `=== regions.ts
import { subflow } from 'throughline'
import * as region from './region.ts'
import * as country from './country.ts'
import { RULES } from './rules.ts'
export const eu = subflow(region, { inputs: { tax: 0.2, rule: (x: number) => x * RULES } })
export const us = subflow(region, { inputs: { tax: 0 } })
export const all = subflow(country, { shared: 'all' })
export const plain = ({ x }: { x: number }): number => x
=== country.ts
import { subflow } from 'throughline'
import * as region from './region.ts'
export const north = subflow(region, { inputs: { tax: 0.1 } })
export const size = (): number => 1
=== region.ts
import { round } from './round.ts'
export const net = ({ sales, tax }: { sales: number; tax: number }): number => round(sales * (1 - tax))
export const report = ({ net }: { net: number }): string => \`\${net}\`
export const dated = ({ net }: { net: number }): string => \`\${net} \${Date.now()}\`
=== round.ts
export const round = (x: number): number => Math.round(x)
=== rules.ts
export const RULES = 2
`

function setUp(text = SHOP): { project: Project; all: () => Record<string, string | undefined> } {
  const project = projectOf(text)
  const inside = (exportPath: string, module: string, inner: string): VersionedNode => ({
    kind: 'function',
    exportPath,
    flowModule: project.path('regions.ts'),
    exported: { module: project.path(module), exportPath: inner },
  })
  const nodes: Record<string, VersionedNode> = {
    'eu.net': inside('eu', 'region.ts', 'net'),
    'eu.report': inside('eu', 'region.ts', 'report'),
    'us.net': inside('us', 'region.ts', 'net'),
    'us.report': inside('us', 'region.ts', 'report'),
    'all.north.net': inside('all', 'region.ts', 'net'),
    'all.size': inside('all', 'country.ts', 'size'),
    plain: inside('plain', 'regions.ts', 'plain'),
  }
  const versionOf = (node: VersionedNode): string | undefined => nodeVersion(node, project.versions).version
  return {
    project,
    all: () => Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, versionOf(node)])),
  }
}

describe('the version of a node in a namespace', () => {
  it.each([
    ['a function inside', 'region.ts', 'sales * (1 - tax)', 'sales - tax', ['eu.net', 'us.net', 'all.north.net']],
    ['another function inside', 'region.ts', '=> `${net}`', '=> `${net}!`', ['eu.report', 'us.report']],
    ['a helper of it', 'round.ts', 'Math.round', 'Math.floor', ['eu.net', 'us.net', 'all.north.net']],
    ['what one namespace binds', 'regions.ts', 'tax: 0 ', 'tax: 1 ', ['us.net', 'us.report']],
    ['a function that it binds', 'regions.ts', 'x * RULES', 'x + RULES', ['eu.net', 'eu.report']],
    ['what that function reaches', 'rules.ts', '2', '3', ['eu.net', 'eu.report']],
    [
      'what stands around it',
      'regions.ts',
      'subflow(region, { inputs: { tax: 0 } })',
      '[subflow(region, { inputs: { tax: 0 } })][0]',
      ['us.net', 'us.report'],
    ],
    ['what a namespace within binds', 'country.ts', 'tax: 0.1', 'tax: 0.3', ['all.north.net']],
    ['another export', 'regions.ts', '=> x\n', '=> x + 1\n', ['plain']],
    [
      'one more function inside',
      'region.ts',
      'export const report',
      'export const more = () => 1\nexport const report',
      [],
    ],
    ['a comment', 'regions.ts', 'export const eu', '/** Europe. */\nexport const eu', []],
  ])('changes with %s, and only then', (_, file, find, replace, changed) => {
    const { project, all } = setUp()
    const before = all()
    expect(new Set(Object.values(before)).size).toBe(Object.keys(before).length)
    project.notice(project.apply({ file, find, replace }))
    const after = all()
    expect(Object.keys(before).filter((name) => before[name] !== after[name])).toEqual(changed)
    expect(setUp(SHOP.replace(`=== ${file}\n`, `=== ${file}\n// moved\n`)).all()).toEqual(before)
  })

  it.each([
    ['what it loads', 'region.ts', "'EUR', 1", "'EUR', 2", ['eu.rate']],
    ['what is done to it from outside', 'regions.ts', "'USD', 1", "'USD', 2", ['eu.rate', 'eu.other']],
    ['what is done to what is bound', 'regions.ts', "'a', 1", "'a', 2", ['eu.rate', 'eu.other']],
    ['what both load', 'shared.ts', "'b', 1", "'b', 2", ['eu.rate', 'eu.other']],
  ])('changes with %s while it is loaded', (_, file, find, replace, changed) => {
    const project = projectOf(`=== regions.ts
import { subflow } from 'throughline'
import * as region from './region.ts'
import { rates } from './region.ts'
import { shared } from './shared.ts'
const table = new Map<string, number>()
table.set('a', 1)
rates.set('USD', 1)
export const eu = subflow(region, { inputs: { rule: () => table.get('a')! * shared.get('b')! } })
=== region.ts
import './shared.ts'
export const rates = new Map<string, number>()
rates.set('EUR', 1)
export const rate = (): number => rates.get('EUR')!
export const other = (): number => 1
=== shared.ts
export const shared = new Map<string, number>()
shared.set('b', 1)
`)
    const [flowModule, module] = [project.path('regions.ts'), project.path('region.ts')]
    const all = (): (string | undefined)[] =>
      ['rate', 'other'].map((exportPath) => {
        const node: VersionedNode = { kind: 'function', exportPath: 'eu', flowModule, exported: { module, exportPath } }
        return nodeVersion(node, project.versions).version
      })
    const before = all()
    project.notice(project.apply({ file, find, replace }))
    const after = all()
    expect(['eu.rate', 'eu.other'].filter((__, index) => before[index] !== after[index])).toEqual(changed)
  })

  it('has no part in where it is saved; the node that saves has', () => {
    const project = projectOf(`=== flow.ts
import { saved, subflow } from 'throughline'
import * as region from './region.ts'
import { sink } from './sink.ts'
export const report = saved(() => 1, sink('a'))
export const eu = subflow(region)
=== region.ts
import { saved } from 'throughline'
import { sink } from './sink.ts'
export const report = saved(() => 1, sink('a'))
=== sink.ts
export const sink = (name: string) => ({ name })
`)
    const flowModule = project.path('flow.ts')
    const versionOf = (kind: 'function' | 'sink', exportPath: string): string =>
      nodeVersion(
        { kind, exportPath, flowModule, exported: { module: project.path('region.ts'), exportPath: 'report' } },
        project.versions,
      ).version!
    const all = (): string[] => [
      nodeVersion({ kind: 'function', exportPath: 'report', flowModule }, project.versions).version!,
      versionOf('function', 'eu'),
      nodeVersion({ kind: 'sink', exportPath: 'report', flowModule }, project.versions).version!,
      versionOf('sink', 'eu'),
    ]
    const before = all()
    project.notice(project.apply({ file: 'sink.ts', find: '({ name })', replace: '({ name, path: name })' }))
    expect(all().map((version, index) => version === before[index])).toEqual([true, true, false, false])
  })

  it('has the remarks of both', () => {
    const { project } = setUp(SHOP.replace('x * RULES', 'x * Math.random()'))
    const { impure, units } = nodeVersion(
      {
        kind: 'function',
        exportPath: 'eu',
        flowModule: project.path('regions.ts'),
        exported: { module: project.path('region.ts'), exportPath: 'dated' },
      },
      project.versions,
    )
    expect(impure.map(({ what }) => what)).toEqual(['Date.now', 'Math.random'])
    expect(units.map(({ name }) => name)).toEqual(['dated', 'eu'])
  })

  it('is that of the whole namespace when the function inside is not an export', () => {
    const { project } = setUp()
    const node = { kind: 'function', exportPath: 'eu', flowModule: project.path('regions.ts') } as const
    const { version } = project.versions.codeVersion(node.flowModule, 'eu')
    const exported = { module: project.path('region.ts'), exportPath: 'made' }
    expect(nodeVersion({ ...node, exported }, project.versions).version).toBe(version)
    expect(nodeVersion(node, project.versions).version).toBe(version)
  })

  it('is none when the namespace is gone', () => {
    const { project } = setUp()
    rmSync(project.path('regions.ts'))
    project.notice([project.path('regions.ts')])
    const exported = { module: project.path('region.ts'), exportPath: 'net' }
    const flowModule = project.path('regions.ts')
    const version = nodeVersion({ kind: 'function', exportPath: 'eu', flowModule, exported }, project.versions)
    expect(version).toMatchObject({ version: undefined, reason: 'the file cannot be read' })
  })
})
