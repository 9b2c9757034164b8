import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createResolver } from '../resolve/resolver.ts'
import { SourceTree } from '../source/source-tree.ts'
import { createVersions } from './create-versions.ts'
import type { Edit } from './fixtures/edit.ts'
import * as birthsForecast from './fixtures/births-forecast.edits.ts'
import * as effects from './fixtures/effects.edits.ts'
import * as helpers from './fixtures/helpers.edits.ts'
import * as languages from './fixtures/languages.edits.ts'
import * as packages from './fixtures/packages.edits.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'code-versions-')))
afterAll(() => rmSync(folder, { recursive: true }))

/** A project on disk, that forgets its edits. */
class Project {
  readonly root: string
  readonly tree = new SourceTree()
  readonly resolver = createResolver()
  readonly versions = createVersions(this)
  readonly #original: ReadonlyMap<string, string>

  constructor(root: string, original: ReadonlyMap<string, string>) {
    this.root = root
    this.#original = original
    for (const [file, content] of original) write(this.path(file), content)
    if (!original.has('libs/money/package.json')) return
    mkdirSync(this.path('node_modules/@shop'), { recursive: true })
    symlinkSync(this.path('libs/money'), this.path('node_modules/@shop/money'), 'junction')
  }

  path(file: string): string {
    return join(this.root, file)
  }

  /** @returns absolute paths of what is no longer as it was */
  apply(edit: Omit<Edit, 'does' | 'changes'>): string[] {
    const path = this.path(edit.file)
    if (edit.find === undefined) write(path, edit.replace)
    else {
      const before = readFileSync(path, 'utf8')
      const after = before.replace(edit.find, () => edit.replace!)
      expect(after, `${edit.file} has ${String(edit.find)}`).not.toBe(before)
      write(path, after)
    }
    return [path, ...(edit.also ?? []).flatMap((other) => this.apply(other))]
  }

  undo(paths: readonly string[]): void {
    for (const path of paths) {
      write(path, this.#original.get(path.slice(this.root.length + 1).replaceAll('\\', '/')) ?? null)
    }
  }

  notice(paths: readonly string[]): void {
    for (const path of paths) this.tree.update(path)
    this.versions.update(paths)
  }
}

/** A project that is written down in one file. */
function written(name: string): Project {
  const text = readFileSync(join(import.meta.dirname, 'fixtures', `${name}.project`), 'utf8')
  const parts = text.split(/^=== /m).slice(1)
  const files = parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)] as const)
  return new Project(join(folder, name), new Map(files))
}

/** The example, beside a link to what is installed for it. */
function example(): Project {
  const repository = join(import.meta.dirname, '../../../..')
  const source = join(repository, 'examples/births-forecast/src')
  const files = readdirSync(source).filter((file) => !file.endsWith('.test.ts'))
  const root = join(folder, 'births-forecast')
  mkdirSync(root)
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction')
  return new Project(root, new Map(files.map((file) => [file, readFileSync(join(source, file), 'utf8')])))
}

function write(path: string, text: string | null): void {
  if (text === null) return rmSync(path, { force: true })
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

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
