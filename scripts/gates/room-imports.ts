// Rooms import only to their left, the core imports nothing, and outsiders use public names only.

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import ts from 'typescript-6'
import { repositoryFiles, type Gate } from '../gate.ts'

interface Room {
  readonly name: string
  /** The rooms of ours that this one may import. */
  readonly left: readonly string[]
  /** Runs where there is no Node: relative imports only, no built-in modules. */
  readonly anywhere?: true
  /** Folder below `src` to what it may import all the same: an entry of its own, for those who have that package. */
  readonly entries?: Readonly<Record<string, string>>
}

const rooms: Readonly<Record<string, Room>> = {
  'packages/core': {
    name: 'throughline',
    left: [],
    anywhere: true,
    entries: { opentelemetry: '@opentelemetry/api' },
  },
  'packages/machine': {
    name: '@throughline/machine',
    left: ['throughline'],
    anywhere: true,
    entries: { opentelemetry: '@opentelemetry/api' },
  },
  'packages/layout': { name: '@throughline/layout', left: ['throughline'], anywhere: true },
  'packages/project': { name: '@throughline/project', left: ['throughline', '@throughline/analyze'] },
  'packages/analyze': { name: '@throughline/analyze', left: ['throughline'] },
  'packages/store': { name: '@throughline/store', left: ['throughline'] },
  'packages/io': { name: '@throughline/io', left: ['throughline'] },
  'packages/cache': { name: '@throughline/cache', left: ['throughline', '@throughline/store'] },
  'packages/tracking': {
    name: '@throughline/tracking',
    left: ['throughline', '@throughline/machine', '@throughline/store'],
  },
  'packages/server': {
    name: '@throughline/server',
    left: [
      'throughline',
      '@throughline/analyze',
      '@throughline/machine',
      '@throughline/store',
      '@throughline/tracking',
      '@throughline/project',
    ],
  },
  // Of the server types only: it speaks to it over HTTP. Of the store what tests compare with.
  'packages/ui': {
    name: '@throughline/ui',
    left: ['@throughline/layout', '@throughline/server', '@throughline/store'],
  },
  'packages/cli': {
    name: '@throughline/cli',
    left: [
      'throughline',
      '@throughline/analyze',
      '@throughline/layout',
      '@throughline/machine',
      '@throughline/store',
      '@throughline/cache',
      '@throughline/tracking',
      '@throughline/project',
      '@throughline/server',
    ],
  },
}
const ours = /^(throughline|@throughline\/[^/]+)(\/|$)/
const source = /\.[cm]?[jt]sx?$/
const test = /\.(test|prop\.test|test-d|bench)\.ts$/

export const roomImports: Gate = {
  name: 'room imports',
  cure: 'import to the left only (core <- machine, layout, analyze, store <- cache, tracking, io, project <- server <- cli; ui -> server over HTTP), by public names; see CONTRIBUTING.md, "Rooms"',
  problems: async (root) => {
    const files = (await repositoryFiles(root)).filter(
      (file) => source.test(file) && !file.includes('/fixtures/') && !file.includes('/templates/'),
    )
    const folders = new Set(
      files.filter((file) => file.startsWith('packages/')).map((file) => file.split('/').slice(0, 2).join('/')),
    )
    const unknown = [...folders]
      .filter((folder) => !rooms[folder])
      .map((folder) => `${folder}: a room without a rule in scripts/gates/room-imports.ts`)
    const entries = entriesOf(root)
    return [...unknown, ...files.flatMap((file) => problemsOf(file, readFileSync(join(root, file), 'utf8'), entries))]
  },
}

/** Everything that a package of ours lets others import: `throughline`, `@throughline/project/process` and so on. */
function entriesOf(root: string): ReadonlySet<string> {
  const manifests = Object.keys(rooms).map((folder) => join(root, folder, 'package.json'))
  return new Set(
    manifests.filter(existsSync).flatMap((file) => {
      const { name, exports } = JSON.parse(readFileSync(file, 'utf8')) as { name: string; exports?: object }
      return Object.keys(exports ?? {}).map((entry) => name + entry.slice(1))
    }),
  )
}

function problemsOf(file: string, text: string, entries: ReadonlySet<string>): readonly string[] {
  const folder = file.split('/').slice(0, 2).join('/')
  const room = rooms[folder]
  const problems: string[] = []
  const report = (what: string): void => void problems.push(`${file}: ${what}`)

  for (const specifier of specifiersOf(file, text)) {
    if (specifier.startsWith('.')) {
      const target = posix.join(dirname(file), specifier)
      const isOutside = room ? !target.startsWith(`${folder}/`) : target.startsWith('packages/')
      if (isOutside && !isSharedFixture(file, target, room)) report(`reaches into another room by path: ${specifier}`)
      const [entry = ''] = target.slice(`${folder}/src/`.length).split('/')
      if (room?.entries?.[entry] && !test.test(file) && !file.startsWith(`${folder}/src/${entry}/`))
        report(`imports an entry that needs a package: ${specifier}`)
    } else if (ours.test(specifier)) {
      const name = ours.exec(specifier)?.[1] ?? ''
      if (specifier !== name && !entries.has(specifier)) report(`imports a private file: ${specifier}`)
      else if (room && room.name !== name && !room.left.includes(name))
        report(`imports a room that is not to its left: ${specifier}`)
    } else if (room?.anywhere && !test.test(file) && room.entries?.[file.split('/')[3] ?? ''] !== specifier) {
      report(`must run anywhere and so may not import ${specifier}`)
    }
  }
  if (room?.anywhere && !test.test(file))
    for (const name of codeFromText(file, text)) report(`makes code from text: ${name}`)
  return problems
}

/** What a room prepares for its tests serves the tests of the rooms to its right, and those that cross rooms. */
function isSharedFixture(file: string, target: string, room: Room | undefined): boolean {
  if (!target.includes('/fixtures/') || !(test.test(file) || file.startsWith('tests/'))) return false
  const owner = rooms[target.split('/').slice(0, 2).join('/')]
  return owner !== undefined && (room === undefined || room.left.includes(owner.name))
}

function specifiersOf(file: string, text: string): readonly string[] {
  return ts.preProcessFile(text, true, !/\.[cm]?ts$/.test(file)).importedFiles.map((imported) => imported.fileName)
}

function codeFromText(file: string, text: string): readonly string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && ts.isIdentifier(node.expression)) {
      if (node.expression.text === 'eval' || node.expression.text === 'Function')
        found.push(node.getText().slice(0, 40))
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
  return found
}
