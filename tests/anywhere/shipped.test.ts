// Code versions of a real project hold in what bundlers make of it, and stop to hold when that is changed.

import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { createResolver, createVersions, SourceTree } from '@throughline/analyze'
import * as esbuild from 'esbuild'
import * as vite from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const repository = join(import.meta.dirname, '..', '..')
const project = join(repository, 'examples/births-forecast')
const entry = join(import.meta.dirname, 'program/shipped.ts')
const command = join(repository, 'packages/cli/bin/throughline.cjs')
const run = async (...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, args)).stdout

const folders: string[] = []
function makeFolder(near: string): string {
  const folder = realpathSync(mkdtempSync(join(near, 'throughline-shipped-')))
  folders.push(folder)
  return folder
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

/** What the program says of itself. */
interface Told {
  readonly isVerified: boolean
  readonly warnings: readonly string[]
  readonly versions: Readonly<Record<string, string | null>>
}

const main = (folder: string): string =>
  join(
    folder,
    ['main.js', 'main.mjs'].find((name) => existsSync(join(folder, name)))!,
  )
const start = async (folder: string): Promise<Told> =>
  JSON.parse(await run(main(folder), join(folder, 'throughline.versions.json'))) as Told
const build = (folder: string): Promise<string> => run(command, 'build', '--project', project, '--out', folder)

const common = { bundle: true, format: 'esm', platform: 'node', target: 'node22', logLevel: 'warning' } as const
const bundlers: Readonly<Record<string, (folder: string) => Promise<unknown>>> = {
  esbuild: (folder) => esbuild.build({ ...common, entryPoints: [entry], outfile: join(folder, 'main.js') }),
  'esbuild, minified and split': (folder) =>
    esbuild.build({
      ...common,
      entryPoints: { main: entry, holidays: join(project, 'src/holidays.ts') },
      outdir: folder,
      minify: true,
      splitting: true,
    }),
  'Vite, as a server': (folder) =>
    vite.build({
      root: project,
      configFile: false,
      logLevel: 'warn',
      ssr: { noExternal: true },
      build: {
        ssr: entry,
        outDir: folder,
        emptyOutDir: false,
        rolldownOptions: { output: { entryFileNames: 'main.mjs' } },
      },
    }),
}

beforeAll(() => {
  const built = ['packages/cli/dist/main.js', 'packages/analyze/dist/built.js']
  if (!built.every((file) => existsSync(join(repository, file)))) {
    throw new Error('The packages are not built. help: npm run build')
  }
})

describe.each(Object.keys(bundlers))('a forecast that is bundled by %s', (name) => {
  let folder: string
  beforeAll(async () => {
    folder = makeFolder(tmpdir())
    await bundlers[name]!(folder)
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    await build(folder)
  })

  test('knows the versions of its source, wherever it is', async () => {
    const told = await start(folder)
    expect(told).toMatchObject({ isVerified: true, warnings: [] })
    const source = createVersions({ tree: new SourceTree(), resolver: createResolver() })
    expect(told.versions['skill']).toBe(source.codeVersion(join(project, 'src/forecast.ts'), 'skill').version)
    expect(Object.keys(told.versions).length).toBeGreaterThan(100)
    expect(Object.values(told.versions).filter((version) => version === null)).toEqual([])
    const elsewhere = join(makeFolder(tmpdir()), 'app')
    cpSync(folder, elsewhere, { recursive: true })
    expect(await start(elsewhere)).toEqual(told)
  })

  test('gets the same manifest again, byte for byte', async () => {
    const manifest = join(folder, 'throughline.versions.json')
    const before = readFileSync(manifest)
    await build(folder)
    expect(readFileSync(manifest).equals(before)).toBe(true)
    expect(before.toString()).not.toContain(dirname(folder))
    expect(before.toString()).not.toContain(repository)
  })

  test('knows none when a byte of it is another one, with one warning', async () => {
    const changed = join(makeFolder(tmpdir()), 'app')
    cpSync(folder, changed, { recursive: true })
    writeFileSync(main(changed), `${readFileSync(main(changed), 'utf8')}\n`)
    const told = await start(changed)
    expect(told.isVerified).toBe(false)
    expect(told.warnings.map((text) => JSON.parse(text) as unknown)).toMatchObject([
      { code: 'analyze/output-changed', facts: { files: [{ found: 'changed' }], packages: [] } },
    ])
    expect(Object.values(told.versions).filter((version) => version !== null)).toEqual([])
  })
})

test('a bundle that leaves packages outside knows which they are', async () => {
  const folder = makeFolder(tmpdir())
  const outfile = join(folder, 'node_app/main.js')
  await esbuild.build({ ...common, entryPoints: [entry], outfile, packages: 'external' })
  const said = await build(dirname(outfile))
  expect(said).toMatch(/and what is installed of .*ml-matrix@6\.15\.1, throughline@0\.1\.0\n/)
  const manifest = readFileSync(join(dirname(outfile), 'throughline.versions.json'), 'utf8')
  expect(manifest).toContain('"is-any-array@')
})

test('the entry that a bundle takes brings no parser and no compiler', async () => {
  const { metafile } = await esbuild.build({
    ...common,
    stdin: { contents: "export * from '@throughline/analyze/built'", resolveDir: repository },
    write: false,
    metafile: true,
  })
  const inputs = Object.keys(metafile.inputs)
  expect(inputs.length).toBeGreaterThan(5)
  expect(
    inputs.filter((path) => /oxc|typescript|analyze\/dist\/(?:facts|scope|source|versions\/linker)/.test(path)),
  ).toEqual([])
})
