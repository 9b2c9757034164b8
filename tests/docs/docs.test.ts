// What the documentation shows is what happens, and nothing public is left out of it.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commentExamples, examplesIn } from './doc-comments.ts'
import { readPage, withComparisons } from './page-program.ts'
import { publicNames } from './public-names.ts'
import { executeIn, makeScratchFolder, runModules, runPage, writePage, type ModuleRun } from './run-page.ts'
import { same } from './same.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const updates = process.env['THROUGHLINE_UPDATE_DOCS'] !== undefined
const helper = pathToFileURL(join(import.meta.dirname, 'same.ts')).href
const read = (file: string): string => readFileSync(join(root, file), 'utf8')

const below = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
const documents = below('docs').filter((file) => file.endsWith('.md'))
const pages = [
  'README.md',
  ...readdirSync(join(root, 'packages')).map((room) => `packages/${room}/README.md`),
  ...documents.map((file) => `docs/${file}`),
]
const programs = pages
  .filter((page) => existsSync(join(root, page)))
  .map((page) => ({ page, program: readPage(read(page)) }))
  .filter(({ program }) => program.steps.length > 0)
const running = programs.filter(({ program }) =>
  program.steps.some((step) => step.kind !== 'edit' && step.output !== undefined),
)

let scratch: string
beforeAll(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'throughline-docs-')))
  makeScratchFolder(scratch)
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe('the examples of the documentation', () => {
  // Several pages share the processors, with other tests.
  const timeout = 300_000

  it.concurrent.each(running)('of $page print what the page says', { timeout }, async ({ page }) => {
    const { problems, updated } = await runPage(read(page), join(scratch, 'run', folderName(page)))
    if (updates) writeFileSync(join(root, page), updated)
    expect(updates ? [] : problems).toEqual([])
  })

  it('compile', async () => {
    for (const { page, program } of programs) writePage(join(scratch, 'types', folderName(page)), program)
    expect(await compile(join(scratch, 'types'))).toBe('')
  })

  it('say how to install every package that they use and that is none of ours', () => {
    const untold = programs.flatMap(({ page, program }) => {
      const lines = program.steps.flatMap((step) => (step.kind === 'module' ? step.lines : []))
      const imported = lines.flatMap(
        ({ text }) => /^import .* from '(?<name>(?:@[\w-]+\/)?[a-z][\w-]*)/.exec(text)?.groups?.['name'] ?? [],
      )
      const foreign = imported.filter((name) => !/^(?:@throughline\/|throughline$|node$)/.test(name))
      const told = [...read(page).matchAll(/npm install ([^\n`#]*)/g)].flatMap(([, names]) =>
        names!.trim().split(/\s+/),
      )
      return foreign.filter((name) => !told.includes(name)).map((name) => `${page}: ${name}`)
    })
    expect(untold).toEqual([])
  })

  it('are found when they print something else, fail, compare wrongly or do not compile', async () => {
    const wrong = read('tests/docs/fixtures/wrong-page.md')
    const folder = join(scratch, 'wrong')
    const { problems } = await runPage(wrong, join(folder, 'page'))
    const titles = problems.map((problem) => problem.split('\n')[0])
    expect(titles).toEqual(['one.ts printed', 'two.ts failed:', 'block-22.ts failed:', 'npx throughline ls printed'])
    expect(problems[2]).toContain('line 23: gives 2, not 4')
    writePage(join(folder, 'types', 'page'), readPage(wrong))
    expect(() => same(5, { a: [1] }, { a: [2] })).toThrow('line 5: gives { a: [ 1 ] }, not { a: [ 2 ] }')
    expect(await compile(join(folder, 'types'))).toMatch(/^page\/block-22\.ts\(23,7\): error TS2322/)
  })
})

describe('the examples in doc comments', () => {
  const examples = commentExamples(root).map((example) => ({
    ...example,
    room: example.place.split('/')[1]!,
    file: `${example.place.replaceAll(/\W/g, '-')}.ts`,
  }))

  function write({ room, file, packageName, lines }: (typeof examples)[number]): void {
    const imported = lines.flatMap(({ text }) => (text.startsWith('import ') ? [text] : [])).join('\n')
    const isMissing = (name: string): boolean => !new RegExp(`\\b${name}\\b`).test(imported)
    const exported = publicNames(read(`packages/${room}/src/index.ts`))
    const names = exported.filter(({ name, isType }) => !isType && isMissing(name))
    const imports = `import { ${names.map(({ name }) => name).join(', ')} } from '${packageName}';`
    writeFileSync(join(scratch, 'comments', file), imports + withComparisons(lines, helper))
  }

  async function runRoom(room: string): Promise<ReadonlyMap<string, ModuleRun>> {
    const own = examples.filter((example) => example.room === room)
    mkdirSync(join(scratch, 'comments'), { recursive: true })
    own.forEach(write)
    const files = own.map(({ file }) => file)
    const ran = await runModules(join(scratch, 'comments'), files)
    return new Map(files.map((file, index) => [file, ran[index]!]))
  }

  /** One process for all examples of a room. */
  const rooms = new Map<string, Promise<ReadonlyMap<string, ModuleRun>>>()

  it.concurrent.each(examples)('of $place give what they say', async ({ room, file }) => {
    const running = rooms.get(room) ?? runRoom(room)
    rooms.set(room, running)
    expect((await running).get(file)).toEqual({ printed: '', hasFailed: false })
  })

  it('are read with their places', () => {
    expect(examples.map(({ place }) => place.replace(/:\d+$/, ''))).toContain('packages/core/src/flow/dataflow.ts')
    const source = 'let a\n/**\n * Doubles.\n *\n * @example\n * double(2) // => 4\n * @throws never\n */\n'
    expect(examplesIn(source)).toEqual([[{ line: 6, text: 'double(2) // => 4' }]])
  })
})

describe('the reference', () => {
  const reference = readdirSync(join(root, 'docs/reference'))
    .map((file) => read(`docs/reference/${file}`))
    .join('\n')
  const code = [...reference.matchAll(/`[^`\n]+`|^```[\s\S]*?^```/gm)].join('\n')

  it.each([
    'core/src/index.ts',
    'core/src/checks/index.ts',
    'core/src/diagram/index.ts',
    'core/src/fan-out/index.ts',
    'core/src/hooks/index.ts',
    'core/src/io/index.ts',
    'core/src/opentelemetry/index.ts',
    'core/src/testing/index.ts',
    'io/src/sql/index.ts',
    'project/src/index.ts',
    'analyze/src/index.ts',
    'cache/src/index.ts',
    'io/src/index.ts',
    'io/src/columns/index.ts',
    'io/src/parquet/index.ts',
    'io/src/arrow/index.ts',
    'layout/src/index.ts',
    'layout/src/svg/index.ts',
    'machine/src/index.ts',
    'machine/src/testing/index.ts',
    'machine/src/diagram/index.ts',
    'machine/src/http/index.ts',
    'machine/src/evaluation/index.ts',
    'machine/src/opentelemetry/index.ts',
    'tracking/src/applications/index.ts',
    'tracking/src/burr/index.ts',
    'tracking/src/record/index.ts',
    'tracking/src/queries/index.ts',
    'analyze/src/built.ts',
    'project/src/process.ts',
  ])('mentions every name of packages/%s', (entry) => {
    const names = publicNames(read(`packages/${entry}`)).map(({ name }) => name)
    expect(names.length).toBeGreaterThan(1)
    expect(names.filter((name) => !new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(code))).toEqual([])
  })

  it.each(['docs/errors/README.md', 'docs/reference/errors.md'])(
    'in %s lists every error, with a link to its page',
    (list) => {
      const codes = documents
        .filter((file) => /^errors\/.+\//.test(file))
        .map((file) => file.replace(/^errors\/(.*)\.md$/, '$1'))
        .sort()
      const links = [...read(list).matchAll(/\[`(?<code>[\w/-]+)`\]\((?:\.\.\/errors\/)?(?<file>[\w/-]+)\.md\)/g)]
      expect(links.map(({ groups }) => groups!['code']).sort()).toEqual(codes)
      for (const { groups } of links) expect(groups!['file']).toBe(groups!['code'])
    },
  )
})

function folderName(page: string): string {
  return page.replace(/\.md$/, '').replaceAll('/', '-')
}

/** Everything that the compiler says about the modules of a folder, with the lines of their pages. */
async function compile(folder: string): Promise<string> {
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023', 'dom'],
    types: ['node'],
    module: 'preserve',
    moduleDetection: 'force',
    allowImportingTsExtensions: true,
    noEmit: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    strict: true,
    verbatimModuleSyntax: true,
    customConditions: ['@throughline/source'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['**/*.ts'] }))
  return (
    await executeIn(folder, `node ${JSON.stringify(join(root, 'node_modules/typescript/bin/tsc'))} --pretty false`)
  ).trimEnd()
}
