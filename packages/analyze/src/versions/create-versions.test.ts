import { describe, expect, test } from 'vitest'
import type { CodeVersion } from './code-version.ts'
import { projectOf, type Project } from './fixtures/project-on-disk.ts'

const PACKAGE = '=== package.json\n{ "name": "p", "type": "module" }\n'

/** A project whose first file is `nodes.ts`; others follow after their names. */
function project(text: string): Project {
  return projectOf(`${PACKAGE}=== nodes.ts\n${text}\n`)
}

function versionOf(text: string, name = 'node'): CodeVersion {
  const { versions, path } = bound(project(text))
  return versions.codeVersion(path('nodes.ts'), name)
}

function bound(one: Project): Pick<Project, 'versions' | 'path'> {
  return { versions: one.versions, path: (file) => one.path(file) }
}

describe('a version', () => {
  test('names its algorithm and has 256 bits', () => {
    expect(versionOf('export const node = () => 1').version).toMatch(/^code1:[0-9a-f]{64}$/)
  })

  test('stays what it is: versions that were written down are compared with those of later programs', () => {
    const text = `import { join } from 'node:path'
import { helper, type Row } from './helper.ts'
const LIMIT = 0x10
export const node = ({ rows, limit = LIMIT }: { rows: Row[]; limit?: number }): string =>
  join(...rows.slice(0, limit).map((row) => helper(row)!))
=== helper.ts
export interface Row { name: string }
export function helper({ name }: Row): string | undefined { return other(name) }
const other = (name: string): string => (name === '' ? helper({ name: 'x' })! : \`<\${name}>\`)`
    expect(versionOf(text).version).toMatchInlineSnapshot(
      `"code1:a26b26091189bc4b9b9835592bc5e6db9a9c33bb06d0b2ddb1a5fc1dc64af93c"`,
    )
  })

  test('covers the text of SQL and what stands in it, not the comments around it', () => {
    const text = (statement: string): string => `import { param, sql } from '@throughline/io/sql'
import { from } from 'throughline'
const LEAST = 5
export const node = ${statement}`
    const one = 'sql`select a from ${from("t")} where a > ${LEAST} and b = ${param("b")}`'
    const { version } = versionOf(text(one))
    expect(versionOf(text(`/* late */ ${one.replaceAll('"', "'")}`)).version).toBe(version)
    const others = [
      one.replace('select a', 'select  a'),
      one.replace('"t"', '"u"'),
      one.replace('LEAST', '6'),
      one.replace('sql`', 'sql({ threads: 1 })`'),
    ].map((other) => versionOf(text(other)).version)
    expect(versionOf(text(one).replace('LEAST = 5', 'LEAST = 6')).version).not.toBe(version)
    expect(new Set([version, ...others]).size).toBe(5)
  })

  test('says what it is made of, with places', () => {
    const { units, packages } = versionOf(`import { helper } from './helper.ts'
import text from './text.txt'
export const node = ({ a }: { a: number }): unknown => [helper(a), text, TABLE]
const TABLE = new Map<string, number>()
TABLE.set('a', 1)
=== helper.ts
export default 1
export const helper = (a: number): number => a
=== text.txt
hello`)
    expect(
      units.map(({ kind, file, name, line, column }) => [
        kind,
        file.slice(file.lastIndexOf('/') + 1),
        name,
        line,
        column,
      ]),
    ).toEqual([
      ['declaration', 'helper.ts', 'helper', 2, 14],
      ['declaration', 'nodes.ts', 'node', 3, 14],
      ['declaration', 'nodes.ts', 'TABLE', 4, 7],
      ['statement', 'nodes.ts', '', 5, 1],
      ['file', 'text.txt', '', 1, 1],
    ])
    for (const { hash } of units) expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(packages).toEqual([])
  })

  test('says which packages it is made of', () => {
    const one = projectOf(`${PACKAGE}=== nodes.ts
import { a } from 'outer'
export const node = () => a
=== node_modules/outer/package.json
{ "name": "outer", "version": "1.2.3", "main": "i.js", "dependencies": { "inner": "*", "absent": "*" } }
=== node_modules/outer/i.js
=== node_modules/inner/package.json
{ "name": "inner", "version": "4.5.6", "dependencies": { "outer": "*" } }
`)
    const { packages, imported } = one.versions.codeVersion(one.path('nodes.ts'), 'node')
    expect(packages).toEqual([
      { name: 'inner', version: '4.5.6' },
      { name: 'outer', version: '1.2.3' },
    ])
    expect(imported).toEqual([{ name: 'outer', directory: one.path('node_modules/outer') }])
  })

  test('does not depend on where the project is, or on what else was asked', () => {
    const text = `import { helper } from './helper.ts'\nexport const node = () => helper\nexport const other = () => 1\n=== helper.ts\nexport const helper = 1`
    const one = project(text)
    one.versions.codeVersion(one.path('nodes.ts'), 'other')
    one.versions.codeVersion(one.path('helper.ts'), 'helper')
    expect(one.versions.codeVersion(one.path('nodes.ts'), 'node').version).toBe(versionOf(text).version)
  })

  test('of the value of a saved node is that without the sinks', () => {
    const text = (sink: string, value: string): string => `import { saved } from 'throughline/io'
import { checked } from 'throughline'
import { writeFile } from 'node:fs/promises'
const toFile = { write: (value) => writeFile('${sink}', value), describe: () => ({}) }
export const node = saved(saved(checked(() => ${value}, []), toFile), toFile, { as: 'again' })`
    const ask = (sink: string, value: string, part?: 'value') => {
      const one = project(text(sink, value))
      return one.versions.codeVersion(one.path('nodes.ts'), 'node', part)
    }
    const value = ask('a', '1', 'value')
    expect([value.impure, ask('a', '1').impure.map(({ what }) => what)]).toEqual([[], ['node:fs/promises writeFile']])
    expect(ask('b', '1', 'value').version).toBe(value.version)
    expect(ask('b', '1').version).not.toBe(ask('a', '1').version)
    expect(ask('a', '2', 'value').version).not.toBe(value.version)
  })

  test('of the value of a node is all of it when it is not saved by our function', () => {
    const one = project(`const saved = (fn, sink) => () => sink(fn())
export const node = saved(() => 1, () => Date.now())`)
    const path = one.path('nodes.ts')
    expect(one.versions.codeVersion(path, 'node', 'value').impure).toHaveLength(1)
    expect(one.versions.codeVersion(path, 'node#value').reason).toBeDefined()
  })

  test('follows positions after an edit that changes nothing', () => {
    const one = project('export const node = () => Date.now()')
    const path = one.path('nodes.ts')
    const before = one.versions.codeVersion(path, 'node')
    one.tree.update(path, '// first\n\nexport const node = () => /* now */ Date.now()')
    one.versions.update([path])
    const after = one.versions.codeVersion(path, 'node')
    expect(after.version).toBe(before.version)
    expect(after.impure).toEqual([{ file: path, start: 46, end: 50, line: 3, column: 37, what: 'Date.now' }])
    expect(after.units).toMatchObject([{ line: 3, column: 14 }])
  })

  test('comes back when a file is repaired', () => {
    const one = project(
      "import { helper } from './helper.ts'\nexport const node = () => helper\n=== helper.ts\nexport const helper = 1",
    )
    const version = (): CodeVersion => one.versions.codeVersion(one.path('nodes.ts'), 'node')
    const before = version()
    one.notice(one.apply({ file: 'helper.ts', find: '= 1', replace: '= ' }))
    expect(version().caveats).toMatchObject([{ what: 'syntax of helper.ts', line: 2, column: 27 }])
    one.notice(one.apply({ file: 'helper.ts', replace: null }))
    expect(version().caveats).toMatchObject([{ what: 'unresolved ./helper.ts' }])
    one.notice(one.apply({ file: 'helper.ts', replace: 'export const helper = 1 // again\n' }))
    expect(version()).toMatchObject({ version: before.version, caveats: [] })
  })

  test.each([
    ['a file that is not there', 'gone.ts', 'node', 'the file cannot be read'],
    ['a file that is no code', 'text.txt', 'node', 'the file is not JavaScript or TypeScript'],
    ['wrong syntax', 'wrong.ts', 'node', 'the syntax of the file is wrong'],
    ['an unknown export', 'nodes.ts', 'nope', 'the file has no value named "nope" to export'],
    ['a private declaration', 'nodes.ts', 'hidden', 'the file has no value named "hidden" to export'],
    ['a type', 'nodes.ts', 'Type', 'the file has no value named "Type" to export'],
    ['a name on an object', 'nodes.ts', 'node.x', 'the file has no value named "node.x" to export'],
  ])('is not given for %s', (_, file, name, reason) => {
    const one = project(
      'export const node = () => 1\nconst hidden = 1\nexport type Type = 1\n=== wrong.ts\nexport const = 1\n=== text.txt\nnode',
    )
    expect(one.versions.codeVersion(one.path(file), name)).toEqual({
      version: undefined,
      reason,
      impure: [],
      caveats: [],
      units: [],
      packages: [],
      imported: [],
    })
  })
})
